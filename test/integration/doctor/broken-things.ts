import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { parseWebinarRef } from '../../../src/webinar/parse-webinar-ref.ts';
import type { DoctorWorld } from './doctor-world.ts';

/** One thing that is broken, and the line that has to name it by its cause. */
export interface BrokenThing {
  readonly what: string;
  readonly breakIt: (world: DoctorWorld) => unknown;
  /** From its beginning. */
  readonly line: string | RegExp;
  /** 0: advice is no fault. */
  readonly exitCode: 0 | 1;
}

const without = (scopes: readonly string[], scope: string) => scopes.filter((one) => one !== scope);
const TEN_MINUTES_MS = 600_000;
const QOS = 'dashboard:read:list_webinar_participants_qos:admin';

export const BROKEN_SETTINGS: readonly BrokenThing[] = [
  {
    what: 'a variable is missing',
    breakIt: ({ env }) => delete env.ZOOM_ACCOUNT_ID,
    line: '✗ Configuration: ZOOM_ACCOUNT_ID is missing (Zoom app → App Credentials). →',
    exitCode: 1,
  },
  {
    what: 'a token of another kind',
    breakIt: ({ env }) => Object.assign(env, { SLACK_BOT_TOKEN: 'xoxp-user-token' }),
    line: '✗ Configuration: SLACK_BOT_TOKEN does not start with xoxb-. →',
    exitCode: 1,
  },
  {
    what: 'a stray quote',
    breakIt: ({ env }) => Object.assign(env, { ZOOM_CLIENT_SECRET: '"half' }),
    line: '✗ Configuration: ZOOM_CLIENT_SECRET begins or ends with a stray quote. →',
    exitCode: 1,
  },
  {
    what: 'a secret file that is not there',
    breakIt: ({ env }) => {
      delete env.SLACK_BOT_TOKEN;
      env.SLACK_BOT_TOKEN_FILE = '/run/secrets/none';
    },
    line: '✗ Configuration: SLACK_BOT_TOKEN_FILE names a file that cannot be read. →',
    exitCode: 1,
  },
  {
    what: 'a slip in a name',
    breakIt: ({ env }) => Object.assign(env, { ZOOM_WEBHOK_SECRET_TOKEN: 'made-up' }),
    line: '! Configuration: ZOOM_WEBHOK_SECRET_TOKEN is no variable of the bot. →',
    exitCode: 0,
  },
  {
    what: 'a .env that everybody can read',
    breakIt: (world) => Object.assign(world, { envFileMode: 0o100644 }),
    line: '! Configuration: .env, which holds secrets, can be read by other users of this machine. → chmod 600 .env',
    exitCode: 0,
  },
  {
    what: 'no store',
    breakIt: ({ env }) => delete env.REDIS_URL,
    line: '! Store: everything is kept in the memory of one process and lost with it. →',
    exitCode: 0,
  },
  {
    what: 'no way for events',
    breakIt: ({ env, zoom }) => {
      delete env.ZOOM_WEBHOOK_SECRET_TOKEN;
      zoom.settings.subscriptions = zoom.settings.subscriptions.map(({ event_webhook_url: _, ...rest }) => rest);
    },
    line: "! Zoom events: Zoom's events have no way to the bot",
    exitCode: 0,
  },
  {
    what: 'an old Node',
    breakIt: (world) => Object.assign(world, { nodeVersion: '22.12.0' }),
    line: '✗ Node: 22.12.0 is too old. →',
    exitCode: 1,
  },
  {
    what: "this machine's clock",
    breakIt: ({ clock }) => clock.advance(TEN_MINUTES_MS),
    line: /^✗ Clock: this machine's clock is (?:599|600|601) s behind (?:Slack and Zoom|Zoom and Slack)\. → Set it/,
    exitCode: 1,
  },
];

