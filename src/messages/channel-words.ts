import { type Mrkdwn, mrkdwn } from './text/mrkdwn.ts';
import { sanitizeText } from './text/sanitize.ts';

/** A link to the channel for an ID: it notifies nobody. `channel` is an ID or a name, blank when unknown. */
export function channelWords(channel: string): Mrkdwn {
  if (/^[CG][A-Z0-9]{2,20}$/.test(channel)) return { mrkdwn: `<#${channel}>` };
  const name = sanitizeText(channel.replace(/^#/, ''), 80);
  return name === '' || /^D[A-Z0-9]{2,}$/.test(name) ? mrkdwn`this conversation` : mrkdwn`#${name}`;
}

/** Under a message that promised updates before everybody in its channel had unsubscribed. */
export const NO_LONGER_UPDATED = 'No longer updated: nobody in this channel is subscribed to this webinar any more.';
