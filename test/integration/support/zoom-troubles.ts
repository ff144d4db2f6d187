import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { toIso } from './webinars.ts';
import type { World } from './world.ts';

/** Something for which there is no report, and what the asker is told. */
export interface Trouble {
  readonly what: string;
  /** A webinar made for the case unless told. */
  readonly typed?: string;
  readonly webinar?: () => Partial<SimWebinar>;
  readonly make?: (world: World) => void;
  readonly says: RegExp;
  /** Calls for QoS pages that it may cost. */
  readonly pages: number;
  /** It is over for the day then: the case gets a bot of its own, with this environment. */
  readonly alone?: Readonly<Record<string, string>>;
}

/** Something that passes while the bot goes on. */
export interface Setback {
  readonly what: string;
  readonly make: (world: World) => void;
  /** Calls for QoS pages in all; three are needed. */
  readonly pages: number;
}

/** Zoom means it. */
export const REFUSALS = [
  {
    ...{ what: 'the number of a meeting (400/3000)', status: 400, code: 3000, message: 'Cannot access webinar info.' },
    says: /^Zoom refused this for good: “Cannot access webinar info\.” Is this the number of a meeting\?.* Ref \w{6}$/,
  },
  {
    ...{ what: 'the number of a meeting (404/3000)', status: 404, code: 3000, message: 'Meeting does not exist.' },
    says: /^Zoom refused this for good: “Meeting does not exist\.” Is this the number of a meeting\?.* Ref \w{6}$/,
  },
  {
    ...{ what: 'an invalid number (400/300)', status: 400, code: 300, message: 'Invalid webinar ID.' },
    says: /^Zoom refused this for good: “Invalid webinar ID\.” Check the digits\..* Ref \w{6}$/,
  },
  {
    ...{ what: 'a text that nobody knows (400/200)', status: 400, code: 200, message: 'Not this time.' },
    says: /^Zoom refused this for good: “Not this time\.” .*the operator finds all of it in the log\..* Ref \w{6}$/,
  },
  {
    ...{ what: 'a code that nobody knows (400/9999)', status: 400, code: 9999, message: 'Something new.' },
    says: /^Zoom refused this for good: “Something new\.” .* Ref \w{6}$/,
  },
] as const;

