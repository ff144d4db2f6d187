export type RateLabel = 'Light' | 'Medium' | 'Heavy' | 'Resource-intensive';
export type ZoomEndpoint =
  | 'token'
  | 'webinars'
  | 'webinar'
  | 'participants'
  | 'qosSummary'
  | 'instances'
  | 'webhookLogs'
  | 'eventSubscriptions'
  | 'unknown';

export interface EndpointRule {
  readonly endpoint: ZoomEndpoint;
  readonly label: RateLabel;
  /** What error 4711 asks for. */
  readonly scope: string;
  /** Any one of these will do: the granular scope or a classic one. Empty: every app may. */
  readonly accepted: readonly string[];
}

export interface EndpointMatch {
  readonly endpoint: ZoomEndpoint;
  /** The webinar's segment, still encoded as on the request line. */
  readonly rawWebinar: string;
  readonly query: URLSearchParams;
}

const CLASSIC_DASHBOARD = [
  'dashboard_webinars:read:admin',
  'dashboard:read:admin',
  'dashboard_webinars:read:master',
  'dashboard:read:master',
];

function dashboard(endpoint: ZoomEndpoint, label: RateLabel, scope: string): EndpointRule {
  return { endpoint, label, scope, accepted: [scope, ...CLASSIC_DASHBOARD] };
}

const RULES: readonly EndpointRule[] = [
  dashboard('webinars', 'Resource-intensive', 'dashboard:read:list_webinars:admin'),
  dashboard('webinar', 'Heavy', 'dashboard:read:webinar:admin'),
  dashboard('participants', 'Heavy', 'dashboard:read:list_webinar_participants:admin'),
  dashboard('qosSummary', 'Heavy', 'dashboard:read:list_webinar_participants_qos:admin'),
  {
    endpoint: 'webhookLogs',
    label: 'Medium',
    scope: 'marketplace_app:read:admin',
    accepted: ['marketplace_app:read:admin'],
  },
  {
    // In every app by itself.
    endpoint: 'eventSubscriptions',
    label: 'Medium',
    scope: 'marketplace:read:list_event_subscriptions',
    accepted: [],
  },
  {
    endpoint: 'instances',
    label: 'Light',
    scope: 'webinar:read:list_past_instances:admin',
    accepted: [
      'webinar:read:list_past_instances:admin',
      'webinar:read:list_past_instances',
      'webinar:read',
      'webinar:read:admin',
    ],
  },
];

const PATHS: readonly (readonly [RegExp, ZoomEndpoint])[] = [
  [/^\/v2\/metrics\/webinars$/, 'webinars'],
  [/^\/v2\/metrics\/webinars\/([^/]+)$/, 'webinar'],
  [/^\/v2\/metrics\/webinars\/([^/]+)\/participants$/, 'participants'],
  [/^\/v2\/metrics\/webinars\/([^/]+)\/participants\/qos_summary$/, 'qosSummary'],
  [/^\/v2\/marketplace\/apps\/([^/]+)\/webhook_logs$/, 'webhookLogs'],
  [/^\/v2\/marketplace\/app\/event_subscription$/, 'eventSubscriptions'],
  [/^\/v2\/past_webinars\/([^/]+)\/instances$/, 'instances'],
];

/** The rule of a REST endpoint; undefined for the token endpoint and for unknown paths. */
export function endpointRule(endpoint: ZoomEndpoint): EndpointRule | undefined {
  return RULES.find((rule) => rule.endpoint === endpoint);
}

/** Matches the request line itself: a URL parser would already have changed dots and escapes. */
export function matchEndpoint(method: string, rawUrl: string): EndpointMatch {
  const mark = rawUrl.indexOf('?');
  const path = mark < 0 ? rawUrl : rawUrl.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : rawUrl.slice(mark + 1));
  if (path === '/oauth/token') return { endpoint: method === 'POST' ? 'token' : 'unknown', rawWebinar: '', query };
  if (method === 'GET') {
    for (const [pattern, endpoint] of PATHS) {
      const found = pattern.exec(path);
      if (found) return { endpoint, rawWebinar: found[1] ?? '', query };
    }
  }
  return { endpoint: 'unknown', rawWebinar: '', query };
}
