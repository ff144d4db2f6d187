import { section } from './block-kit/blocks.ts';
import { createMessage, type Message } from './block-kit/message.ts';
import { type Mrkdwn, mrkdwn } from './text/mrkdwn.ts';
import { formatCount } from './text/numbers.ts';
import { sanitizeText } from './text/sanitize.ts';

/** To the person who clicked "Share in channel". */
export function renderShared(): Message {
  return notice(mrkdwn`Shared: everybody in this channel can see the report now.`);
}

/** To the person who clicked it twice. */
export function renderAlreadyShared(): Message {
  return notice(mrkdwn`This report was shared here a moment ago. Look for it at the end of the channel.`);
}

/** @param people rows of the file */
export function renderCsvSent(people: number): Message {
  const rows = people === 1 ? '1 person' : `${formatCount(people)} people`;
  return notice(mrkdwn`Two files are in your conversation with me: one with ${rows}, one with every stream of theirs.`);
}

/** To the person who clicked "Export CSV" again meanwhile. */
export function renderCsvUnderWay(): Message {
  return notice(mrkdwn`These files are on their way already. They come into your conversation with me.`);
}

/** To the person whose file cannot be made now. */
export function renderCsvBusy(): Message {
  return notice(mrkdwn`I am making too many files just now. Click again in a minute.`);
}

/** Another slash command that was pointed at this bot. */
export function renderUnknownCommand(command: string): Message {
  const name = sanitizeText(command, 40);
  return notice(mrkdwn`I don't know ${name || 'that command'}. Type \`/webinar-qos help\` to see what I can do.`);
}

function notice(sentence: Mrkdwn): Message {
  return createMessage(sentence, [section(sentence)]);
}
