import type { SimSubscription } from './webhook/answer-subscriptions.ts';

/** Names the rate limits, not what the account may do: `dashboardEnabled` and `qssSubscribed` say that. */
export type ZoomPlan = 'free' | 'pro' | 'business';

/** Everything about the account that a test may change while the simulator runs. */
export interface ZoomSettings {
  accountId: string;
  clientId: string;
  clientSecret: string;
  /** Granted scopes. A token carries those of its birth: newer ones show up in the next token only. */
  scopes: string[];
  plan: ZoomPlan;
  /** Instead of the plan's Heavy limits, as in a benchmark; null: the plan's. */
  heavyPerSecond: number | null;
  heavyPerDay: number | null;
  /** false: 400/200 "only available for ... Dashboard feature". */
  dashboardEnabled: boolean;
  /** false: 400/200 "Event subscription not found" on qos_summary. */
  qssSubscribed: boolean;
  /** true: no new tokens, and the old ones are dead. */
  deactivated: boolean;
  /** Whether a new token kills the one before (staff said so in 2022; the documentation of today says no). */
  tokens: 'several-valid' | 'last-wins';
  tokenLifeSeconds: number;
  /** Query-string parameters on the token endpoint worked for some and gave 400 for others. */
  tokenQueryAccepted: boolean;
  /** page_size above 10 on qos_summary; nobody knows what Zoom does. */
  oversizedPage: 'clamp' | 'refuse' | 'allow';
  /** Which way the names of streams point; Zoom's page on meetings says the opposite of the one on webinars. */
  streamNames: 'as-decided' | 'reversed';
  /** Whom qos_summary measures; no page says that those who only watch are in it. */
  summaryOf: 'everybody' | 'presenters';
  /** Which field of the participants list holds the summary's `participant_id`. */
  listVisitIdIn: 'user_id' | 'id';
  /** Words of 404/3001 and of a dead page token: the specification's, or others. */
  refusalWords: 'documented' | 'other';
  /** The last page's token. */
  lastPageToken: 'empty' | 'absent';
  /** A page token used a second time. */
  pageTokenReplay: 'allowed' | 'refused';
  /** Which part of the rows Zoom has published so far, 0 to 1: below 1 every webinar is incomplete. */
  rowsShare: number;
  /** Which part of the joinings the participants list has, 0 to 1. */
  listRowsShare: number;
  /** Rows of the participants list that belong to nobody of the QoS summary. */
  listStrangers: number;
  /** Which part of the list's rows comes without `user_id`. */
  listWithoutUserId: number;
  /** Whether the list has the order of the QoS summary; nobody knows what Zoom does. */
  listOrder: 'given' | 'reversed';
  /** Whether qos_summary answers rows while the webinar runs; off: 404/3001. */
  liveRows: boolean;
  /** Which rate-limit headers an answer carries. */
  rateHeaders: 'full' | 'lower' | 'absent';
  /** Form of Retry-After on a 429 of the simulator's own limits. */
  retryAfter: 'iso' | 'seconds' | 'http-date' | 'absent';
  appId: string;
  /** What the list of event subscriptions says; whether qos_summary answers is `qssSubscribed`. */
  subscriptions: SimSubscription[];
  /** The event subscription of the kind WebSocket. */
  subscriptionId: string;
  /** What a WebSocket says of a token that is dead; the words have changed once. */
  deadTokenWords: 'Invalid Token' | 'Token is invalid';
}

/** Granular scopes of everything the simulator serves. */
const ALL_SCOPES: readonly string[] = [
  'dashboard:read:list_webinars:admin',
  'dashboard:read:webinar:admin',
  'dashboard:read:list_webinar_participants:admin',
  'dashboard:read:list_webinar_participants_qos:admin',
  'webinar:read:list_past_instances:admin',
];

/** A Business account with everything switched on. */
export function defaultZoomSettings(): ZoomSettings {
  return {
    accountId: 'SimAccountAAAABBBBCCCC',
    clientId: 'SimClientId0123456789A',
    clientSecret: 'SimClientSecret0123456789abcdefg',
    scopes: [...ALL_SCOPES],
    plan: 'business',
    heavyPerSecond: null,
    heavyPerDay: null,
    dashboardEnabled: true,
    qssSubscribed: true,
    deactivated: false,
    tokens: 'several-valid',
    tokenLifeSeconds: 3600,
    tokenQueryAccepted: true,
    oversizedPage: 'clamp',
    streamNames: 'as-decided',
    summaryOf: 'everybody',
    listVisitIdIn: 'user_id',
    refusalWords: 'documented',
    lastPageToken: 'empty',
    pageTokenReplay: 'allowed',
    rowsShare: 1,
    listRowsShare: 1,
    listStrangers: 0,
    listWithoutUserId: 0,
    listOrder: 'given',
    liveRows: false,
    rateHeaders: 'full',
    retryAfter: 'iso',
    appId: 'SimApp_0123456789AbCd',
    subscriptions: [
      {
        event_subscription_name: 'QoS',
        events: ['webinar.participant_qos_summary', 'webinar.ended'],
        event_webhook_url: 'https://webinar-qos.example.com/zoom/events',
        subscription_scope: 'account',
        created_source: 'default',
      },
    ],
    subscriptionId: 'SimSubscription012345A',
    deadTokenWords: 'Token is invalid',
  };
}
