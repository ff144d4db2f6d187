import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom. A folder may always import itself. `types` entries only with `import type`. */
const RULES: Readonly<
  Record<string, { values: string[]; types: string[]; packages: string[]; packageTypes: string[] }>
> = {
  runtime: { values: [], types: [], packages: ['node'], packageTypes: [] },
  qos: { values: [], types: [], packages: [], packageTypes: [] },
  webinar: { values: ['errors'], types: ['qos'], packages: ['zod'], packageTypes: [] },
  storage: {
    values: ['errors', 'runtime'],
    types: ['logger'],
    packages: ['ioredis', 'zod', 'node'],
    packageTypes: [],
  },
  jobs: {
    values: ['errors', 'runtime', 'webinar'],
    types: ['logger'],
    packages: ['bullmq', 'ioredis', 'zod', 'node'],
    packageTypes: [],
  },
  reports: {
    values: ['qos', 'errors', 'webinar', 'storage', 'jobs', 'runtime'],
    types: ['logger'],
    packages: ['zod'],
    packageTypes: [],
  },
  messages: {
    values: ['qos', 'errors'],
    types: ['reports'],
    packages: ['zod'],
    packageTypes: ['@slack/types'],
  },
  zoom: {
    values: ['errors', 'runtime', 'webinar', 'storage/kv'],
    types: ['qos', 'logger'],
    packages: ['zod', 'undici', 'node'],
    packageTypes: [],
  },
  slack: {
    values: ['reports', 'messages', 'errors', 'webinar', 'storage', 'runtime'],
    types: ['logger', 'qos'],
    packages: ['@slack/bolt', '@slack/web-api', 'csv-stringify', 'zod', 'node'],
    packageTypes: ['@slack/types'],
  },
  http: { values: ['runtime'], types: ['logger'], packages: [], packageTypes: ['prom-client', 'node'] },
  errors: { values: [], types: [], packages: ['zod'], packageTypes: [] },
  logger: { values: [], types: [], packages: ['pino'], packageTypes: [] },
  metrics: { values: [], types: [], packages: ['prom-client'], packageTypes: [] },
  config: { values: ['logger'], types: [], packages: ['zod'], packageTypes: [] },
};
/** The places that put everything together. */
const COMPOSITION = ['app', 'compose', 'main'];

const SRC = join(import.meta.dirname, '..', 'src');

interface Import {
  readonly file: string;
  readonly isType: boolean;
  readonly target: string;
}

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const pattern = /^\s*(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)'/gm;
  const dynamic = /\bimport\(\s*'([^']+)'/g;
  return [
    ...[...text.matchAll(pattern)].map(([, type, names = '', target = '']) => ({
      file,
      isType: type !== undefined || (/^\{.*\}$/s.test(names) && onlyTypes(names)),
      target,
    })),
    ...[...text.matchAll(dynamic)].map(([, target = '']) => ({ file, isType: false, target })),
  ];
}

function onlyTypes(names: string): boolean {
  return names
    .slice(1, -1)
    .split(',')
    .filter((name) => name.trim() !== '')
    .every((name) => name.trim().startsWith('type '));
}

/** `qos/person.ts` → `qos`, `errors.ts` → `errors`. */
function areaOf(path: string): string {
  return path.replace(/\.ts$/, '').split('/')[0] ?? '';
}

function isAllowed({ file, isType, target }: Import): boolean {
  const area = areaOf(file);
  if (COMPOSITION.includes(area)) return true;
  const rule = RULES[area];
  if (!rule) return false;
  if (!target.startsWith('.')) {
    const name = target.startsWith('node:')
      ? 'node'
      : target
          .split('/')
          .slice(0, target.startsWith('@') ? 2 : 1)
          .join('/');
    return rule.packages.includes(name) || (isType && rule.packageTypes.includes(name));
  }
  const path = normalize(join(dirname(file), target)).replace(/\.ts$/, '');
  if (areaOf(path) === area) return true;
  const covers = (allowed: string) => path === allowed || path.startsWith(`${allowed}/`);
  return rule.values.some(covers) || (isType && rule.types.some(covers));
}

describe('who may import whom', () => {
  const files = sourceFiles();

  it('looks at real files', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(100);
  });

  it.each(files)('%s imports only what its folder may', (file) => {
    const forbidden = importsOf(file).filter((one) => !isAllowed(one));
    expect(forbidden.map(({ isType, target }) => `${isType ? 'type ' : ''}${target}`)).toEqual([]);
  });

  it.each([
    { file: 'qos/person.ts', isType: false, target: 'zod' },
    { file: 'qos/person.ts', isType: true, target: '../reports/report.ts' },
    { file: 'zoom/http/client.ts', isType: true, target: '../../storage/redis-kv.ts' },
    { file: 'zoom/http/client.ts', isType: false, target: '../../qos/analyse.ts' },
    { file: 'messages/report/report.ts', isType: false, target: '../../reports/store.ts' },
    { file: 'reports/store.ts', isType: false, target: 'undici' },
    { file: 'slack/actions/report-actions.ts', isType: false, target: '../../zoom/http/client.ts' },
    { file: 'storage/redis-kv.ts', isType: true, target: '../jobs/bullmq-queue.ts' },
  ])('would refuse $target in $file', (one) => {
    expect(isAllowed(one)).toBe(false);
  });

  it('keeps process.env and process.exit in main.ts, and console nowhere', () => {
    for (const file of files) {
      const text = readFileSync(join(SRC, file), 'utf8');
      expect(text, file).not.toMatch(/\bconsole\./);
      if (file !== 'main.ts') expect(text, file).not.toMatch(/\bprocess\.(?:env|exit)\b/);
    }
  });

  it('has no file over 250 lines and none called utils, helpers, common or index', () => {
    for (const file of files) {
      expect(readFileSync(join(SRC, file), 'utf8').split('\n').length, file).toBeLessThanOrEqual(251);
      expect(file).not.toMatch(/(?:^|\/)(?:utils?|helpers?|common|index)(?:\/|\.ts$)/);
    }
  });
});
