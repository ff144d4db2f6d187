import { describe, expect, it } from 'vitest';
import { SAMPLE_IDS, sampleWebinars } from '../../../sim/zoom/samples/sample-webinars.ts';
import { AppError, type Failure } from '../../../src/errors.ts';
import { parseArguments } from '../../../src/first-webinar/arguments.ts';
import { explainError, SummaryError } from '../../../src/first-webinar/explain-error.ts';
import { crowd, startSummaries, webinarOf } from './support.ts';

const SENTENCE = /^[A-Z][^\n]*[^.]\.$/;

function sentenceOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return explainError(error);
  }
  throw new Error('nothing went wrong');
}

describe('what is typed', () => {
  it.each([
    [['932', '0123', '5621'], '93201235621', false],
    [['--json', '932-0123-5621'], '93201235621', true],
    [['https://zoom.us/j/93201235621', '--json'], '93201235621', true],
  ])('may be %j', (words, id, asJson) => {
    expect(parseArguments(words)).toEqual({ webinar: { kind: 'id', id }, asJson });
  });

  it.each([[[]], [['--json']], [['not', 'one']], [['93201235621', '--verbose']], [['x'.repeat(5_000)]]])(
    'may not be %j, which is said in one sentence with the form to use',
    (words) => {
      const said = sentenceOf(() => parseArguments(words));
      expect(said).toMatch(SENTENCE);
      expect(said).toContain('npm run first-webinar -- 932 0123 5621');
      expect(said.length).toBeLessThan(250);
    },
  );
});

describe('what goes wrong', () => {
  const failures: Failure[] = [
    { kind: 'not-found', webinar: '932' },
    { kind: 'too-old' },
    { kind: 'scope-missing', scopes: ['dashboard:read:webinar:admin'] },
    { kind: 'scope-missing', scopes: [] },
    { kind: 'qss-missing' },
    { kind: 'plan-missing', said: 'No permission.' },
    { kind: 'plan-missing' },
    { kind: 'zoom-credentials' },
    { kind: 'zoom-refused', said: 'Never.', status: 418, code: null, check: 'unknown' },
    { kind: 'network', seen: '407, a proxy wants a password' },
    { kind: 'zoom-limited', limit: 'day', retryAt: '2026-01-16T00:00:00Z', peopleRead: 0, peopleExpected: null },
    { kind: 'zoom-unavailable', last: '503', tries: 3, at: '2026-01-15T12:00:00Z', retryAt: null },
    { kind: 'storage-unavailable' },
    { kind: 'no-data', webinar: '932', topic: 'Confidential' },
    { kind: 'internal' },
  ];

  it.each(failures)('is one plain sentence: $kind', (failure) => {
    const said = explainError(new AppError(failure, 'jane@private.example /home/jane'));
    expect(said).toMatch(SENTENCE);
    expect(said).not.toMatch(/jane|Confidential|932/);
  });

  it('is one plain sentence for what nobody thought of, without its text', () => {
    expect(explainError(new Error('jane@private.example'))).toMatch(SENTENCE);
    expect(explainError(new Error('jane@private.example'))).not.toContain('jane');
  });

  it.each([
    [SAMPLE_IDS.running, 'still running'],
    [SAMPLE_IDS.tooOld, 'more than a year ago'],
    ['91111111111', 'no such webinar'],
  ])('is said of the webinar %s', async (id, words) => {
    const { write, zoom } = await startSummaries(webinarOf(crowd()));
    for (const webinar of sampleWebinars(Date.now())) zoom.addWebinar(webinar);
    expect(explainError(await write(false, id).catch((error: unknown) => error))).toContain(words);
  });

  it.each([
    ['not subscribed', { qssSubscribed: false }, 'webinar.participant_qos_summary'],
    ['not ready', { rowsShare: 0 }, 'has no quality data of this webinar'],
    ['another secret', { clientSecret: 'changed' }, 'refuses ZOOM_ACCOUNT_ID'],
    ['the Dashboard off', { dashboardEnabled: false }, 'plan, an add-on or a role is missing; it says: '],
  ] as const)('is said of an account: %s', async (_, settings, words) => {
    const { write, zoom } = await startSummaries(webinarOf(crowd()));
    Object.assign(zoom.settings, settings);
    const error = await write(true).catch((reason: unknown) => reason);
    expect(error instanceof AppError || error instanceof SummaryError).toBe(true);
    expect(explainError(error)).toMatch(SENTENCE);
    expect(explainError(error)).toContain(words);
  });
});
