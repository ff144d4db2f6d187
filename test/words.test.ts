import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Words of our own that were given up for the field's; docs/architecture.md has the glossary. */
const BANNED: readonly { readonly word: RegExp; readonly instead: string }[] = [
  { word: /courier/i, instead: 'messenger' },
  { word: /SlackSender|\bsender\.(?:respond|post|update)/, instead: 'messenger' },
  { word: /waiters?(?![a-z])|waitingList/i, instead: 'pending request, requester' },
  { word: /(?<!un|all|is)settl(?:e|es|ing|ement)\b|\bis settled\b/i, instead: 'automatic report, completeness' },
  { word: /postpon/i, instead: 'retry, next try' },
  { word: /\bpatien(?:t|ce)/i, instead: 'retry' },
  { word: /\bpac(?:e|es|ed|ing)\b|createPace/i, instead: 'rate limiter' },
  { word: /\blanes?\b|[a-z]Lane\b/, instead: 'permits, slots' },
  { word: /\bspares?\b|spareSlot/i, instead: 'reserved permit' },
  { word: /day.?block/i, instead: 'quota block' },
  { word: /\bbudget\b/i, instead: 'daily quota' },
  { word: /once-more|onceMore/, instead: 'retry' },
  { word: /in-time\b|\binTime\b|settledWithin(?<!isSettledWithin)/, instead: 'withTimeout' },
  { word: /createAudience|AudienceChannel/, instead: 'recipients' },
  { word: /\bforeign\b/i, instead: 'text from outside; sanitize' },
  { word: /\binert\b|\bdisarm/i, instead: 'neutralise' },
  { word: /SlackIdentity|identity\.ref/, instead: 'token health' },
  { word: /bears? (?:being|to be) (?:run|called) (?:twice|again)|must bear that/i, instead: 'idempotent' },
  { word: /qos:v1/, instead: 'qos:v2' },
];

/** Where an old word has to stand, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/storage/carry-over.ts': 'knows the keys of version 1',
  'src/jobs/upgrade-job.ts': 'knows the jobs of version 1',
  'docs/architecture.md': 'its glossary lists the words that are not used',
};

function textFiles(): string[] {
  return ['src', 'sim', 'docs', 'bench'].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' })
      .map((name) => join(top, name))
      .filter((path) => /\.(?:tsx?|md)$/.test(path)),
  );
}

/** Each line that holds one, with the word to use. */
function findBanned(text: string): string[] {
  return text.split('\n').flatMap((line) =>
    BANNED.flatMap(({ word, instead }) => {
      const found = word.exec(line)?.[0];
      return found === undefined ? [] : [`“${found}” → ${instead}: ${line.trim().slice(0, 120)}`];
    }),
  );
}

describe('the words', () => {
  const files = textFiles();

  it('are looked for in real files', () => {
    expect(files.length).toBeGreaterThan(350);
  });

  it.each(files.filter((path) => !(path in EXCEPTIONS)))('of %s are the standard ones', (path) => {
    expect([...findBanned(path), ...findBanned(readFileSync(path, 'utf8'))]).toEqual([]);
  });

  it.each(Object.keys(EXCEPTIONS))('of %s still need their exception', (path) => {
    expect(findBanned(readFileSync(path, 'utf8'))).not.toEqual([]);
  });

  it.each([
    'const courier = createCourier()',
    'a job "settle" is stored',
    'the waiter waits in a lane at its own pace',
    'postponed until midnight',
    'import { onceMore } from "./once-more.ts"',
    'makes foreign text inert',
  ])('would be refused in: %s', (line) => {
    expect(findBanned(line)).not.toEqual([]);
  });
});
