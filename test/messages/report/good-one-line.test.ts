import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderGoodOneLine } from '../../../src/messages/report/good-one-line.ts';
import { buttonsOf, wordsOf } from '../inspect.ts';
import { sampleHead, sampleSummary } from '../samples.ts';

const good = sampleHead({
  summary: sampleSummary({
    verdict: 'Good',
    decidedBy: 'both',
    affected: 3,
    audience: { grade: 'Good', graded: 412, affected: 3, good: 405, fair: 4, poor: 3, bad: 0 },
  }),
});

describe('the automatic message about a good webinar', () => {
  it('is one line with one button', () => {
    const message = renderGoodOneLine(good);
    expect(message.text).toMatchInlineSnapshot(
      `"Webinar quality: Good. Q3 All-Hands. Presenters were fine; 3 of 412 graded attendees (0.7 %) had a poor or bad connection. 14 May 2026, 15:00 UTC, for 1 h 4 min · Zoom QSS summary, final."`,
    );
    expect(message.blocks.map(wordsOf)).toEqual([
      ':white_check_mark: *Q3 All-Hands* – Good. 3 of 416 (0.7 %) affected.\nWorst connections (32)',
    ]);
    expect(buttonsOf(message.blocks).map(({ action }) => action)).toEqual(['report.list.severity']);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it('says when it rests on less than everybody', () => {
    const { text, blocks } = renderGoodOneLine({ ...good, participantCount: 500 });
    expect(text).toMatch(/ · Zoom QSS summary, final · 475 of 500 people\.$/);
    expect(blocks.map(wordsOf).slice(1)).toEqual(['Zoom QSS summary, final · 475 of 500 people']);
  });

  it('counts without percentages where there are few, or nobody', () => {
    const line = (graded: number) => {
      const { blocks } = renderGoodOneLine({ ...good, summary: { ...good.summary, graded, affected: 0 } });
      return wordsOf(blocks[0]).split('\n')[0];
    };
    expect(line(10)).toBe(':white_check_mark: *Q3 All-Hands* – Good. 0 of 10 (0 %) affected.');
    expect(line(9)).toBe(':white_check_mark: *Q3 All-Hands* – Good. 0 of 9 affected.');
    expect(line(0)).toBe(':white_check_mark: *Q3 All-Hands* – Good. 0 of 0 affected.');
  });

  it('says when it is preliminary', () => {
    const { text, blocks } = renderGoodOneLine({ ...good, state: 'preliminary' });
    expect(text).toMatch(/^Webinar quality: Good \(preliminary\)\./);
    expect(wordsOf(blocks[1])).toBe('Zoom QSS summary, preliminary');
  });
});
