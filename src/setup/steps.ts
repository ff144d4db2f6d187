import type { CheckResult } from '../doctor/check.ts';
import { type Checks, format, looksLike } from './checks.ts';
import type { Question } from './talk.ts';

type Values = Readonly<Record<string, string>>;

/** A variable to be filled in. */
export interface Field extends Question {
  readonly name: string;
}

/** A page to open, what to take from it, and a look whether that works. */
export interface Step {
  readonly title: string;
  readonly lines: readonly string[];
  /** Shown, and opened where that is possible. */
  readonly link: string | null;
  readonly fields: readonly Field[];
  /** Asks Slack, Zoom or Redis with what is known so far; null where nobody can be asked. */
  readonly look: ((values: Values) => Promise<readonly CheckResult[]>) | null;
}

const secret = (name: string, message: string, check: Question['check'] = format.any): Field => ({
  ...{ name, message, isSecret: true, isOptional: false, check },
});
const plain = (name: string, message: string, check: Question['check'] = format.any, isOptional = false): Field => ({
  ...{ name, message, isSecret: false, isOptional, check },
});

/** Everything that an installation needs, in an order in which nothing is needed before it is there. */
export function stepsFor(slackLink: string, url: string | null, checks: Checks): readonly Step[] {
  return [
    {
      title: 'Slack: make the app',
      lines: [
        'Open the link below: it brings the manifest along. Choose the workspace, Next, Create.',
        'Then Install App → Install to … → Allow, and copy the Bot User OAuth Token.',
      ],
      link: slackLink,
      fields: [secret('SLACK_BOT_TOKEN', 'Bot User OAuth Token (xoxb-…)', looksLike('xoxb-'))],
      look: checks.slackToken,
    },
    {
      title: 'Slack: the signing secret',
      lines: ['Basic Information → App Credentials → Signing Secret → Show.'],
      link: null,
      fields: [secret('SLACK_SIGNING_SECRET', 'Signing Secret')],
      look: null,
    },
    ...(url === null
      ? [
          {
            title: 'Slack: connect without an address',
            lines: [
              'The same page → App-Level Tokens → Generate Token and Scopes → Add Scope connections:write → Generate.',
            ],
            link: null,
            fields: [secret('SLACK_APP_TOKEN', 'App-level token (xapp-…)', looksLike('xapp-'))],
            look: checks.slackAppToken,
          },
        ]
      : []),
    {
      title: 'Zoom: make the app',
      lines: [
        'https://marketplace.zoom.us/ → Develop → Build App → Server-to-Server OAuth App → Create.',
        'Information: fill in what it asks for. Scopes → Add Scopes, each of these:',
        ...checks.zoomScopes.map((scope) => `  ${scope}`),
        'Activation → Activate your app. Then App Credentials:',
      ],
      link: 'https://marketplace.zoom.us/develop/create',
      fields: [
        plain('ZOOM_ACCOUNT_ID', 'Account ID'),
        plain('ZOOM_CLIENT_ID', 'Client ID'),
        secret('ZOOM_CLIENT_SECRET', 'Client Secret'),
      ],
      look: checks.zoomToken,
    },
    eventsStep(url),
    {
      title: 'Where to keep it',
      lines: ['A Redis keeps reports and subscriptions over restarts. Without one they are in memory, enough to try.'],
      link: null,
      fields: [plain('REDIS_URL', 'redis://… or rediss://…, or nothing', format.redis, true)],
      look: checks.redis,
    },
  ];
}

function eventsStep(url: string | null): Step {
  const add = [
    'In the Zoom app: Feature → Event Subscriptions → Add Event Subscription → Add Events:',
    '  Webinar Participant QoS Summary (without it Zoom gives no quality data) and Webinar has ended.',
  ];
  if (url === null) {
    return {
      title: 'Zoom: events without an address',
      lines: [
        ...add,
        'Notification method: WebSocket. Save. The endpoint URL ends with subscriptionId=…: copy what follows.',
      ],
      link: null,
      fields: [plain('ZOOM_WEBSOCKET_SUBSCRIPTION_ID', 'Subscription ID', format.subscription)],
      look: null,
    };
  }
  return {
    title: 'Zoom: events',
    lines: [
      ...add,
      `Notification method: Webhook. Endpoint URL: ${url}/zoom/events`,
      'Copy the Secret Token. Press Validate and Save when the bot runs, which is after this.',
    ],
    link: null,
    fields: [secret('ZOOM_WEBHOOK_SECRET_TOKEN', 'Secret Token')],
    look: null,
  };
}
