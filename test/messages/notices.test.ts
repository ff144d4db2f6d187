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
    [renderCsvUnderWay(), 'These files are on their way already. They come into your conversation with me.'],
    [renderCsvBusy(), 'I am making too many files just now. Click again in a minute.'],
    [
      renderCsvSent(1),
      'Two files are in your conversation with me: one with 1 person, one with every stream of theirs.',
    ],
    [
      renderCsvSent(1234),
      'Two files are in your conversation with me: one with 1,234 people, one with every stream of theirs.',
    ],
    [renderUnknownCommand('/other'), "I don't know /other. Type `/webinar-qos help` to see what I can do."],
    [renderUnknownCommand(''), "I don't know that command. Type `/webinar-qos help` to see what I can do."],
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
      A Zoom link works in place of the ID, and so does the long ID of one run.
      \`/webinar-qos 932 0123 5621 fresh\` – read everything again from Zoom.
      \`/webinar-qos 932 0123 5621 find jane\` – how it was for Jane; a part of the name is enough.
      \`/webinar-qos help\` – this page.
      ---
      *By itself, when a webinar ends:*
      \`/webinar-qos subscribe\` – the report of every webinar, posted in this channel.
      \`… subscribe 932 0123 5621\`, \`… subscribe topic: all-hands\`, \`… subscribe host: jane@example.com\` – some webinars only.
      \`/webinar-qos subscribe live\` – warnings while a webinar runs, too; with \`to me\` they come to you alone.
      Add \`only fair\`, \`only poor\` or \`only bad\` to hear of nothing better, \`in #channel\` for another channel.
      \`/webinar-qos unsubscribe …\` takes one back, \`unsubscribe everything\` all of the channel; \`/webinar-qos subscriptions\` lists them.
      ---
      *Grades:* :white_check_mark: Good · :small_orange_diamond: Fair · :warning: Poor · :octagonal_sign: Bad
      Lost sound: Fair from 2 %, Poor from 5 %, Bad from 10 %
      Lost shared screen: Fair from 2.5 %, Poor from 8.5 %, Bad from 22.9 %
      Lost video: Fair from 3.3 %, Poor from 13.6 %
      Delay there and back, for those who speak: Fair from 150 ms, Poor from 300 ms, Bad from 500 ms
      The average decides, the sound counts most, and a bad moment alone gives at most Fair.
      ---
      Presenters are graded by what they send, attendees by what they receive; muted microphones and stays under a minute are not graded. A connection that breaks off is Fair, three times Poor. The grades are my own and may differ from Zoom’s."
    `);
    expect(message.text).toContain('/webinar-qos 932 0123 5621');
    expect(findLimitViolations(message)).toEqual([]);
  });
});
