import type { Failure } from '../../errors.ts';
import { formatDuration } from '../text/dates.ts';
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { sanitizeText } from '../text/sanitize.ts';
import { quotedWebinar } from '../webinar-words.ts';
import { accessWords } from './access-words.ts';
import { badSubscriptionWords } from './bad-subscription-words.ts';
import { channelRefusalWords } from './channel-refusal-words.ts';
import { quotaWords } from './quota-words.ts';
import { storageWords } from './storage-words.ts';
import { isZoomTrouble, zoomTroubleWords } from './zoom-trouble-words.ts';

const EXAMPLE = mrkdwn`Use the 9 to 11 digits from the invitation, as in \`/webinar-qos 932 0123 5621\`, or paste the Zoom link.`;
/** A read that was asked for less than this ago is not repeated. */
const FRESH_AFTER_SECONDS = 60;
/** What somebody typed who meant a UUID. */
const LIKE_UUID = /^[\w+/-]{1,100}={1,2}$/;

type ShowTime = (iso: string) => Mrkdwn;

/**
 * The sentence for each failure: what happened, why, and what to do. Only what is really tried again is promised, with its
 * time.
 * @param showTime a date token for blocks, UTC for the top-level text
 */
export function explainFailure(
  failure: Failure,
  { reference, now, canNotify }: { reference: string; now: number; canNotify?: boolean },
  showTime: ShowTime,
): Mrkdwn {
  const ref = mrkdwn`Ref ${sanitizeText(reference, 40)}`;
  if (isZoomTrouble(failure)) return zoomTroubleWords(failure, ref, showTime);
  switch (failure.kind) {
    case 'bad-id': {
      const input = sanitizeText(failure.input, 60);
      const hint = LIKE_UUID.test(input) ? mrkdwn`The UUID of a webinar has 24 characters. ` : mrkdwn``;
      return mrkdwn`${input === '' ? 'That' : `“${input}”`} is not a webinar ID. ${hint}${EXAMPLE}`;
    }
    case 'registration-link':
      return mrkdwn`This link carries a registration token, which is not the webinar ID. ${EXAMPLE}`;
    case 'not-found': {
      const next = mayPostAtEnd(failure, canNotify) ? ' I can post the report here then.' : '';
      return mrkdwn`I can't find an ended ${quotedWebinar(failure.webinar, null)} on this account. Check the digits; if it is still running, its data comes after the end.${next}`;
    }
    case 'still-running': {
      const next = mayPostAtEnd(failure, canNotify)
        ? 'Ask again then, or let me post the report here.'
        : 'Ask again then.';
      return mrkdwn`${capital(quotedWebinar(failure.webinar, failure.topic))} has not ended yet, as far as Zoom says. Its data comes a few minutes after the end. ${next}`;
    }
    case 'too-early': {
      const ended = formatDuration(Math.max(0, now - Date.parse(failure.endedAt)) / 1000 || 0);
      const next =
        failure.nextReadAt === null
          ? mrkdwn`I have stopped looking; ask again later.`
          : mrkdwn`I will try again by myself (${showTime(failure.nextReadAt)}) and send you the report; there is nothing to do.`;
      return mrkdwn`${capital(quotedWebinar(failure.webinar, failure.topic))} ended ${ended} ago and Zoom has not published its data yet. ${next}`;
    }
    case 'too-old':
      return mrkdwn`Zoom keeps quality data for one year; this webinar is older. Ask for one of the last twelve months.`;
    case 'no-data':
      return mrkdwn`Zoom holds no quality data for ${quotedWebinar(failure.webinar, failure.topic)}: nobody sent or received sound, video or a screen for long enough. If it ended within the last hour, ask again later.`;
    case 'broken-off': {
      const reading = mrkdwn`Reading ${quotedWebinar(failure.webinar, failure.topic)} broke off again and again on my side; nothing of yours was lost.`;
      return failure.retryAt === null
        ? mrkdwn`${reading} I have stopped trying: give the operator this reference, and ask again later. ${ref}`
        : mrkdwn`${reading} I will try again by myself (${showTime(failure.retryAt)}); there is nothing to do. ${ref}`;
    }
    case 'storage-unavailable':
    case 'storage-outcome-unknown':
      return storageWords(failure, ref);
    case 'not-allowed':
    case 'operators-only':
    case 'access-unknown':
      return accessWords(failure, ref);
    case 'too-many-asks':
      return quotaWords(failure, now, showTime);
    case 'report-gone':
      return failure.report === null
        ? mrkdwn`This report is no longer kept. Ask again with \`/webinar-qos\` and the webinar ID.`
        : mrkdwn`The pages of this report are no longer kept. Read the webinar again to see them.`;
    case 'newer-report':
      return mrkdwn`Zoom was read again since: there is a newer report of this webinar (read ${showTime(failure.readAt)}).`;
    case 'bad-button':
      return mrkdwn`This button is from another version of the bot. Ask again with \`/webinar-qos\` and the webinar ID.`;
    case 'slack-channel':
      return channelRefusalWords(failure.channel, failure.slackError, ref);
    case 'just-read': {
      const seconds = Math.max(0, Math.round(failure.secondsAgo));
      const wait = Math.max(1, FRESH_AFTER_SECONDS - seconds);
      return mrkdwn`I read this webinar ${seconds} s ago, and it can't be fresher yet. Try again in ${wait} s.`;
    }
    case 'bad-subscription':
      return badSubscriptionWords(failure);
    case 'internal':
      return mrkdwn`Something went wrong on my side; it is not your doing. Ask again, and if it happens again, give this reference to the operator. ${ref}`;
  }
}

/** Whether the report can be posted when the webinar ends: an order is by the number, a UUID is one run alone. */
export function mayPostAtEnd({ webinar }: { readonly webinar: string }, canNotify = false): boolean {
  return canNotify && /^\d+$/.test(webinar);
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
