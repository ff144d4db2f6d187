/**
 * Series by name, in promtool's notation (`0+1x10`: from 0 up by 1, ten times), one value a minute.
 * https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules
 */
type Series = Readonly<Record<string, string>>;

interface AlertCase {
  readonly at: string;
  readonly fires: Series;
  /** Close to it, and quiet. */
  readonly quiet: Series;
  /** What the alert says beside its severity. */
  readonly labels?: Readonly<Record<string, string>>;
}

const ONE = { instance: 'a', job: 'bot' };
const on = (name: string, labels = '') => `${name}{instance="a",job="bot"${labels === '' ? '' : `,${labels}`}}`;
const UP: Series = { [on('webinar_qos_zoom_quota_limit_calls')]: '60000x2000' };
const calls = (endpoint: string, status: string) =>
  on('webinar_qos_zoom_calls_total', `endpoint="${endpoint}",status="${status}"`);
const reads = (outcome: string) => on('webinar_qos_reads_total', `outcome="${outcome}"`);
const slack = (outcome: string) =>
  on('webinar_qos_slack_calls_total', `method="chat.postMessage",outcome="${outcome}"`);
const people = (side: string, grade: string) =>
  on('webinar_qos_webinar_people_total', `side="${side}",grade="${grade}"`);
const webinars = (verdict: string, state: string) =>
  on('webinar_qos_webinars_total', `verdict="${verdict}",state="${state}"`);
const posted = (le: string) => on('webinar_qos_end_to_first_post_seconds_bucket', `le="${le}"`);
const used = (calls: number): Series => ({
  ...UP,
  [on('webinar_qos_zoom_quota_used_calls')]: `${calls}x60`,
  // Another replica, which was asked a moment ago.
  'webinar_qos_zoom_quota_used_calls{instance="b",job="bot"}': `${calls - 1}x60`,
});

