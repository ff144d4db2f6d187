import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, importsOf, readSource, sourceFiles, toImport } from './setup/source-imports.ts';

interface Rule {
  /** Files and folders below src. */
  readonly values: readonly string[];
  /** Only with `import type`. */
  readonly types: readonly string[];
  readonly packages: readonly string[];
  /** Only with `import type`. */
  readonly packageTypes: readonly string[];
}

/** What is built on `Kv` and knows neither Redis nor memory. */
const STORAGE_PORT = ['storage/kv', 'storage/keys', 'storage/lock', 'storage/stored-value'];

/** Who may import whom. A room may always import itself, but for what ROOMS_WITHIN says. */
const RULES: Readonly<Record<string, Rule>> = {
  runtime: { values: [], types: [], packages: ['node'], packageTypes: ['zod'] },
  qos: { values: [], types: [], packages: [], packageTypes: [] },
  webinar: { values: ['errors', 'runtime'], types: ['qos'], packages: ['zod'], packageTypes: [] },
  storage: { values: ['errors', 'runtime'], types: ['logger'], packages: ['ioredis', 'zod'], packageTypes: [] },
  jobs: {
    values: ['errors', 'runtime', 'webinar', 'logging', 'storage/storage-error', 'tracing/tracing'],
    types: ['logger'],
    packages: ['bullmq', 'ioredis', 'zod', 'node'],
    packageTypes: [],
  },
  access: { values: ['errors', 'runtime', ...STORAGE_PORT], types: ['webinar'], packages: ['zod'], packageTypes: [] },
  reports: {
    values: ['qos', 'errors', 'webinar', ...STORAGE_PORT, 'jobs/job-queue', 'jobs/catalog', 'runtime'],
    types: ['logger', 'jobs/jobs'],
    packages: ['zod', 'node'],
    packageTypes: [],
  },
  messages: {
    values: ['qos', 'errors', 'runtime/parse-json'],
    types: ['reports'],
    packages: ['zod'],
    packageTypes: ['@slack/types'],
  },
  zoom: {
    values: ['errors', 'webinar', ...STORAGE_PORT, 'runtime', 'http/send-answer', 'websocket', 'tracing/tracing'],
    types: ['qos', 'logger', 'http/read-body'],
    packages: ['zod', 'undici', 'node'],
    packageTypes: [],
  },
  slack: {
    values: [
      'reports',
      'messages',
      'access',
      'errors',
      'webinar',
      ...STORAGE_PORT,
      'runtime',
      'http/send-answer',
      'websocket',
      'tracing/tracing',
    ],
    types: ['logger', 'qos', 'http/read-body'],
    packages: ['@slack/bolt', '@slack/web-api', 'csv-stringify', 'undici', 'zod', 'node'],
    packageTypes: ['@slack/types'],
  },
  tracing: {
    values: ['errors', 'runtime'],
    types: ['logger'],
    packages: [
      'node',
      '@opentelemetry/api',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace',
    ],
    packageTypes: [],
  },
  websocket: { values: ['runtime'], types: [], packages: ['undici', 'node'], packageTypes: [] },
  http: { values: ['runtime'], types: ['logger'], packages: [], packageTypes: ['prom-client', 'node'] },
  errors: { values: [], types: [], packages: ['zod'], packageTypes: [] },
  logger: { values: ['logging'], types: [], packages: ['pino'], packageTypes: [] },
  logging: { values: [], types: ['logger'], packages: [], packageTypes: [] },
  metrics: { values: [], types: [], packages: ['prom-client'], packageTypes: [] },
  environment: { values: [], types: [], packages: [], packageTypes: [] },
  'first-webinar': {
    values: ['zoom', 'qos', 'webinar', 'runtime', 'storage', 'errors', 'config'],
    types: [],
    packages: ['node'],
    packageTypes: [],
  },
  'config-values': { values: ['qos/live-rules'], types: [], packages: ['zod'], packageTypes: [] },
  doctor: {
    values: ['zoom', 'slack/socket/wire', 'qos', 'webinar', 'runtime', 'storage', 'config'],
    types: [],
    packages: ['zod', 'node'],
    packageTypes: [],
  },
  setup: {
    values: ['doctor', 'config', 'runtime'],
    types: [],
    packages: ['@clack/prompts', 'yaml', 'zod', 'node'],
    packageTypes: [],
  },
  config: {
    values: ['logger', 'storage/ttl', 'environment', 'config-values', 'qos/own-limits', 'qos/thresholds'],
    types: [],
    packages: ['zod'],
    packageTypes: [],
  },
};
/** The places that put everything together. */
const COMPOSITION = ['app', 'compose', 'main'];

