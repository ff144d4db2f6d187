import type { Failure } from '../../errors.ts';
import { labelWords } from '../quality/label-words.ts';
import { code, joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount } from '../text/numbers.ts';
import { sanitizeText } from '../text/sanitize.ts';

const MAX_SCOPES = 5;
const MAX_SAID = 200;
/** A definite refusal is kept for an hour. */
const ASK_ANEW = mrkdwn`To have Zoom asked again within the hour, put \`fresh\` behind the ID.`;

type ShowTime = (iso: string) => Mrkdwn;
type OfKind<Kind extends Failure['kind']> = Extract<Failure, { kind: Kind }>;
type ZoomTrouble = OfKind<
  | 'scope-missing'
  | 'qss-missing'
  | 'plan-missing'
  | 'zoom-credentials'
  | 'zoom-refused'
  | 'network'
  | 'zoom-limited'
  | 'zoom-unavailable'
>;

const KINDS: ReadonlySet<Failure['kind']> = new Set<ZoomTrouble['kind']>([
  'scope-missing',
  'qss-missing',
  'plan-missing',
  'zoom-credentials',
  'zoom-refused',
  'network',
  'zoom-limited',
  'zoom-unavailable',
]);

/** Whether Zoom, or what stands between it and the bot, did not give what was asked for. */
export function isZoomTrouble(failure: Failure): failure is ZoomTrouble {
  return KINDS.has(failure.kind);
}

/** Who refused, in whose words, and what to check. */
export function zoomTroubleWords(failure: ZoomTrouble, ref: Mrkdwn, showTime: ShowTime): Mrkdwn {
  switch (failure.kind) {
    case 'scope-missing':
      return mrkdwn`Zoom refused: the app lacks ${scopeWords(failure.scopes)}. A Zoom admin can add ${failure.scopes.length > 1 ? 'them' : 'it'}; then ask again. ${ref}`;
    case 'qss-missing':
      return mrkdwn`Zoom's QSS event subscription is missing: in the Zoom app, a Zoom admin has to subscribe to “Webinar Participant QoS Summary”. Then ask again. ${ref}`;
    case 'plan-missing': {
      const said = quoted(failure.said ?? '');
      return mrkdwn`Zoom refused${said ? `: ${said} Quality` : ': quality'} data needs a Business or Education account with the Webinar and QSS add-ons, and a role that may see the dashboard. A Zoom admin can check that. ${ASK_ANEW} ${ref}`;
    }
    case 'zoom-credentials':
      return mrkdwn`Zoom refused the bot's credentials. The operator has to check ${code('ZOOM_ACCOUNT_ID')}, ${code('ZOOM_CLIENT_ID')} and ${code('ZOOM_CLIENT_SECRET')}. ${ref}`;
    case 'zoom-refused':
      return mrkdwn`${refusedWords(failure)} ${checkWords(failure.check)} ${ASK_ANEW} ${ref}`;
    case 'network':
      return mrkdwn`Something between me and Zoom refused (${sanitizeText(failure.seen, 80)}). The operator has to look at proxy and firewall, and at ${code('ZOOM_API_URL')}; then ask again. ${ref}`;
    case 'zoom-limited':
      return limitedWords(failure, showTime);
    case 'zoom-unavailable':
      return unavailableWords(failure, ref, showTime);
  }
}

function refusedWords({ said, status, code: zoomCode }: OfKind<'zoom-refused'>): string {
  const sentence = quoted(said);
  if (sentence) return `Zoom refused this for good: ${sentence}`;
  return `Zoom refused this for good (${zoomCode === null ? status : `${status}, code ${zoomCode}`}) and gave no reason.`;
}

function checkWords(check: OfKind<'zoom-refused'>['check']): string {
  switch (check) {
    case 'meeting':
      return 'Is this the number of a meeting? I can only read webinars: check the digits.';
    case 'number':
      return 'Check the digits.';
    case 'unknown':
      return 'I do not know what is behind it; the operator finds all of it in the log.';
    case 'bot':
      return 'I sent something that Zoom does not understand: give the operator this reference.';
  }
}

function limitedWords(failure: OfKind<'zoom-limited'>, showTime: ShowTime): Mrkdwn {
  const { limit, peopleRead, peopleExpected, retryAt, zoomLabels = null, cost } = failure;
  const expected = peopleExpected === null ? '' : ` of about ${formatCount(Math.max(peopleExpected, peopleRead))}`;
  const read = peopleRead === 0 ? '' : `; ${formatCount(peopleRead)}${expected} people are read and kept`;
  // The limit of the day may be Zoom's, or the smaller share of it that the operator gave the bot.
  const why = limit === 'day' ? 'The daily limit of Zoom calls is used up' : 'Zoom asked us to slow down';
  const labels = zoomLabels === null ? '' : ` Until then, Zoom's own labels: ${labelWords(zoomLabels)}.`;
  if (cost && peopleRead === 0) {
    const left = cost.left === 0 ? 'none is' : cost.left === 1 ? '1 is' : `${formatCount(cost.left)} are`;
    return mrkdwn`This read needs about ${formatCount(cost.calls)} calls to Zoom, and ${left} left today. Reading begins by itself (${showTime(retryAt)}), with the calls of a new day; there is nothing to do.${labels}`;
  }
  return mrkdwn`${why}${read}. Reading goes on by itself (${showTime(retryAt)}); there is nothing to do.${labels}`;
}

function unavailableWords(failure: OfKind<'zoom-unavailable'>, ref: Mrkdwn, showTime: ShowTime): Mrkdwn {
  const tries = failure.tries === 1 ? '1 try' : `${formatCount(failure.tries)} tries`;
  const last = mrkdwn`${tries}, last: ${sanitizeText(failure.last, 60)}, ${showTime(failure.at)}`;
  const next =
    failure.retryAt === null
      ? mrkdwn`I have stopped trying; ask again later, and if it stays so, tell the operator.`
      : mrkdwn`I will try again by myself (${showTime(failure.retryAt)}); there is nothing to do.`;
  return mrkdwn`Zoom did not answer as it should (${last}). Nothing was lost. ${next} ${ref}`;
}

/** In quotes, with its own full stop; blank where there is nothing to quote. */
function quoted(said: string): string {
  const text = sanitizeText(said, MAX_SAID);
  return text === '' ? '' : `“${text}”${/[.!?…]$/.test(text) ? '' : '.'}`;
}

function scopeWords(scopes: readonly string[]): Mrkdwn {
  const shown = scopes.slice(0, MAX_SCOPES).map((scope) => code(sanitizeText(scope, 120)));
  const more = scopes.length - shown.length;
  if (shown.length === 0) return mrkdwn`a scope (the log says what Zoom said)`;
  const list = joinMrkdwn([...shown, more > 0 ? `and ${more} more` : null], ', ');
  return scopes.length === 1 ? mrkdwn`the scope ${list}` : mrkdwn`the scopes ${list}`;
}
