import type { LiveAlert } from '../../reports/live-alert.ts';
import { shownName } from '../text/names.ts';
import { formatMs, formatPercent } from '../text/numbers.ts';

type Presenter = Extract<LiveAlert['who'], { kind: 'presenter' }>;

const MAX_NAME = 60;

/** What people hear or see of it, and what it is called. */
const MEDIA = {
  audio: { what: 'voice', loss: 'voice is breaking up', late: 'voice comes late', rough: 'voice is unsteady' },
  video: { what: 'picture', loss: 'picture is breaking up', late: 'picture comes late', rough: 'picture is jerky' },
  share: { what: 'slides', loss: 'slides come in pieces', late: 'slides come late', rough: 'slides are jerky' },
} as const;

/** "voice", "picture", "slides". */
export function mediumName(medium: Presenter['medium']): string {
  return MEDIA[medium].what;
}

/** First what helps most and is done soonest: it is said in a running show. */
const STEPS = {
  audio: 'cable instead of Wi-Fi, close other uploads, camera off for a moment',
  video: 'cable instead of Wi-Fi, close other uploads, camera off for a moment: the voice goes first',
  share: 'cable instead of Wi-Fi, close other uploads, show still slides instead of video',
} as const;

/** Names are those of the webinar; one that Zoom did not tell is "A presenter". */
export function presenterName({ name }: Pick<Presenter, 'name'>): string {
  return shownName(name ?? '', MAX_NAME) || 'A presenter';
}

/** The first name, as one speaks to people; the whole where there is one word. */
function spokenTo(presenter: Pick<Presenter, 'name'>): string {
  const name = shownName(presenter.name ?? '', MAX_NAME);
  return name === '' ? 'whoever speaks' : (name.split(' ')[0] ?? name);
}

/** "Pat Host's voice is breaking up". */
export function troubleWords(who: LiveAlert['who']): string {
  if (who.kind === 'audience') return 'The audience has trouble';
  const words = MEDIA[who.medium];
  const trouble = who.metric === 'loss' ? words.loss : who.metric === 'latency' ? words.late : words.rough;
  return `${possessive(presenterName(who))} ${trouble}`;
}

/** What it is that is lost or late: "of it lost", "round trip". */
export function measuredWords(who: LiveAlert['who'], value: number): string {
  if (who.kind === 'audience') return `${formatPercent(value)} of the listeners have poor or bad quality`;
  switch (who.metric) {
    case 'loss':
      return `${formatPercent(value)} of it lost`;
    case 'latency':
      return `${formatMs(value)} delay (round trip)`;
    case 'jitter':
      return `its delay jumps by ${formatMs(value)}`;
  }
}

/** What was the worst, when it is over. */
export function worstWords(who: LiveAlert['who'], worst: number): string {
  if (who.kind === 'audience') return `up to ${formatPercent(worst)} of the listeners had poor or bad quality`;
  const name = presenterName(who);
  const { what } = MEDIA[who.medium];
  switch (who.metric) {
    case 'loss':
      return `others lost up to ${formatPercent(worst)} of ${possessive(name)} ${what}`;
    case 'latency':
      return `${possessive(name)} ${what} had up to ${formatMs(worst)} delay`;
    case 'jitter':
      return `the delay of ${possessive(name)} ${what} jumped by up to ${formatMs(worst)}`;
  }
}

/** What to tell whoever it is. */
export function stepWords(who: LiveAlert['who']): string {
  if (who.kind === 'audience') {
    return 'Many at once: look first at what you send – the camera off and still slides need the least.';
  }
  return `Tell ${spokenTo(who)}: ${STEPS[who.medium]}.`;
}

/** What Zoom's app told whoever sits there, named as Zoom's. */
export function noticeWords(notice: string | null): string | null {
  switch (notice) {
    case 'network bandwidth low':
      return "Zoom's app warned there itself: the network is too slow";
    case 'internet connection unstable':
      return "Zoom's app warned there itself: the connection is unstable";
    default:
      return null;
  }
}

function possessive(name: string): string {
  return `${name}'s`;
}
