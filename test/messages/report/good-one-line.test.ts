import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { isGoodOneLine, renderGoodOneLine } from '../../../src/messages/report/good-one-line.ts';
import { buttonsOf, wordsOf } from '../inspect.ts';
import { sampleHead, sampleSummary } from '../samples.ts';

const good = sampleHead({
  summary: sampleSummary({
    verdict: 'Good',
    decidedBy: 'both',
    affected: 3,
    audience: { grade: 'Good', graded: 412, affected: 3, impaired: 6, good: 405, fair: 4, poor: 3, bad: 0 },
  }),
});

describe('the automatic message about a good webinar', () => {
  it('is one line with one button', () => {
    const message = renderGoodOneLine(good);
    expect(message.text).toMatchInlineSnapshot(
      `"Webinar quality: Good. Q3 All-Hands. Presenters were fine. 3 of 412 attendees (0.7 %) had trouble hearing or watching. 14 May 2026, 15:00 UTC, for 1 h 4 min · complete data from Zoom, read 14 May 2026, 16:30 UTC."`,
    );
    expect(message.blocks.map(wordsOf)).toEqual([
      ':white_check_mark: *Q3 All-Hands* – Good. 3 of 416 people (0.7 %) had trouble. Read <!date^1778776200^{date_short_pretty} {time}|14 May 2026, 16:30 UTC>.\nWorst connections (32)',
    ]);
    expect(buttonsOf(message.blocks).map(({ action }) => action)).toEqual(['report.list.severity']);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it('says when a few of the people did not send anything, or Zoom counted none', () => {
    const { text, blocks } = renderGoodOneLine({ ...good, participantCount: 480 });
    expect(text).toMatch(/ · complete data from Zoom, 475 of 480 people, read 14 May 2026, 16:30 UTC\.$/);
    expect(blocks.map(wordsOf).slice(1)).toEqual([
      expect.stringMatching(/^complete data from Zoom, 475 of 480 people, read <!date/),
    ]);
    const unknown = renderGoodOneLine({ ...good, participantCount: null });
    expect(wordsOf(unknown.blocks[1])).toContain('its count of people is unknown, two reads agree');
  });

  it('counts without percentages where there are few, and one person as one', () => {
    const line = (graded: number, affected = 0) => {
      const { blocks } = renderGoodOneLine({ ...good, summary: { ...good.summary, graded, affected } });
      return wordsOf(blocks[0]).split(' Read ')[0];
    };
    expect(line(10)).toBe(':white_check_mark: *Q3 All-Hands* – Good. None of 10 people had trouble.');
    expect(line(1)).toBe(':white_check_mark: *Q3 All-Hands* – Good. The one person there had no trouble.');
    expect(line(9, 1)).toBe(':white_check_mark: *Q3 All-Hands* – Good. 1 of 9 people had trouble.');
    expect(line(1, 1)).toBe(':white_check_mark: *Q3 All-Hands* – Good. 1 of 1 person had trouble.');
  });

  it.each(['preliminary', 'incomplete', 'unconfirmed', 'live'] as const)('is not for one that is %s', (state) => {
    expect(isGoodOneLine(good)).toBe(true);
    expect(isGoodOneLine({ ...good, state })).toBe(false);
    expect(isGoodOneLine({ ...good, summary: sampleSummary() })).toBe(false);
    expect(isGoodOneLine({ ...good, summary: { ...good.summary, limitedData: true } })).toBe(false);
  });
});