export const BROKEN_IN_SLACK: readonly BrokenThing[] = [
  {
    what: 'nothing at the address',
    breakIt: (world) => Object.assign(world.env, { SLACK_API_URL: `http://${world.nowhere}/api/` }),
    line: /^✗ Slack token: nothing takes connections at 127\.0\.0\.1:\d+\. →/,
    exitCode: 1,
  },
  {
    what: 'the name of the host',
    breakIt: ({ env }) => Object.assign(env, { SLACK_API_URL: 'https://slack.invalid/api/' }),
    line: /^✗ Slack token: the name service \(DNS\) (?:knows no host|does not answer for) slack\.invalid\. →/,
    exitCode: 1,
  },
  {
    what: 'a proxy before it',
    breakIt: ({ slack }) => slack.fail({ method: '*', kind: 'html', status: 403, always: true }),
    line: "✗ Slack token: something between this machine and Slack answered instead of Slack (403, not Slack's own page). →",
    exitCode: 1,
  },
  {
    what: 'an outage',
    breakIt: ({ slack }) => slack.fail({ method: 'auth.test', kind: 'http500', status: 503 }),
    line: '✗ Slack token: Slack, or a proxy before it, is in trouble (503). →',
    exitCode: 1,
  },
  {
    what: 'the connection is cut',
    breakIt: ({ slack }) => slack.fail({ method: 'auth.test', kind: 'reset', always: true }),
    line: /^✗ Slack token: the connection to 127\.0\.0\.1:\d+ was cut before an answer\. →/,
    exitCode: 1,
  },
  {
    what: 'a wrong token',
    breakIt: ({ env }) => Object.assign(env, { SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' }),
    line: '✗ Slack token: Slack does not know the token in SLACK_BOT_TOKEN. → Install App',
    exitCode: 1,
  },
  {
    what: 'the app was removed',
    breakIt: ({ slack }) => slack.fail({ method: 'auth.test', kind: 'error', error: 'account_inactive' }),
    line: '✗ Slack token: the app was removed from the workspace, or its bot was switched off. →',
    exitCode: 1,
  },
  {
    what: 'a scope that everything needs',
    breakIt: ({ slack }) => Object.assign(slack.settings, { scopes: without(slack.settings.scopes, 'chat:write') }),
    line: '✗ Slack scopes: chat:write is missing: no reports in channels and late answers. → OAuth & Permissions',
    exitCode: 1,
  },
  {
    what: 'a scope that one feature wants',
    breakIt: ({ slack }) => Object.assign(slack.settings, { scopes: without(slack.settings.scopes, 'files:write') }),
    line: '! Slack scopes: files:write is missing: no files with everybody of a report (Export CSV). →',
    exitCode: 0,
  },
  {
    what: 'a Slack that names no scopes',
    breakIt: ({ slack }) => Object.assign(slack.settings, { namesScopes: false }),
    line: '! Slack scopes: Slack does not say which ones the token has. →',
    exitCode: 0,
  },
  {
    what: 'a wrong app token',
    breakIt: ({ env }) => Object.assign(env, { SLACK_APP_TOKEN: 'xapp-of-somebody-else' }),
    line: '✗ Slack app token: Slack does not know the token in SLACK_APP_TOKEN. →',
    exitCode: 1,
  },
  {
    what: 'an app token without its scope',
    breakIt: ({ slack }) => slack.fail({ method: 'apps.connections.open', kind: 'error', error: 'missing_scope' }),
    line: '✗ Slack app token: the token in SLACK_APP_TOKEN lacks the scope connections:write. →',
    exitCode: 1,
  },
  {
    what: 'HTTP, and no address to try',
    breakIt: ({ env }) => delete env.SLACK_APP_TOKEN,
    line: '! Slack requests: whether Slack reaches /slack/events, and SLACK_SIGNING_SECRET fits, cannot be seen from here. →',
    exitCode: 0,
  },
  {
    what: 'a channel that is not there',
    breakIt: ({ env }) => Object.assign(env, { REPORT_CHANNEL: 'C0NOWHERE1' }),
    line: '✗ REPORT_CHANNEL: Slack knows no such channel, or it is private and the bot is not in it. →',
    exitCode: 1,
  },
  {
    what: 'a channel that it is not in, without the scope for that',
    breakIt({ slack, env }) {
      slack.workspace.addChannel({ id: 'C0NOTINIT', name: 'other', members: new Set() });
      slack.settings.scopes = without(slack.settings.scopes, 'chat:write.public');
      env.REPORT_CHANNEL = 'C0NOTINIT';
    },
    line: '✗ REPORT_CHANNEL: the bot is not in the channel. → /invite the bot there, or give it chat:write.public',
    exitCode: 1,
  },
  {
    what: 'a channel of those who may ask that is not there',
    breakIt: ({ env }) => Object.assign(env, { ACCESS_CHANNELS: `${SLACK_IDS.general},C0NOWHERE1` }),
    line: '✗ Who may ask: ACCESS_CHANNELS, C0NOWHERE1: Slack knows no such channel, or it is private and the bot is not in it. →',
    exitCode: 1,
  },
  {
    what: 'a user group that is not there',
    breakIt: ({ env }) => Object.assign(env, { ACCESS_USERGROUPS: 'S0NOWHERE1' }),
    line: '✗ Who may ask: ACCESS_USERGROUPS, S0NOWHERE1: Slack knows no such user group. →',
    exitCode: 1,
  },
  {
    what: 'a user group without the scope for it',
    breakIt({ slack, env }) {
      slack.settings.scopes = without(slack.settings.scopes, 'usergroups:read');
      env.ACCESS_USERGROUPS = 'S0NOWHERE1';
    },
    line: '✗ Who may ask: ACCESS_USERGROUPS lets nobody in: the token lacks usergroups:read. →',
    exitCode: 1,
  },
  {
    what: 'somebody who may ask and is not there',
    breakIt: ({ env }) => Object.assign(env, { ACCESS_USERS: 'U0NOBODY001' }),
    line: '✗ Who may ask: ACCESS_USERS: somebody in it is not in this workspace. →',
    exitCode: 1,
  },
  {
    what: 'no operators',
    breakIt: ({ env }) => delete env.ACCESS_OPERATORS,
    line: '! Who may ask: ACCESS_OPERATORS names nobody, so nobody sees /webinar-qos status. →',
    exitCode: 0,
  },
  {
    what: 'an archived channel',
    breakIt({ slack, env }) {
      slack.workspace.addChannel({
        id: 'C0ARCHIVED',
        name: 'old',
        members: new Set([SLACK_IDS.botUser]),
        archived: true,
      });
      env.REPORT_CHANNEL = 'C0ARCHIVED';
    },
    line: '✗ REPORT_CHANNEL: the channel is archived. →',
    exitCode: 1,
  },
  {
    what: 'a channel where nobody lets it post',
    breakIt(world) {
      world.slack.workspace.addChannel({
        ...{ id: 'C0READONLY', name: 'news', members: new Set([SLACK_IDS.botUser]), readOnly: true },
      });
      world.asked = { ...world.asked, channel: 'C0READONLY' };
    },
    line: '✗ Posting: the workspace lets only some people post there. →',
    exitCode: 1,
  },
];

export const BROKEN_IN_ZOOM: readonly BrokenThing[] = [
  {
    what: 'the name of the host',
    breakIt: ({ env }) => Object.assign(env, { ZOOM_OAUTH_URL: 'https://zoom.invalid/oauth/token' }),
    line: /^✗ Zoom token: the name service \(DNS\) (?:knows no host|does not answer for) zoom\.invalid\. →/,
    exitCode: 1,
  },
  {
    what: 'a proxy before it',
    breakIt: ({ zoom }) => zoom.fail({ endpoint: 'token', kind: 'html', status: 403 }),
    line: "✗ Zoom token: something between this machine and Zoom answered instead of Zoom (403, a page that is not Zoom's). →",
    exitCode: 1,
  },
  {
    what: 'a captive portal',
    breakIt: ({ zoom }) => zoom.fail({ endpoint: 'token', kind: 'redirect' }),
    line: '✗ Zoom token: something between this machine and Zoom answered instead of Zoom (302, a redirect to somewhere else). →',
    exitCode: 1,
  },
  {
    what: 'a wrong client secret',
    breakIt: ({ env }) => Object.assign(env, { ZOOM_CLIENT_SECRET: 'of-another-app' }),
    line: '✗ Zoom token: ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET do not belong together, or one of them is wrong. →',
    exitCode: 1,
  },
  {
    what: 'a wrong account',
    breakIt: ({ env }) => Object.assign(env, { ZOOM_ACCOUNT_ID: 'of-another-account' }),
    line: '✗ Zoom token: Zoom takes the client and refuses the account (400): ZOOM_ACCOUNT_ID is wrong',
    exitCode: 1,
  },
  {
    what: 'a deactivated app',
    breakIt: ({ zoom }) => Object.assign(zoom.settings, { deactivated: true }),
    line: '✗ Zoom token: the Zoom app is deactivated. →',
    exitCode: 1,
  },
  {
    what: 'an API address of nobody',
    breakIt: ({ env, nowhere }) => Object.assign(env, { ZOOM_API_URL: `http://${nowhere}/v2` }),
    line: /^✗ Zoom API: nothing takes connections at 127\.0\.0\.1:\d+\. →/,
    exitCode: 1,
  },
  {
    what: 'the scope of the reports',
    breakIt: ({ zoom }) => Object.assign(zoom.settings, { scopes: without(zoom.settings.scopes, QOS) }),
    line: `✗ Zoom scopes: ${QOS} is missing: no quality data, so no reports. →`,
    exitCode: 1,
  },
  {
    what: 'the scope of the participants list',
    breakIt: ({ zoom }) => {
      const scope = 'dashboard:read:list_webinar_participants:admin';
      zoom.settings.scopes = without(zoom.settings.scopes, scope);
    },
    line: '! Zoom scopes: dashboard:read:list_webinar_participants:admin is missing: no roles, devices and networks',
    exitCode: 0,
  },
  {
    what: 'no Dashboard',
    breakIt: ({ zoom }) => Object.assign(zoom.settings, { dashboardEnabled: false }),
    line: '✗ Past webinar: the plan, an add-on, the Dashboard or a role is missing; Zoom says: This API is only available',
    exitCode: 1,
  },
  {
    what: 'QSS events that are not subscribed, by the list of subscriptions',
    breakIt: ({ zoom }) => Object.assign(zoom.settings, { subscriptions: [] }),
    line: '✗ Zoom event subscription: webinar.participant_qos_summary is not subscribed: Zoom gives no quality data without it. →',
    exitCode: 1,
  },
  {
    what: 'QSS events that are not subscribed, by the data',
    breakIt: ({ zoom }) => Object.assign(zoom.settings, { qssSubscribed: false }),
    line: '✗ Past webinar: its quality data: Zoom gives no quality data, as the app is not subscribed to webinar.participant_qos_summary. →',
    exitCode: 1,
  },
  {
    what: 'the end of webinars is not subscribed',
    breakIt: ({ zoom }) => {
      for (const one of zoom.settings.subscriptions) one.events = without(one.events, 'webinar.ended');
    },
    line: '! Zoom event subscription: webinar.ended is not subscribed: automatic reports come by search, late. →',
    exitCode: 0,
  },
  {
    what: 'an address with another path',
    breakIt: ({ zoom }) => {
      for (const one of zoom.settings.subscriptions) one.event_webhook_url = 'https://webinar-qos.example.com/events';
    },
    line: '✗ Zoom event address: Zoom sends to the path /events, where the bot does not listen. →',
    exitCode: 1,
  },
  {
    what: 'an address, and no secret',
    breakIt: ({ env }) => delete env.ZOOM_WEBHOOK_SECRET_TOKEN,
    line: '✗ Zoom event address: Zoom sends events to /zoom/events, and the bot answers 404 there without ZOOM_WEBHOOK_SECRET_TOKEN. →',
    exitCode: 1,
  },
  {
    what: 'a smaller plan than ZOOM_PLAN says',
    breakIt: ({ zoom }) => Object.assign(zoom.settings, { plan: 'pro' }),
    line: '✗ Zoom limits: Zoom allows 10 Heavy calls a second, and the bot is set up for 40. → Set ZOOM_PLAN=pro',
    exitCode: 1,
  },
  {
    what: 'a day that is used up',
    breakIt: ({ zoom }) => zoom.limits.useUpDay('Heavy', 60_000),
    line: "✗ Past webinar: the account's calls of this day are used up, by this app or by others. →",
    exitCode: 1,
  },
  {
    what: 'a page size that Zoom refuses',
    breakIt: ({ zoom, env }) => {
      zoom.settings.oversizedPage = 'refuse';
      env.ZOOM_QOS_PAGE_SIZE = '100';
    },
    line: '✗ Zoom page size: Zoom refuses pages of 30, and ZOOM_QOS_PAGE_SIZE is 100. → Set ZOOM_QOS_PAGE_SIZE=10',
    exitCode: 1,
  },
  {
    what: 'a page size that Zoom cuts',
    breakIt: ({ env }) => Object.assign(env, { ZOOM_QOS_PAGE_SIZE: '30' }),
    line: '✗ Zoom page size: Zoom gives 10 rows to pages of 30, and ZOOM_QOS_PAGE_SIZE is 30. → Set ZOOM_QOS_PAGE_SIZE=10',
    exitCode: 1,
  },
  {
    what: 'larger pages than are asked for',
    breakIt: ({ zoom }) => Object.assign(zoom.settings, { oversizedPage: 'allow' }),
    line: '! Zoom page size: the account takes pages of 100, and the bot asks for 10. → Set ZOOM_QOS_PAGE_SIZE=100',
    exitCode: 0,
  },
  {
    what: 'a webinar that nobody knows',
    breakIt: (world) => {
      world.asked = { ...world.asked, webinar: parseWebinarRef('911 1111 1111') };
    },
    line: '✗ Past webinar: Zoom knows no such webinar, or it has not ended, or its data is not ready. →',
    exitCode: 1,
  },
  {
    what: 'a webinar of more than a year ago',
    breakIt: (world) => {
      world.asked = { ...world.asked, webinar: parseWebinarRef(SAMPLE_IDS.good) };
      world.zoom.fail({
        endpoint: 'webinar',
        kind: 'status',
        status: 400,
        code: 12_702,
        message: 'Can not access a webinar a year ago.',
      });
    },
    line: '✗ Past webinar: the webinar ended more than a year ago. →',
    exitCode: 1,
  },
  {
    what: 'a WebSocket subscription of nobody',
    breakIt: ({ env, zoom }) =>
      Object.assign(env, { ZOOM_WEBSOCKET_SUBSCRIPTION_ID: 'nobody', ZOOM_WEBSOCKET_URL: zoom.websocketUrl }),
    line: '✗ Zoom WebSocket: Zoom refuses the subscription: ZOOM_WEBSOCKET_SUBSCRIPTION_ID is not that of a WebSocket',
    exitCode: 1,
  },
  {
    what: 'a WebSocket that a firewall stops',
    breakIt: ({ env, zoom, nowhere }) =>
      Object.assign(env, {
        ZOOM_WEBSOCKET_SUBSCRIPTION_ID: zoom.settings.subscriptionId,
        ZOOM_WEBSOCKET_URL: `ws://${nowhere}/ws`,
      }),
    line: /^✗ Zoom WebSocket: nothing takes connections at 127\.0\.0\.1:\d+\. →/,
    exitCode: 1,
  },
];