/**
 * Which inner rooms an inner room may import, beside itself and the files around all of them. The files around them
 * import none, but for those that are named with what they may.
 */
const ROOMS_WITHIN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  reports: {
    packing: [],
    'store.ts': ['packing'],
    reading: ['packing'],
    collecting: ['packing', 'reading'],
    subscriptions: [],
    delivery: ['subscriptions'],
    live: ['collecting', 'reading', 'subscriptions', 'delivery'],
    'on-demand': ['reading', 'delivery'],
    automatic: ['reading', 'subscriptions'],
    forgetting: ['automatic', 'collecting', 'delivery', 'live', 'on-demand', 'reading', 'subscriptions'],
  },
  zoom: {
    http: [],
    endpoints: ['http'],
    webhook: ['endpoints', 'http'],
    websocket: ['webhook'],
    'source.ts': ['endpoints'],
  },
  slack: {
    client: [],
    commands: ['client'],
    // What a click is, and how it is answered.
    clicks: ['client'],
    actions: ['client', 'clicks'],
    // What commands and actions share of the client.
    'subscribing.ts': ['client'],
    'access-middleware.ts': ['client', 'clicks'],
    socket: ['client'],
    'server.ts': ['client', 'socket'],
  },
  messages: {
    text: [],
    'block-kit': ['text'],
    quality: ['text'],
    report: ['text', 'block-kit', 'quality'],
    people: ['text', 'block-kit', 'quality', 'report'],
    person: ['text', 'block-kit', 'quality', 'report', 'people'],
    csv: ['text', 'quality', 'people', 'person'],
    failures: ['text', 'block-kit', 'quality'],
    live: ['text', 'block-kit', 'report'],
    subscriptions: ['text', 'block-kit'],
    'webinar-words.ts': ['text'],
    'channel-words.ts': ['text'],
    'person-mention.ts': ['text'],
    'channel-names.ts': ['text'],
    'bot-status.ts': ['text', 'block-kit'],
    'forgetting.ts': ['text', 'block-kit'],
    'help.ts': ['text', 'block-kit', 'quality'],
    'notices.ts': ['text', 'block-kit'],
    'reading.ts': ['text', 'block-kit'],
    'early-word.ts': ['text', 'block-kit', 'quality'],
    // The one place that knows every message that is delivered.
    'render-content.ts': ['block-kit', 'report', 'failures', 'live', 'subscriptions'],
  },
};

/** What node is started with. */
const ENTRIES = ['main.ts', 'doctor/main.ts', 'first-webinar/main.ts', 'setup/main.ts'];

/** Folders that may hold more than twelve files, and why. */
const CROWDED: Readonly<Record<string, string>> = {
  'src/qos': 'the sections of one method, kept flat so that each is found by its name',
  'test/unit/qos': 'mirrors src/qos',
};
const MOST_FILES = 12;
const MOST_LINES = 250;

const withoutEnding = (path: string): string => path.replace(/\.ts$/, '');

/** `qos/person.ts` → `qos`, `errors.ts` → `errors`. */
function roomOf(path: string): string {
  return withoutEnding(path).split('/')[0] ?? '';
}

