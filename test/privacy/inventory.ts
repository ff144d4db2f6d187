import { readFileSync } from 'node:fs';
import { keys } from '../../src/storage/keys.ts';

/** The sections of docs/privacy.md about Redis, by what of a person is in their keys. */
const SECTIONS = {
  names: '### With names of people in webinars',
  userIds: '### With IDs of people in Slack',
  nobody: '### Without anybody',
} as const;
const QUEUE_SECTION = '### The queue';

/** A key family as docs/privacy.md describes it. */
export interface InventoryRow {
  readonly holds: keyof typeof SECTIONS;
  readonly keys: readonly string[];
  /** The longest that is said, with REPORT_TTL_H as given. */
  readonly longestSeconds: number;
}

const SECONDS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  year: 365 * 86_400,
};

const inventory = readFileSync('docs/privacy.md', 'utf8');

function rowsOf(heading: string): string[][] {
  const after = inventory.split(`${heading}\n`)[1];
  if (after === undefined) throw new Error(`docs/privacy.md has no section ${heading}`);
  const section = after.split(/^##/m)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  // Without the names of the columns.
  return rows.slice(1).map((line) => line.split('|').map((cell) => cell.trim()));
}

function codesIn(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** All rows about keys of `src/storage/keys.ts`. */
export function readInventory(reportTtlHours: number): InventoryRow[] {
  // Object.keys forgets which keys there are.
  const kinds = Object.keys(SECTIONS) as (keyof typeof SECTIONS)[];
  return kinds.flatMap((holds) =>
    rowsOf(SECTIONS[holds]).map(([, , names, howLong = '']) => {
      const said = [...howLong.matchAll(/(\d+) (second|minute|hour|day|year)s?\b/g)].map(
        ([, count, unit = '']) => Number(count) * (SECONDS[unit] ?? Number.NaN),
      );
      const ofReports = howLong.includes('REPORT_TTL_H') ? [reportTtlHours * 3_600] : [];
      const lives = ofReports.length === 0 || howLong.includes('at least') ? [...ofReports, ...said] : ofReports;
      return { holds, keys: codesIn(names), longestSeconds: Math.max(...lives) };
    }),
  );
}

/** What the queue's keys are called, as patterns without their prefix. */
export function readQueuePatterns(): Map<string, RegExp> {
  const codes = rowsOf(QUEUE_SECTION).flatMap(([, , names]) => codesIn(names));
  return new Map(
    codes.map((code) => {
      const pattern = escapePattern(code).replaceAll('<n>', String.raw`\d+`).replaceAll('<id>', '.+');
      return [code, new RegExp(`^${pattern}$`)];
    }),
  );
}

export type KeyName = keyof typeof keys;

/** Parts of keys that are not any text: what else would fit two families. */
const PARTS: Partial<Record<KeyName, readonly string[]>> = {
  readsOfMinute: [String.raw`[UW]\w+`, String.raw`\d{6,}`],
  readsOfDay: [String.raw`[UW]\w+`, String.raw`\d{4}-\d\d-\d\d`],
  channelPost: ['.+', '[^:]+'],
  pendingRequest: ['[^:]+'],
  lookUp: ['[^:]+'],
};
const MARK = 'ARGUMENT';

/** Where a key of the store belongs, by what `src/storage/keys.ts` makes of any parts. */
export function createKeyNamer(): (key: string) => KeyName | null {
  // Object.keys forgets which keys there are.
  const names = Object.keys(keys) as KeyName[];
  const patterns = names.map((name) => [name, patternOf(name)] as const);
  return (key) => {
    const fitting = patterns.filter(([, pattern]) => pattern.test(key)).map(([name]) => name);
    if (fitting.length > 1) throw new Error(`${key} may be any of ${fitting.join(', ')}`);
    return fitting[0] ?? null;
  };
}

function patternOf(name: KeyName): RegExp {
  const made = keys[name];
  if (typeof made !== 'function') return new RegExp(`^${escapePattern(made.name)}$`);
  // Whatever kind of parts they want, they are written into a text.
  const make = made as (...parts: string[]) => { readonly name: string };
  const marks = Array.from({ length: make.length }, (_, index) => `${MARK}${index}`);
  const pattern = marks.reduce(
    (text, mark, index) => text.replace(mark, () => PARTS[name]?.[index] ?? '.+'),
    escapePattern(make(...marks).name),
  );
  return new RegExp(`^${pattern}$`);
}

function escapePattern(text: string): string {
  return text.replace(/[^\w<>]/g, String.raw`\$&`);
}
