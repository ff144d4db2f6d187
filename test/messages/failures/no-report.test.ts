import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/errors.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { type NoReport, renderNoReport } from '../../../src/messages/failures/no-report.ts';
import { buttonsOf, textsOf, withoutOwnTokens, wordsOf } from '../inspect.ts';
import { HOSTILE } from '../samples.ts';

const NOW = Date.UTC(2026, 4, 14, 17);
const webinar = { key: 'Zm9vYmFyYmF6cXV1eA==', webinarId: '93201235621', topic: 'Q3 All-Hands' };
const noData: Failure = { kind: 'no-data', webinar: '93201235621', topic: 'Q3 All-Hands' };
const limited: Failure = {
  kind: 'zoom-limited',
  limit: 'day',
  retryAt: '2026-05-15T00:00:00.000Z',
  peopleRead: 0,
  peopleExpected: 430,
};
const out: Failure = {
  kind: 'zoom-unavailable',
  last: '503',
  tries: 3,
  at: '2026-05-14T16:55:00.000Z',
  retryAt: '2026-05-14T17:05:00.000Z',
};
const render = (given: Partial<NoReport> = {}) =>
  renderNoReport({ webinar, failure: noData, reference: '7F3A', final: true, ...given }, NOW);

describe('the automatic message instead of a report', () => {
  it('names the webinar and says why there is none', () => {
    const { text, blocks } = render();
    expect(text).toMatchInlineSnapshot(
      `"Q3 All-Hands: no quality report. Zoom holds no quality data for “Q3 All-Hands” (932 0123 5621): nobody sent or received sound, video or a screen for long enough. If it ended within the last hour, ask again later."`,
    );
    expect(blocks.map(wordsOf)).toEqual([
      `:white_small_square: *Q3 All-Hands* – ${text.slice('Q3 All-Hands: '.length)}`,
    ]);
    expect(buttonsOf(blocks)).toEqual([]);
  });

  it('says when reading goes on, in the time of the reader', () => {
    const { text, blocks } = render({ failure: limited, final: false });
    expect(text).toMatch(
      /^Q3 All-Hands: no quality report yet\. .*Reading goes on by itself \(15 May 2026, 00:00 UTC\)/,
    );
    expect(wordsOf(blocks[0])).toMatch(/no quality report yet\. .*<!date\^1778803200\^/);
  });

  it('says when Zoom is asked again, while there is a next time', () => {
    expect(render({ failure: out, final: false }).text).toContain(
      'I will try again by myself (14 May 2026, 17:05 UTC)',
    );
  });

  it.each([limited, out])('promises no other try after the last one: $kind', (failure) => {
    const { text } = render({ failure });
    expect(text).toMatch(/no quality report\. /);
    expect(text).not.toMatch(/yet|by itself|by myself/);
  });

  it.each([out, { kind: 'zoom-credentials' } as const, { kind: 'internal' } as const])(
    'carries the reference that the log has, too: $kind',
    (failure) => {
      expect(render({ failure }).text).toContain('Ref 7F3A');
    },
  );

  it.each([
    [{ ...webinar, topic: null }, '932 0123 5621'],
    [{ ...webinar, topic: null, webinarId: null }, 'Zm9vYmFyYmF6cXV1eA=='],
    [{ ...webinar, topic: ' \u200b' }, '932 0123 5621'],
    [{ key: '', webinarId: null, topic: null }, 'unknown number'],
  ])('shows what is known of the webinar, case %#', (known, name) => {
    expect(render({ webinar: known }).text).toMatch(new RegExp(`^${name}: no quality report\\.`));
  });

  it('bears a topic that tries to be more than text', () => {
    const message = render({ webinar: { ...webinar, topic: HOSTILE } });
    expect(findLimitViolations(message)).toEqual([]);
    expect(textsOf(message)).toHaveLength(2);
    for (const { text } of textsOf(message)) {
      expect(text).toContain('∗bold∗ ˍitˍ');
      expect(withoutOwnTokens(text)).not.toMatch(/[<>]|[\r\u2028\u202a-\u202e\u2066-\u2069]/);
      expect(text).not.toMatch(/jane\.doe/);
    }
  });

  it('uses no word of a grade: outside programs read the first one as the verdict', () => {
    for (const failure of [noData, limited, out]) {
      const { text, blocks } = render({ failure });
      expect(text).toMatch(/^Q3 All-Hands: no quality report\. Zoom/);
      expect([text, ...blocks.map(wordsOf)].join('\n')).not.toMatch(/\b(Good|Fair|Poor|Bad)\b/);
    }
  });
});
