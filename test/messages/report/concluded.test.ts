import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/block-kit/message.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderForChannel } from '../../../src/messages/render-content.ts';
import type { ReportHead } from '../../../src/reports/report.ts';
import { buttonsOf, wordsOf } from '../inspect.ts';
import { HOSTILE, sampleHead, sampleSummary } from '../samples.ts';

const NOW = Date.UTC(2026, 4, 14, 17);
const PROMISES = /kept up to date|later for the final|by itself|by myself|\byet\b/i;
const webinar = { key: 'Zm9vYmFyYmF6cXV1eA==', webinarId: '93201235621', topic: 'Q3 All-Hands' };
const preliminary = sampleHead({ state: 'preliminary', participantCount: 900 });
const good = sampleHead({ summary: sampleSummary({ verdict: 'Good' }) });

const render = (head: ReportHead | null, given: Partial<typeof webinar> = {}): Message =>
  renderForChannel({ kind: 'concluded', head, webinar: { ...webinar, ...given } }, NOW);
const noteOf = ({ blocks }: Message, count: number) => blocks.slice(-count).map(wordsOf);

describe('the last form of a message that promised updates', () => {
  it('is the report as it is, with a line that it is no longer updated and how to see more', () => {
    const message = render(preliminary);
    expect(wordsOf(message.blocks[0])).toBe('Webinar quality: Fair (preliminary) – Q3 All-Hands');
    expect(noteOf(message, 2)).toMatchInlineSnapshot(`
      [
        "No longer updated: nobody in this channel is subscribed to this webinar any more.",
        "Preliminary: Zoom may still add people. Refresh shows them.",
      ]
    `);
    expect(message.text).toMatch(
      / · incomplete: 475 of 900 people, read 14 May 2026, 16:30 UTC\. Preliminary: .* No longer updated: nobody in this channel is subscribed to this webinar any more\.$/,
    );
    expect(buttonsOf(message.blocks)).toEqual(
      buttonsOf(renderForChannel({ kind: 'report', head: preliminary }, NOW).blocks),
    );
  });

  it('is one line more for a good webinar', () => {
    const message = render(good);
    expect(message.blocks.map(wordsOf)).toMatchInlineSnapshot(`
      [
        ":white_check_mark: *Q3 All-Hands* – Good. 16 of 416 people (3.8 %) had trouble. Read <!date^1778776200^{date_short_pretty} {time}|14 May 2026, 16:30 UTC>.
      Worst connections (32)",
        "No longer updated: nobody in this channel is subscribed to this webinar any more.",
      ]
    `);
    expect(message.text).toMatch(/^Webinar quality: Good\..* No longer updated: nobody .* any more\.$/);
  });

  it('is a line where no report stood', () => {
    const message = render(null);
    expect(message.text).toMatchInlineSnapshot(
      `"Q3 All-Hands: no quality report. No longer updated: nobody in this channel is subscribed to this webinar any more."`,
    );
    expect(message.blocks.map(wordsOf)).toMatchInlineSnapshot(`
      [
        ":white_small_square: *Q3 All-Hands* – no quality report. No longer updated: nobody in this channel is subscribed to this webinar any more.",
      ]
    `);
  });

  it('says no more than that of a report that has become final meanwhile', () => {
    expect(noteOf(render(sampleHead()), 1)).toEqual([
      'No longer updated: nobody in this channel is subscribed to this webinar any more.',
    ]);
  });

  it.each<[string, ReportHead | null]>([
    ['a report', preliminary],
    ['one line', good],
    ['no report', null],
  ])('promises nothing, and is fit for Slack: %s', (_what, head) => {
    const message = render(head, { topic: HOSTILE });
    expect([message.text, ...message.blocks.map(wordsOf)].join('\n')).not.toMatch(PROMISES);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it('differs from what stood there before, of which the promise is a part', () => {
    expect(noteOf(renderForChannel({ kind: 'report', head: preliminary }, NOW), 1)).toEqual([
      'Preliminary: Zoom may still add people. This message is kept up to date.',
    ]);
  });
});