export const TROUBLES: readonly Trouble[] = [
  {
    what: 'an unknown webinar',
    typed: '999 8887 7766',
    says: /I can't find an ended webinar .*999 8887 7766.* Check the digits/,
    pages: 0,
  },
  {
    what: 'an unknown UUID',
    typed: 'nobodyKnowsThisOneAAAA==',
    says: /I can't find an ended webinar/,
    pages: 0,
  },
  {
    what: 'a running webinar',
    typed: SAMPLE_IDS.running,
    says: /“Open Garden” \(932 0123 0555\) has not ended yet/,
    pages: 1,
  },
  { what: 'older than a year', typed: SAMPLE_IDS.tooOld, says: /Zoom keeps quality data for one year/, pages: 0 },
  {
    what: 'nobody in it',
    webinar: () => ({ participants: [] }),
    says: /Zoom holds no quality data for “Case \d+”/,
    pages: 1,
  },
  {
    what: 'ended two minutes ago, nothing published',
    webinar: () => ({
      endedAt: toIso(Date.now() - 120_000),
      growth: [
        { afterMs: 0, upTo: 0 },
        { afterMs: 3_600_000, upTo: 25 },
      ],
    }),
    says: /“Case \d+” .*ended 2 min.* ago and Zoom has not published its data yet\. I will try again by myself \(/,
    pages: 1,
  },
  {
    what: 'the scope for quality data is missing (4711)',
    make: (world) => without(world, 'dashboard:read:list_webinar_participants_qos:admin'),
    says: /lacks the scope `dashboard:read:list_webinar_participants_qos:admin`\. A Zoom admin can add it.* Ref \w{6}/,
    pages: 1,
  },
  {
    what: 'both scopes are missing (4711)',
    make: (world) =>
      without(world, 'dashboard:read:list_webinar_participants_qos:admin', 'dashboard:read:webinar:admin'),
    says: /lacks the scope `dashboard:read:/,
    pages: 1,
  },
  {
    what: 'the scope is missing (104, not even JSON)',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'malformed104', always: true }),
    says: /lacks the scopes? `dashboard:read:/,
    pages: 1,
  },
  {
    what: 'no QSS subscription',
    make: (world) => Object.assign(world.zoom.settings, { qssSubscribed: false }),
    says: /QSS event subscription is missing.*“Webinar Participant QoS Summary”.* Ref \w{6}/,
    pages: 1,
  },
  {
    what: 'no Dashboard in the plan',
    make: (world) => Object.assign(world.zoom.settings, { dashboardEnabled: false }),
    says: /Zoom refused: “This API is only available .*Business or Education account.* Ref \w{6}/,
    pages: 0,
  },
  {
    what: 'wrong credentials',
    make: (world) => {
      world.zoom.settings.clientSecret = 'changed-by-an-admin-0123456789ab';
      world.zoom.revokeTokens();
    },
    says: /Zoom refused the bot's credentials\. The operator has to check `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and/,
    pages: 0,
  },
  {
    what: 'the Zoom app is deactivated',
    make: (world) => Object.assign(world.zoom.settings, { deactivated: true }),
    says: /Zoom refused the bot's credentials/,
    pages: 0,
  },
  {
    what: 'the daily limit, in the middle',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: '429day', retryAfter: atDayEnd(), after: 2 }),
    says: /daily limit of Zoom calls is used up; 20 of about 25 people are read and kept\. Reading goes on by itself \(.*00:00/,
    pages: 3,
    alone: {},
  },
  {
    what: 'the daily limit, no hour given',
    make: (world) => world.zoom.fail({ endpoint: 'webinar', kind: '429day' }),
    says: /daily limit of Zoom calls is used up.*Reading goes on by itself \(.*00:00/,
    pages: 0,
    alone: {},
  },
  {
    what: 'our own daily budget',
    // The look-up, the participants list, and one more.
    alone: { ZOOM_HEAVY_PER_DAY: '3' },
    says: /needs about 3 calls to Zoom, and 1 is left today\. Reading begins by itself .* Zoom's own labels: 2 of \d+ with poor or bad sound/,
    pages: 0,
  },
  {
    what: 'a limit for a quarter of an hour',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: '429second', retryAfter: '900', after: 1 }),
    says: /Zoom asked us to slow down; 10 of about 25 people are read and kept\. Reading goes on by itself/,
    pages: 2,
  },
  {
    what: '503 for ever',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'status', status: 503, always: true }),
    says: /Zoom did not answer as it should \(3 tries, last: 503, .*\)\. Nothing was lost\. I will try again by myself/,
    pages: 3,
  },
  {
    what: 'a 404 of a gateway',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'html', status: 404, always: true }),
    says: /Something between me and Zoom refused \(404, not Zoom's own page\).*proxy and firewall.* Ref \w{6}/,
    pages: 1,
  },
  {
    what: "a firewall's 403",
    make: (world) => world.zoom.fail({ endpoint: '*', kind: 'html', status: 403, always: true }),
    says: /Something between me and Zoom refused \(403, not Zoom's own page\).* Ref \w{6}/,
    pages: 0,
  },
  {
    what: 'a captive portal that redirects',
    make: (world) => world.zoom.fail({ endpoint: '*', kind: 'redirect', always: true }),
    says: /Something between me and Zoom refused \(302, a redirect to somewhere else\).* Ref \w{6}/,
    pages: 0,
  },
  {
    what: 'a captive portal that answers 200',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'html', status: 200, always: true }),
    says: /Something between me and Zoom refused \(200 with a web page instead of data\).* Ref \w{6}/,
    pages: 3,
  },
  ...REFUSALS.map(({ what, says, ...fault }) => ({
    what: `${what}, at the page`,
    make: (world: World) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'status', always: true, ...fault }),
    says,
    pages: 1,
  })),
  ...REFUSALS.map(({ what, says, ...fault }) => ({
    what: `${what}, at the look-up`,
    make: (world: World) => world.zoom.fail({ endpoint: 'webinar', kind: 'status', always: true, ...fault }),
    says,
    pages: 0,
  })),
  {
    what: '200 with another body, for ever',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'wrongBody', always: true }),
    says: /Zoom did not answer as it should \(3 tries, last: an answer that made no sense/,
    pages: 3,
  },
  {
    what: 'the connection is cut, for ever',
    make: (world) => world.zoom.fail({ endpoint: 'webinar', kind: 'reset', always: true }),
    says: /Zoom did not answer as it should \(3 tries, last: no answer/,
    pages: 0,
  },
  {
    what: 'the token endpoint is out',
    make: (world) => {
      world.zoom.fail({ endpoint: 'token', kind: 'html', always: true });
      world.zoom.revokeTokens();
    },
    says: /Zoom did not answer as it should \(3 tries, last: 502/,
    pages: 0,
  },
];

export const SETBACKS: readonly Setback[] = [
  { what: 'nothing', make: () => undefined, pages: 3 },
  {
    what: 'the token is revoked before the read',
    make: (world) => world.zoom.revokeTokens(),
    pages: 3,
  },
  {
    what: 'the token is refused in the middle',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: '401', after: 1 }),
    pages: 4,
  },
  {
    what: 'a limit per second, in seconds',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: '429second', retryAfter: '1', after: 1 }),
    pages: 4,
  },
  {
    what: 'a limit per second, as an instant',
    make: (world) =>
      world.zoom.fail({
        endpoint: 'qosSummary',
        kind: '429second',
        retryAfter: toIso(Date.now() + 2_000),
        after: 1,
      }),
    pages: 4,
  },
  {
    what: 'a limit that says nothing',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: '429bare', after: 2 }),
    pages: 4,
  },
  {
    what: '503 twice',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'empty', times: 2 }),
    pages: 5,
  },
  {
    what: 'a page of HTML',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'html', after: 1 }),
    pages: 4,
  },
  {
    what: '200 with a page of HTML',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'html', status: 200, after: 1 }),
    pages: 4,
  },
  {
    what: 'half an answer',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'truncated', after: 1 }),
    pages: 4,
  },
  {
    what: 'a cut connection',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'reset', after: 1 }),
    pages: 4,
  },
  {
    what: '200 with another body',
    make: (world) => world.zoom.fail({ endpoint: 'qosSummary', kind: 'wrongBody', after: 1 }),
    pages: 4,
  },
  {
    what: 'an expired page token',
    make: (world) =>
      world.zoom.fail({
        ...{ endpoint: 'qosSummary', kind: 'status', status: 400, code: 300, after: 2 },
        message: 'The next page token is invalid or expired.',
      }),
    pages: 6,
  },
  {
    what: 'the look-up is not allowed',
    make: (world) => without(world, 'dashboard:read:webinar:admin'),
    pages: 3,
  },
];

/** Takes scopes from the app; tokens given out before are dead. */
export function without(world: World, ...scopes: string[]): void {
  const { settings } = world.zoom;
  settings.scopes = settings.scopes.filter((scope) => !scopes.includes(scope));
  world.zoom.revokeTokens();
}

function atDayEnd(): string {
  return toIso(Math.ceil(Date.now() / 86_400_000) * 86_400_000);
}
