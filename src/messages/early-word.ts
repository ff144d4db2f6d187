import type { Content } from '../reports/delivery/content.ts';
import { context, section } from './block-kit/blocks.ts';
import { createMessage, type Message } from './block-kit/message.ts';
import { labelWords } from './quality/label-words.ts';
import { mrkdwn } from './text/mrkdwn.ts';
import { formatCount } from './text/numbers.ts';
import { quotedWebinar } from './webinar-words.ts';

/** What Zoom itself says of the sound, while a long read goes on. Zoom's word, not the bot's. */
export function renderEarlyWord({
  webinar,
  topic,
  labels,
  secondsLeft,
}: Extract<Content, { kind: 'early-word' }>): Message {
  const sentence = `Zoom's own labels are in: ${labelWords(labels)}. The full report needs about ${durationWords(secondsLeft)}; I post it here.`;
  const name = quotedWebinar(webinar, topic);
  return createMessage(mrkdwn`${sentence} Reading ${name}.`, [
    section(mrkdwn`${sentence}`),
    context([`Reading ${name}`]),
  ]);
}

function durationWords(seconds: number): string {
  if (seconds < 55) return `${Math.max(1, Math.ceil(seconds / 10)) * 10} seconds`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes === 1 ? 'a minute' : `${formatCount(minutes)} minutes`;
}
