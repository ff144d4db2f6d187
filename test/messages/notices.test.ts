import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../src/messages/block-kit/slack-limits.ts';
import { renderHelp } from '../../src/messages/help.ts';
import {
  renderAlreadyShared,
  renderCsvBusy,
  renderCsvSent,
  renderCsvUnderWay,
  renderShared,
  renderUnknownCommand,
} from '../../src/messages/notices.ts';
import { wordsOf } from './inspect.ts';

describe('notices', () => {
  it.each([
    [renderShared(), 'Shared: everybody in this channel can see the report now.'],
    [renderAlreadyShared(), 'This report was shared here a moment ago. Look for it at the end of the channel.'],
    [renderCsvUnderWay(), 'This CSV file is on its way already. It comes into your direct messages with this bot.'],
    [renderCsvBusy(), 'Too many CSV files are being made just now. Click again in a minute.'],
    [renderCsvSent(1), 'The CSV file with 1 person is in your direct messages with this bot.'],
    [renderCsvSent(1234), 'The CSV file with 1,234 people is in your direct messages with this bot.'],
    [renderUnknownCommand('/other'), 'This bot does not know /other. Type `/webinar-qos help` to see what it can do.'],
    [renderUnknownCommand(''), 'This bot does not know that command. Type `/webinar-qos help` to see what it can do.'],
  ])('are one sentence, case %#', (message, text) => {
    expect(message.text).toBe(text);
    expect(message.blocks.map(wordsOf)).toEqual([text]);
    expect(findLimitViolations(message)).toEqual([]);
  });
});

describe('the help', () => {
  it('shows how to ask and what the grades mean', () => {
    const message = renderHelp();
    expect(message.blocks.map(wordsOf).join('\n---\n')).toMatchInlineSnapshot(`
      "Who had a poor connection, and why?
      ---
      \`/webinar-qos 932 0123 5621\` – the report of a webinar's latest run. Only you see it, until you share it.
      A Zoom link, or the UUID of one occurrence, works in place of the ID.
      \`/webinar-qos 932 0123 5621 fresh\` – read everything again from Zoom.
      \`/webinar-qos help\` – this page.
      ---
      *By itself, when a webinar ends:*
      \`/webinar-qos subscribe\` – the report of every webinar, posted in this channel.
      \`… subscribe 932 0123 5621\`, \`… subscribe topic: all-hands\`, \`… subscribe host: jane@example.com\` – of some.
      Behind each: \`only fair\`, \`only poor\` or \`only bad\` – when it was that bad or worse; \`in #channel\` – in another channel.
      \`/webinar-qos unsubscribe …\` takes one back, \`unsubscribe everything\` all of the channel; \`/webinar-qos subscriptions\` lists them.
      ---
      *Grades:* :white_check_mark: Good · :small_orange_diamond: Fair · :warning: Poor · :octagonal_sign: Bad
      Limits for Fair/Poor/Bad: audio loss 2/5/10 %, video and screen share loss 2/5/15 %, latency 150/300/500 ms, jitter 30/60/100 ms. Averages decide, audio counts most, and a spike alone gives at most Fair.
      Presenters are graded by what they send, attendees by everything. Stays under a minute are not graded.
      ---
      Grades are this bot's own, not Zoom's. QSS data is sampled in another way than Zoom's dashboard, so the two differ. Latency is a round trip; MOS is estimated."
    `);
    expect(message.text).toContain('/webinar-qos 932 0123 5621');
    expect(findLimitViolations(message)).toEqual([]);
  });
});