/** One for each alert. */
export const ALERT_CASES: Readonly<Record<string, AlertCase>> = {
  WebinarQosDown: { at: '6m', fires: {}, quiet: UP },
  WebinarQosRestarts: {
    at: '1h',
    // Four starts after the first.
    fires: { ...UP, [on('process_start_time_seconds')]: '0x9 1x9 2x9 3x9 4x19' },
    // Another program's process is none of our business.
    quiet: {
      ...UP,
      [on('process_start_time_seconds')]: '0x30 1x30',
      'process_start_time_seconds{instance="z",job="else"}': '0+1x60',
    },
    labels: ONE,
  },
  WebinarQosSlow: {
    at: '20m',
    fires: { ...UP, [on('nodejs_eventloop_lag_p99_seconds')]: '0.8x30' },
    quiet: { ...UP, [on('nodejs_eventloop_lag_p99_seconds')]: '0.02x9 0.8 0.02x20' },
    labels: ONE,
  },
  WebinarQosJobsFail: {
    at: '25m',
    fires: { [on('webinar_qos_jobs_total', 'name="channel.post",outcome="failed"')]: '0x10 1 2 3 4x20' },
    quiet: {
      [on('webinar_qos_jobs_total', 'name="channel.post",outcome="failed"')]: '0x10 1x20',
      [on('webinar_qos_jobs_total', 'name="channel.post",outcome="later"')]: '0+5x30',
    },
    labels: { name: 'channel.post' },
  },
  WebinarQosReadsFail: {
    at: '1h',
    fires: { [reads('failed')]: '0x20 1 2 3 4 5 6 7x40', [reads('read')]: '9x60' },
    quiet: { [reads('failed')]: '0x20 1 2 3 4 5 6 7x40', [reads('read')]: '9x50 10x10' },
  },
  WebinarQosZoomToken: {
    at: '20m',
    fires: { [calls('token', '400')]: '0x10 1 2 3 4x20', [calls('token', '200')]: '3x30' },
    quiet: { [calls('token', '500')]: '0x10 1 2 3 4x20', [calls('token', '200')]: '3x15 4x15' },
  },
  WebinarQosZoomFails: {
    at: '25m',
    fires: { [calls('qos_summary', '503')]: '0+3x30', [calls('qos_summary', '200')]: '0+7x30' },
    quiet: {
      [calls('qos_summary', '429')]: '0+3x30',
      [calls('qos_summary', 'none')]: '0+1x30',
      [calls('qos_summary', '200')]: '0+7x30',
    },
  },
  WebinarQosZoomThrottles: {
    at: '35m',
    fires: { [on('webinar_qos_zoom_throttled_total')]: '0+2x40' },
    quiet: { [on('webinar_qos_zoom_throttled_total')]: '0x10 60x30' },
  },
  WebinarQosQuotaShort: { at: '5m', fires: used(48_100), quiet: used(47_900) },
  WebinarQosQuotaUsedUp: { at: '5m', fires: used(60_000), quiet: used(59_999) },
  WebinarQosZoomEventsRefused: {
    at: '20m',
    fires: { [on('webinar_qos_zoom_events_total', 'outcome="unsigned"')]: '0+1x30' },
    quiet: {
      [on('webinar_qos_zoom_events_total', 'outcome="unsigned"')]: '0x10 2x20',
      [on('webinar_qos_zoom_events_total', 'outcome="collected"')]: '0+900x30',
    },
    labels: { outcome: 'unsigned' },
  },
  WebinarQosZoomEventsMissed: {
    at: '2h',
    fires: { [on('webinar_qos_swept_webinars_total')]: '0x60 4x60' },
    quiet: { [on('webinar_qos_swept_webinars_total')]: '0x60 1x60' },
  },
  WebinarQosZoomSocket: {
    at: '6m',
    fires: {
      'webinar_qos_zoom_socket_connected{instance="a"}': '0x10',
      'webinar_qos_zoom_socket_connected{instance="b"}': '0x10',
    },
    quiet: {
      'webinar_qos_zoom_socket_connected{instance="a"}': '0x10',
      'webinar_qos_zoom_socket_connected{instance="b"}': '1x10',
    },
  },
  WebinarQosRowsDropped: {
    at: '30m',
    fires: { [on('webinar_qos_collected_visits_dropped_total')]: '0x10 50x50' },
    quiet: { [on('webinar_qos_collected_visits_dropped_total')]: '50x60' },
  },
  WebinarQosSlackSocket: {
    at: '6m',
    fires: { [on('webinar_qos_slack_socket_connected')]: '0x10' },
    quiet: { [on('webinar_qos_slack_socket_connected')]: '0x3 1 0x4' },
    labels: ONE,
  },
  WebinarQosSlackRefuses: {
    at: '15m',
    fires: { [slack('invalid_auth')]: '1x5 2x10' },
    quiet: { [slack('ok')]: '0+9x20', [slack('not_in_channel')]: '1x5 2x10' },
    labels: { outcome: 'invalid_auth' },
  },
  WebinarQosAccessUnknown: {
    at: '15m',
    fires: { [on('webinar_qos_refusals_total', 'reason="unknown"')]: '0x5 4x10' },
    quiet: {
      [on('webinar_qos_refusals_total', 'reason="unknown"')]: '0x5 1x10',
      [on('webinar_qos_refusals_total', 'reason="guest"')]: '0+9x20',
    },
  },
  WebinarQosSlackFails: {
    at: '25m',
    fires: { [slack('HTTP 503')]: '0+3x30', [slack('ok')]: '0+7x30' },
    quiet: { [slack('HTTP 503')]: '0+1x30', [slack('not_in_channel')]: '0+3x30', [slack('ok')]: '0+7x30' },
  },
  WebinarQosSubscriptionsPaused: {
    at: '70m',
    fires: { [on('webinar_qos_paused_subscriptions')]: '1x80' },
    quiet: { [on('webinar_qos_paused_subscriptions')]: '1x30 0 1x50' },
  },
  WebinarQosPostsLate: {
    at: '1h',
    fires: { [posted('1800')]: '0x10 1x50', [posted('3600')]: '0x10 4x50', [posted('+Inf')]: '0x10 4x50' },
    quiet: { [posted('1800')]: '0x10 3x50', [posted('3600')]: '0x10 4x50', [posted('+Inf')]: '0x10 4x50' },
  },
  WebinarQosBadWebinar: {
    at: '20m',
    fires: { [webinars('bad', 'complete')]: '0x10 1x20' },
    quiet: { [webinars('fair', 'complete')]: '0x10 1x20', [webinars('bad', 'complete')]: '1x30' },
    labels: { verdict: 'bad' },
  },
  WebinarQosPresentersBad: {
    at: '2h',
    fires: { [people('presenters', 'good')]: '0x60 6x60', [people('presenters', 'bad')]: '0x60 2x60' },
    quiet: {
      [people('presenters', 'good')]: '0x60 2x60',
      [people('presenters', 'bad')]: '0x60 1x60',
      [people('audience', 'bad')]: '0x60 90x60',
    },
  },
  WebinarQosAudienceBad: {
    at: '2h',
    fires: { [people('audience', 'good')]: '0x60 80x60', [people('audience', 'poor')]: '0x60 10x60' },
    quiet: {
      [people('audience', 'good')]: '0x60 95x60',
      [people('audience', 'fair')]: '0x60 40x60',
      [people('audience', 'bad')]: '0x60 10x60',
    },
  },
  WebinarQosReportsIncomplete: {
    at: '2h',
    fires: { [webinars('good', 'complete')]: '0x60 6x60', [webinars('good', 'incomplete')]: '0x60 4x60' },
    quiet: { [webinars('good', 'complete')]: '0x60 6x60', [webinars('good', 'incomplete')]: '0x60 1x60' },
  },
};