function packageOf(target: string): string {
  if (target.startsWith('node:')) return 'node';
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function isAllowed({ file, isType, isFile, target }: Import): boolean {
  const room = roomOf(file);
  if (COMPOSITION.includes(room)) return true;
  const rule = RULES[room];
  if (!rule) return false;
  if (!isFile) {
    const name = packageOf(target);
    return rule.packages.includes(name) || (isType && rule.packageTypes.includes(name));
  }
  if (roomOf(target) === room) return isAllowedWithin(file, target);
  const path = withoutEnding(target);
  const covers = (allowed: string) => path === allowed || path.startsWith(`${allowed}/`);
  return rule.values.some(covers) || (isType && rule.types.some(covers));
}

/** Both in the same room: inner rooms have an order, with no way back up. */
function isAllowedWithin(file: string, target: string): boolean {
  const within = ROOMS_WITHIN[roomOf(file)];
  if (!within) return true;
  const [, from = '', ...deeper] = file.split('/');
  const [, to = '', ...rest] = target.split('/');
  if (rest.length === 0 || (from === to && deeper.length > 0)) return true;
  return within[from]?.includes(to) ?? false;
}

/** A file that leads back to itself, with the way there; null when there is none. */
function findCircle(files: readonly string[]): string[] | null {
  const done = new Set<string>();
  const way: string[] = [];
  function visit(file: string): string[] | null {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    way.push(file);
    for (const { target, isFile } of importsOf(file)) {
      const circle = isFile ? visit(target) : null;
      if (circle) return circle;
    }
    way.pop();
    done.add(file);
    return null;
  }
  for (const file of files) {
    const circle = visit(file);
    if (circle) return circle;
  }
  return null;
}

const files = sourceFiles();

describe('who may import whom', () => {
  it('looks at real files', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(900);
    for (const room of [...Object.keys(RULES), ...COMPOSITION]) expect(files.map(roomOf)).toContain(room);
    for (const [room, inner] of Object.entries(ROOMS_WITHIN)) {
      for (const name of Object.keys(inner)) expect(existsSync(`src/${room}/${name}`), `${room}/${name}`).toBe(true);
    }
  });

  it.each(files)('%s imports only what its room may', (file) => {
    const forbidden = importsOf(file).filter((one) => !isAllowed(one));
    expect(forbidden.map(({ isType, target }) => `${isType ? 'type ' : ''}${target}`)).toEqual([]);
  });

  it.each([
    ['qos/person.ts', 'zod', false],
    ['qos/person.ts', '../reports/report.ts', true],
    ['zoom/http/client.ts', '../../storage/redis-kv.ts', true],
    ['zoom/http/client.ts', '../../qos/analyse.ts', false],
    ['zoom/http/client.ts', '../endpoints/schema.ts', false],
    ['messages/report/report.ts', '../../reports/store.ts', false],
    ['messages/text/names.ts', '../report/report.ts', false],
    ['reports/store.ts', 'undici', false],
    ['reports/store.ts', './reading/pages/checkpoint.ts', false],
    ['reports/reading/make-report.ts', '../on-demand/progress.ts', true],
    ['reports/delivery/channel-post-job.ts', '../automatic/recipients.ts', false],
    ['reports/store.ts', '../jobs/bullmq-queue.ts', true],
    ['slack/actions/report-actions.ts', '../../zoom/http/client.ts', false],
    ['slack/actions/report-actions.ts', '../commands/typed-text.ts', false],
    ['storage/redis-kv.ts', '../jobs/bullmq-queue.ts', true],
    ['runtime/sleep.ts', '../errors.ts', false],
    ['somewhere/new.ts', '../errors.ts', false],
  ])('%s would not be let import %s', (file, target, isType) => {
    expect(isAllowed(toImport(file, target, isType))).toBe(false);
  });

  it('has no circle', () => {
    expect(findCircle(files)).toBeNull();
  });
});

describe('what a file may do', () => {
  it.each(files)('%s leaves the process alone', (file) => {
    const text = readSource(file);
    expect(text).not.toMatch(/\bconsole\./);
    if (!ENTRIES.includes(file)) expect(text).not.toMatch(/\bprocess\.(?:env|exit)\b/);
  });

  it('finds what main.ts alone may do', () => {
    for (const entry of ENTRIES) expect(readSource(entry)).toMatch(/\bprocess\.env\b/);
    expect(readSource('main.ts')).toMatch(/\bprocess\.exit\b/);
  });
});

describe('the size of things', () => {
  const folders = ['src', 'sim', 'test'].flatMap((top) => [
    top,
    ...readdirSync(top, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name)),
  ]);
  const filesIn = (folder: string) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());

  it.each(folders.filter((folder) => !(folder in CROWDED)))(`%s holds at most ${MOST_FILES} files`, (folder) => {
    expect(filesIn(folder).length).toBeLessThanOrEqual(MOST_FILES);
  });

  it.each(Object.keys(CROWDED))('%s is still an exception', (folder) => {
    expect(filesIn(folder).length).toBeGreaterThan(MOST_FILES);
  });

  const sources = folders
    .filter((folder) => /^(?:src|sim)\b/.test(folder))
    .flatMap((folder) => filesIn(folder).map(({ name }) => join(folder, name)))
    .filter((path) => /\.tsx?$/.test(path));

  it.each(sources)(`%s has at most ${MOST_LINES} lines`, (path) => {
    expect(readFileSync(path, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_LINES);
  });

  it('has no file or folder called utils, helpers, common, services or index', () => {
    expect(sources.length).toBeGreaterThan(300);
    const named = sources.filter((path) =>
      /(?:^|\/)(?:utils?|helpers?|common|services?|index)(?:\/|\.tsx?$)/.test(path),
    );
    expect(named).toEqual([]);
  });

  it('leaves no room empty', () => {
    for (const folder of folders) expect(readdirSync(folder).length, folder).toBeGreaterThan(0);
  });
});
