import type { ZoomFault } from '../../zoom/http/zoom-errors.ts';
import { describeForPeople, withoutAnybody } from '../../zoom/http/zoom-sentence.ts';
import type { Trouble } from '../network/explain-nothing.ts';

const SCOPES = 'Zoom app → Scopes → Add Scopes; then wait some minutes for a new token';
const OTHER_PAGE = 'Let the proxy or firewall pass zoom.us; look at ZOOM_API_URL and ZOOM_OAUTH_URL';

/** What an answer of Zoom's that is no success comes from. */
export function explainFault(fault: ZoomFault): Trouble {
  const { status, code, scopes, message } = fault;
  switch (fault.meaning) {
    case 'scope-missing':
      return { said: `the Zoom app lacks the scope ${scopes.join(', ') || 'for it'}`, act: SCOPES };
    case 'qss-missing':
      return {
        said: 'Zoom gives no quality data, as the app is not subscribed to webinar.participant_qos_summary',
        act: 'Zoom app → Feature → Event Subscriptions → Add Events → Webinar Participant QoS Summary',
      };
    case 'plan-missing':
      return {
        said: `the plan, an add-on, the Dashboard or a role is missing${quote(message)}`,
        act: 'Ask whoever manages the Zoom account for Business, Webinar, Dashboard and the QSS add-on',
      };
    case 'token-dead':
      return { said: 'Zoom refuses the token that it has just given', act: 'See whether the Zoom app is activated' };
    case 'credentials':
      return { said: 'Zoom refuses the kind of token', act: 'Use a Server-to-Server OAuth app' };
    case 'network':
    case 'network-page':
      return {
        said: `something between this machine and Zoom answered instead of Zoom (${status}${pageWords(fault)})`,
        act: OTHER_PAGE,
      };
    case 'limited':
      return /dai?ly/i.test(message)
        ? {
            said: "the account's calls of this day are used up, by this app or by others",
            act: 'Wait for 00:00 UTC; lower what other apps read, or ZOOM_HEAVY_PER_DAY',
          }
        : {
            said: "the account's limit of calls is reached just now, by this app or by others",
            act: 'Run the doctor again in a minute',
          };
    case 'broken':
      return { said: `Zoom is in trouble (${status})`, act: 'Try again in some minutes; see https://status.zoom.us' };
    case 'not-available':
      return { said: 'Zoom knows no such webinar, or it has not ended, or its data is not ready', act: LATER };
    case 'too-old':
      return { said: 'the webinar ended more than a year ago', act: 'Name a newer one with --webinar' };
    case 'meeting':
      return { said: 'that is the number of a meeting', act: 'Name a webinar with --webinar' };
    case 'bad-id':
    case 'page-token':
    case 'bot':
    case 'refused':
      return {
        said: `Zoom refuses with ${status}/${code ?? 'no code'}${quote(message)}`,
        act: 'See docs/zoom-answers.md',
      };
  }
}

const LATER = 'Name another one with --webinar, or run the doctor again in some minutes';

function pageWords({ status, shape }: ZoomFault): string {
  if (status === 407) return ', a proxy wants a password';
  if (status >= 300 && status < 400) return ', a redirect to somewhere else';
  return shape === 'page' || shape === 'text' ? ", a page that is not Zoom's" : ", not Zoom's own answer";
}

/** Zoom's own words without ids, addresses and what may be a name. */
function quote(message: string): string {
  const words = withoutAnybody(describeForPeople(message)).replace(/\.$/, '');
  return words === '' ? '' : `; Zoom says: ${words}`;
}
