import type { Failure } from '../../errors.ts';
import { formatDuration } from '../text/dates.ts';
import { code, joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';
import { sanitizeText } from '../text/sanitize.ts';
import { quotedWebinar } from '../webinar-words.ts';
import { badSubscriptionWords } from './bad-subscription-words.ts';
import { channelRefusalWords } from './channel-refusal-words.ts';

const EXAMPLE = mrkdwn`Use the 9 to 11 digits from the invitation, as in \`/webinar-qos 932 0123 5621\`, or paste the Zoom link.`;
/** A read that was asked for less than this ago is not repeated. */
const FRESH_AFTER_SECONDS = 60;
const MAX_SCOPES = 5;

type ShowTime = (iso: string) => Mrkdwn;

/**
 * The sentence for each failure; always ends with what to do.
 * @param showTime a date token for blocks, UTC for the top-level text
 */
export function explainFailure(
  failure: Failure,
  { reference, now, canNotify }: { reference: string; now: number; canNotify?: boolean },
  showTime: ShowTime,
): Mrkdwn {
  const ref = mrkdwn`Ref ${sanitizeText(reference, 40)}`;
  switch (failure.kind) {
    case 'bad-id': {
      const input = sanitizeText(failure.input, 60);
      return mrkdwn`${input === '' ? 'That' : `“${input}”`} is not a webinar ID. ${EXAMPLE}`;
    }
    case 'registration-link':
      return mrkdwn`This link carries a registration token, which is not the webinar ID. ${EXAMPLE}`;
    case 'not-found':
      return mrkdwn`Zoom knows no ended ${quotedWebinar(failure.webinar, null)} on this account. Check the digits; if it is still running, its quality data comes after the end.`;
    case 'still-running': {
      const next = canNotify ? 'Ask again then, or let the report be posted here.' : 'Ask again then.';
      return mrkdwn`${capital(quotedWebinar(failure.webinar, failure.topic))} has not ended yet, as far as Zoom says. Its quality data comes a few minutes after the end. ${next}`;
    }
    case 'too-early': {
      const ended = formatDuration(Math.max(0, now - Date.parse(failure.endedAt)) / 1000 || 0);
      const next =
        failure.nextReadAt === null
          ? mrkdwn`Ask again in a few minutes.`
          : mrkdwn`I will try again by myself (${showTime(failure.nextReadAt)}) and post the report here; there is nothing to do.`;
      return mrkdwn`${capital(quotedWebinar(failure.webinar, failure.topic))} ended ${ended} ago and Zoom has not published its data yet. ${next}`;
    }
    case 'too-old':
      return mrkdwn`Zoom keeps quality data for one year; this webinar is older. Ask for one of the last twelve months.`;
    case 'no-data':
      return mrkdwn`Zoom holds no quality data for ${quotedWebinar(failure.webinar, failure.topic)}: nobody sent or received media long enough. If it ended within the last hour, ask again later.`;
    case 'scope-missing':
      return mrkdwn`Zoom refused: the app lacks ${scopeWords(failure.scopes)}. A Zoom admin can add ${failure.scopes.length > 1 ? 'them' : 'it'}; then ask again. ${ref}`;
    case 'qss-missing':
      return mrkdwn`Zoom's QSS event subscription is missing: a Zoom admin has to subscribe to “Webinar Participant QoS Summary” in the Zoom app. Then ask again. ${ref}`;
    case 'plan-missing':
      return mrkdwn`Zoom refused: quality data needs a Business or Education account with the Webinar and QSS add-ons, and a role that may see the dashboard. Ask a Zoom admin to check both. ${ref}`;
    case 'zoom-credentials':
      return mrkdwn`Zoom refused the bot's credentials. The operator has to check ${code('ZOOM_ACCOUNT_ID')}, ${code('ZOOM_CLIENT_ID')} and ${code('ZOOM_CLIENT_SECRET')}. ${ref}`;
    case 'zoom-limited':
      return limitedWords(failure, showTime);
    case 'zoom-unavailable': {
      const tries = failure.tries === 1 ? '1 try' : `${formatCount(failure.tries)} tries`;
      const last = mrkdwn`${tries}, last: ${sanitizeText(failure.last, 60)}, ${showTime(failure.at)}`;
      const next =
        failure.retryAt === null
          ? mrkdwn`Ask again in a few minutes; if it stays so, tell the operator.`
          : mrkdwn`I will try again by myself (${showTime(failure.retryAt)}); there is nothing to do.`;
      return mrkdwn`Zoom did not answer as it should (${last}). Nothing was lost. ${next} ${ref}`;
    }
    case 'broken-off': {
      const reading = mrkdwn`Reading ${quotedWebinar(failure.webinar, failure.topic)} broke off again and again on my side; nothing of yours was lost.`;
      return failure.retryAt === null
        ? mrkdwn`${reading} I have stopped trying: tell the operator this reference, and ask again later. ${ref}`
        : mrkdwn`${reading} I will try again by myself (${showTime(failure.retryAt)}); there is nothing to do. ${ref}`;
    }
    case 'storage-unavailable':
      return mrkdwn`The bot cannot reach its storage, so nothing was started. Ask again in a minute; if it stays so, tell the operator. ${ref}`;
    case 'too-many-asks':
      return mrkdwn`You asked for ${formatCount(failure.asks)} webinars in this minute, so nothing was started for this one. The others come by themselves; ask again in the next minute (${showTime(failure.retryAt)}). Reports that are kept are free.`;
    case 'storage-outcome-unknown':
      return mrkdwn`${outcomeUnknownWords(failure.asked)} ${ref}`;
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
      return mrkdwn`This webinar was read ${seconds} s ago and cannot be fresher yet. Try again in ${wait} s.`;
    }
    case 'bad-subscription':
      return badSubscriptionWords(failure);
    case 'internal':
      return mrkdwn`Something went wrong in the bot; it is not your doing. Ask again, and if it happens again, give this reference to the operator. ${ref}`;
  }
}

