import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderWorseReply } from '../../../src/messages/report/worse-reply.ts';
import { buttonsOf, textsOf, withoutOwnTokens, wordsOf } from '../inspect.ts';
import { HOSTILE, sampleHead, sampleSummary } from '../samples.ts';

const bad = sampleHead({ summary: sampleSummary({ verdict: 'Bad' }) });

describe('the reply to a report that has become worse', () => {
  it('is one sentence with the new verdict and its reason', () => {
    const message = renderWorseReply(bad);
    expect(message.text).toMatchInlineSnapshot(
      `"With more of Zoom's data Q3 All-Hands is now Bad. Presenters were fine. 16 of 412 attendees (3.9 %) had trouble hearing or watching, 7 of them badly."`,
    );
    expect(message.blocks.map(wordsOf)).toMatchInlineSnapshot(`
      [
        ":octagonal_sign: With more of Zoom's data the verdict is now *Bad*. Presenters were fine. 16 of 412 attendees (3.9 %) had trouble hearing or watching, 7 of them badly.",
      ]
    `);
    expect(buttonsOf(message.blocks)).toEqual([]);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it.each(['Fair', 'Poor', 'Bad'] as const)('tells %s by word and mark, and no other grade first', (verdict) => {
    const { text, blocks } = renderWorseReply({ ...bad, summary: { ...bad.summary, verdict } });
    expect(/\b(Good|Fair|Poor|Bad)\b/.exec(text)?.[1]).toBe(verdict);
    expect(wordsOf(blocks[0])).toContain(`*${verdict}*`);
  });

  it('never calls a final report unfinished', () => {
    const { text, blocks } = renderWorseReply(bad);
    for (const words of [text, ...blocks.map(wordsOf)]) {
      expect(words).toMatch(/^(?::octagonal_sign: )?With more of Zoom's data .+ is now \*?Bad\*?\. /);
      expect(words).not.toMatch(/preliminary|provisional|so far|not final/);
    }
  });

  it('bears a topic that tries to be more than text', () => {
    const message = renderWorseReply({ ...bad, topic: HOSTILE });
    expect(findLimitViolations(message)).toEqual([]);
    expect(message.text).toContain("With more of Zoom's data ∗bold∗ ˍitˍ");
    for (const { text } of textsOf(message)) expect(withoutOwnTokens(text)).not.toMatch(/[<>\r\u2028\u202e]/);
  });
});
