import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the operator can see. Labels are from closed sets: never a person, a webinar or an address. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    zoomCalls: new Counter({
      name: 'webinar_qos_zoom_calls_total',
      help: 'HTTP calls to Zoom by endpoint and status (none: no answer).',
      labelNames: ['endpoint', 'status'],
      registers,
    }),
    zoomCallSeconds: new Histogram({
      name: 'webinar_qos_zoom_call_duration_seconds',
      help: 'Duration of HTTP calls to Zoom.',
      labelNames: ['endpoint'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
      registers,
    }),
    zoomThrottled: new Counter({
      name: 'webinar_qos_zoom_throttled_total',
      help: 'Times Zoom asked to slow down.',
      registers,
    }),
    asks: new Counter({
      name: 'webinar_qos_asks_total',
      help: 'Reports asked for, by where the first answer came from (cache or zoom).',
      labelNames: ['from'],
      registers,
    }),
    refusals: new Counter({
      name: 'webinar_qos_refusals_total',
      help: 'Commands and clicks that were refused, by why (not-listed, guest, outsider, bot, gone; unknown: Slack did not say).',
      labelNames: ['reason'],
      registers,
    }),
    reads: new Counter({
      name: 'webinar_qos_reads_total',
      help: 'Reads of a whole webinar by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    readSeconds: new Histogram({
      name: 'webinar_qos_read_duration_seconds',
      help: 'Duration of reads of a whole webinar.',
      buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900],
      registers,
    }),
    rowsRead: new Counter({
      name: 'webinar_qos_rows_read_total',
      help: "Rows of Zoom's lists that were read.",
      registers,
    }),
    participantsLists: new Counter({
      name: 'webinar_qos_participants_lists_total',
      help: 'Participants lists that reports were made with, by state (ok, no-scope, failed, late, partial).',
      labelNames: ['state'],
      registers,
    }),
    gradedReads: new Counter({
      name: 'webinar_qos_graded_reads_total',
      help: 'Reads that were graded, by where their rows came from (api, events, both).',
      labelNames: ['from'],
      registers,
    }),
    collectedVisitsDropped: new Counter({
      name: 'webinar_qos_collected_visits_dropped_total',
      help: 'Visits whose collected rows were let go because there were too many.',
      registers,
    }),
    jobs: new Counter({
      name: 'webinar_qos_jobs_total',
      help: 'Job runs by name and outcome (done, failed, later).',
      labelNames: ['name', 'outcome'],
      registers,
    }),
    slackCalls: new Counter({
      name: 'webinar_qos_slack_calls_total',
      help: "Calls to Slack by method and outcome (ok, or Slack's word).",
      labelNames: ['method', 'outcome'],
      registers,
    }),
    socketEvents: new Counter({
      name: 'webinar_qos_slack_socket_events_total',
      help: 'Socket Mode: sockets that were connected, replaced, lost, failed or refused, and envelopes that came repeated.',
      labelNames: ['event'],
      registers,
    }),
    webhookEvents: new Counter({
      name: 'webinar_qos_zoom_events_total',
      help: "Zoom's events by outcome: requests to /zoom/events, and what came over the WebSocket.",
      labelNames: ['outcome'],
      registers,
    }),
    zoomSocketEvents: new Counter({
      name: 'webinar_qos_zoom_socket_events_total',
      help: "Zoom's WebSocket: connections that stood, were replaced, lost, refused, whose token died, or that failed.",
      labelNames: ['event'],
      registers,
    }),
    posts: new Counter({
      name: 'webinar_qos_channel_posts_total',
      help: 'Runs of the job that keeps a channel message up to date, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    livePosts: new Counter({
      name: 'webinar_qos_live_posts_total',
      help: 'Runs of the job that keeps the warnings of a running webinar up to date in a channel, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    firstPostSeconds: new Histogram({
      name: 'webinar_qos_end_to_first_post_seconds',
      help: 'Time from the end of a webinar to its first message in a channel.',
      buckets: [60, 120, 180, 300, 600, 1200, 1800, 3600, 7200, 86_400],
      registers,
    }),
    finalPostSeconds: new Histogram({
      name: 'webinar_qos_end_to_final_post_seconds',
      help: 'Time from the end of a webinar to the final form of its message in a channel.',
      buckets: [60, 120, 180, 300, 600, 1200, 1800, 3600, 7200, 86_400],
      registers,
    }),
    sweeps: new Counter({
      name: 'webinar_qos_sweeps_total',
      help: 'Searches for webinars whose end was not told.',
      registers,
    }),
    sweptWebinars: new Counter({
      name: 'webinar_qos_swept_webinars_total',
      help: 'Webinars found by a sweep without an event having told their end.',
      registers,
    }),
    doctorChecks: new Gauge({
      name: 'webinar_qos_doctor_checks',
      help: "The doctor's quick checks at the start of this process, by how they ended.",
      labelNames: ['state'],
      registers,
    }),
    clicks: new Counter({
      name: 'webinar_qos_clicks_total',
      help: 'Clicked buttons by action.',
      labelNames: ['action'],
      registers,
    }),
  };
}

/**
 * Counted when asked for: calls are made by all replicas, and at 00:00 UTC nobody calls.
 * @param used calls of this day
 */
export function trackQuota({ registry }: Metrics, perDay: number, used: () => Promise<number>): void {
  const registers = [registry];
  const limit = new Gauge({
    name: 'webinar_qos_zoom_quota_limit_calls',
    help: 'Heavy and Resource-intensive calls allowed per day of UTC.',
    registers,
  });
  limit.set(perDay);
  new Gauge({
    name: 'webinar_qos_zoom_quota_used_calls',
    help: 'Heavy and Resource-intensive calls of this day of UTC, all replicas; all of them where Zoom says so.',
    registers,
    async collect() {
      this.set(await used());
    },
  });
}

/** Counted when asked for: subscriptions are paused and resumed by any replica. 0 while the store is away. */
export function trackPausedSubscriptions({ registry }: Metrics, count: () => Promise<number>): void {
  new Gauge({
    name: 'webinar_qos_paused_subscriptions',
    help: 'Subscriptions that are paused because Slack does not let the bot post in their channel.',
    registers: [registry],
    async collect() {
      this.set(await count().catch(() => 0));
    },
  });
}

/** Only where Socket Mode is on: a 0 has to mean that something is wrong. */
export function trackSlackSocket({ registry }: Metrics, isConnected: () => boolean): void {
  new Gauge({
    name: 'webinar_qos_slack_socket_connected',
    help: 'Whether this process has a socket to Slack (1) or not (0).',
    registers: [registry],
    collect() {
      this.set(isConnected() ? 1 : 0);
    },
  });
}

/** Only where there is a subscription for it: over all replicas the sum has to be 1. */
export function trackZoomSocket({ registry }: Metrics, isConnected: () => boolean): void {
  new Gauge({
    name: 'webinar_qos_zoom_socket_connected',
    help: "Whether this process has Zoom's WebSocket (1) or not (0).",
    registers: [registry],
    collect() {
      this.set(isConnected() ? 1 : 0);
    },
  });
}
