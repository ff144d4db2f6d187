import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Failure } from '../src/errors.ts';
import { CATALOG } from '../src/jobs/catalog.ts';
import { keys } from '../src/storage/keys.ts';
import { everyMetric } from './monitoring/every-metric.ts';

const DOCUMENTS = ['.', 'docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => normalize(join(folder, name))),
);

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

function readPackage() {
  const Package = z.object({ version: z.string(), scripts: z.record(z.string(), z.string()) });
  return Package.parse(JSON.parse(read('package.json')));
}

/** The text between this heading and the next one of its kind. */
function sectionOf(path: string, heading: string): string {
  const section = read(path)
    .split(/^## /m)
    .find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`${path} has no section ${heading}`);
  return section;
}

/** What stands in backticks in the first column of a section's tables, each once. */
function firstColumn(section: string): string[] {
  const cells = [...section.matchAll(/^ *\| ([^|]+) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));
}

/** As GitHub names headings. */
function anchorsOf(path: string): string[] {
  const prose = read(path).replace(/^```.*?^```/gms, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

interface Link {
  readonly document: string;
  readonly target: string;
}

function linksOf(document: string): Link[] {
  const prose = read(document).replace(/^```.*?^```/gms, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ document, target }))
    .filter(({ target }) => !/^https?:/.test(target));
}

/** What is wrong with a link; null when it leads somewhere. */
function faultOf({ document, target }: Link): string | null {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? document : normalize(join(dirname(document), file));
  if (!existsSync(path)) return `${document}: there is no ${target}`;
  return anchor === undefined || anchorsOf(path).includes(anchor) ? null : `${document}: no heading for ${target}`;
}

describe('the documents', () => {
  it('are all there', () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/setup.md', 'docs/runbook.md']),
    );
  });

  it('link to files and headings that exist', () => {
    const links = DOCUMENTS.flatMap(linksOf);
    expect(links.length).toBeGreaterThan(50);
    expect(links.flatMap((link) => faultOf(link) ?? [])).toEqual([]);
  });

  it.each(['no-such-file.md', 'setup.md#no-such-heading', '#neither'])('would not link to %s', (target) => {
    expect(faultOf({ document: 'docs/runbook.md', target })).not.toBeNull();
  });

  it('name npm scripts that exist', () => {
    const { scripts } = readPackage();
    const named = DOCUMENTS.flatMap((path) => [...read(path).matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)]).map(
      ([, script, short]) => script ?? short ?? '',
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    expect(named).toEqual(expect.arrayContaining(['demo', 'test', 'start']));
  });

  it('are started by the image as by npm start', () => {
    const command = /^CMD (\[.*\])$/m.exec(read('Dockerfile'))?.[1] ?? '[]';
    expect(['exec', ...JSON.parse(command)].join(' ')).toBe(readPackage().scripts.start);
  });

  it('say what is new in the version of package.json', () => {
    const { version } = readPackage();
    expect(read('CHANGELOG.md')).toMatch(new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b`, 'm'));
  });
});

describe('docs/runbook.md', () => {
  it('explains every metric, once, and speaks of no other', async () => {
    const names = (await everyMetric()).map(({ name }) => name);
    const section = sectionOf('docs/runbook.md', 'Metrics');
    const explained = firstColumn(section).filter((name) => name.startsWith('webinar_qos_'));
    expect(explained.toSorted()).toEqual(names.toSorted());
    const spokenOf = DOCUMENTS.flatMap((path) => read(path).match(/\bwebinar_qos_\w+/g) ?? []);
    expect(spokenOf.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('speaks of no job but those of the catalog', () => {
    const named = [...read('docs/runbook.md').matchAll(/webinar_qos_jobs_total\{name="([^"]+)"/g)].map(
      ([, name = '']) => name,
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !Object.hasOwn(CATALOG, name))).toEqual([]);
  });

  it('explains every kind of failure, once, and no other', () => {
    const kinds: string[] = Failure.options.map(({ shape }) => shape.kind.value);
    const explained = firstColumn(sectionOf('docs/runbook.md', 'Failures by kind')).filter(
      (code) => code !== 'failure',
    );
    expect(explained.toSorted()).toEqual(kinds.toSorted());
  });
});

describe('docs/architecture.md', () => {
  it('says what every key holds, once, and of no other', () => {
    const explained = firstColumn(sectionOf('docs/architecture.md', 'What is kept')).filter((code) => code !== 'keys');
    expect(explained.toSorted()).toEqual(Object.keys(keys).toSorted());
  });

  it('names every job', () => {
    const text = read('docs/architecture.md');
    for (const name of Object.keys(CATALOG)) expect(text).toContain(`\`${name}\``);
  });
});

describe('docs/decisions', () => {
  const records = readdirSync('docs/decisions').filter((name) => name !== 'README.md');

  it('are numbered without a gap, the number also in the title', () => {
    const numbers = records.map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]));
    expect(records.length).toBeGreaterThan(5);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(records.map((_, index) => index + 1));
    for (const [index, name] of records.entries()) {
      expect(read(`docs/decisions/${name}`), name).toMatch(new RegExp(`^# ${numbers[index]}\\. \\S`));
    }
  });

  it('are listed, by their titles', () => {
    const rows = [...read('docs/decisions/README.md').matchAll(/^\| \[\d{4}\]\(.+$/gm)].map(([row]) => row);
    const expected = records.map((name) => {
      const [, title] = /^# \d+\. (.+)$/m.exec(read(`docs/decisions/${name}`)) ?? [];
      return `| [${name.slice(0, 4)}](${name}) | ${title} |`;
    });
    expect(rows.map((row) => row.split(' |').slice(0, 2).join(' |').concat(' |')).toSorted()).toEqual(
      expected.toSorted(),
    );
  });
});