/** Fits whatever comes later: that it was done, that it was not, or nothing. */
function outcomeUnknownWords(asked: Extract<Failure, { kind: 'storage-outcome-unknown' }>['asked']): Mrkdwn {
  switch (asked) {
    case 'report':
      return mrkdwn`The bot's storage is slow, so I can't say yet whether this was started. If it was, the report comes here by itself within a few minutes; if nothing has come by then, ask again.`;
    case 'subscription':
      return mrkdwn`The bot's storage is slow, so I can't say yet whether this was changed. In a minute, \`/webinar-qos subscriptions\` shows how it is; if it was not changed, do it again.`;
    case 'list':
      return mrkdwn`The bot's storage is slow. The answer comes here by itself when the storage has given it; if nothing has come in a minute, ask again.`;
    case null:
      return mrkdwn`The bot's storage is slow, so I can't say whether this was done. Look in a minute, and do it again if it was not.`;
  }
}

function limitedWords(failure: Extract<Failure, { kind: 'zoom-limited' }>, showTime: ShowTime): Mrkdwn {
  const { limit, peopleRead, peopleExpected, retryAt } = failure;
  const expected = peopleExpected === null ? '' : ` of about ${formatCount(Math.max(peopleExpected, peopleRead))}`;
  const read = peopleRead === 0 ? '' : `; ${formatCount(peopleRead)}${expected} people are read and kept`;
  // The limit of the day may be Zoom's, or the smaller share of it that the operator gave the bot.
  const why = limit === 'day' ? 'The daily limit of Zoom calls is used up' : 'Zoom asked us to slow down';
  return mrkdwn`${why}${read}. Reading goes on by itself (${showTime(retryAt)}); there is nothing to do.`;
}

function scopeWords(scopes: readonly string[]): Mrkdwn {
  const shown = scopes.slice(0, MAX_SCOPES).map((scope) => code(sanitizeText(scope, 120)));
  const more = scopes.length - shown.length;
  if (shown.length === 0) return mrkdwn`a scope (the log says what Zoom said)`;
  const list = joinMrkdwn([...shown, more > 0 ? `and ${more} more` : null], ', ');
  return scopes.length === 1 ? mrkdwn`the scope ${list}` : mrkdwn`the scopes ${list}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
