import { createValueFaults, parseStreams } from '../qos/parse-streams.ts';
import { parseParticipantRow } from '../qos/participant-row.ts';
import type { Thresholds } from '../qos/thresholds.ts';
import { sleep } from '../runtime/sleep.ts';
import type { WebinarSource } from '../webinar/source.ts';
import { createZoomClient } from '../zoom/http/client.ts';
import { createZoomSource } from '../zoom/source.ts';
import type { PushedRowReaders } from '../zoom/webhook/pushed-visit.ts';
import type { Foundation } from './foundation.ts';

/** Zoom, within the account's limits, its calls counted. */
export function composeZoom({ config, kv, clock, metrics, logger }: Foundation): {
  source: WebinarSource;
  /** Rows are read the same way when they are pushed. */
  pushedRows: PushedRowReaders;
  close(): Promise<void>;
} {
  metrics.quotaLimit.set(config.zoom.heavyPerDay);
  const client = createZoomClient({
    ...config.zoom,
    limits: config.zoom,
    kv,
    clock,
    sleep,
    random: Math.random,
    events: {
      onCall({ endpoint, status, durationMs }) {
        metrics.zoomCalls.inc({ endpoint, status: status === null ? 'none' : String(status) });
        metrics.zoomCallSeconds.observe({ endpoint }, durationMs / 1000);
      },
      onQuota: ({ usedToday }) => metrics.quotaUsed.set(usedToday),
      onThrottled: () => metrics.zoomThrottled.inc(),
      onScopes(missing) {
        if (missing.length > 0) logger.error({ missing }, 'the Zoom app lacks scopes; see docs/setup.md');
      },
    },
  });
  const pushedRows = { parseParticipantRow, parseStreams: createQosParser(config.thresholds) };
  return {
    source: createZoomSource({ client, ...pushedRows }),
    pushedRows,
    close: () => client.close(),
  };
}

function createQosParser(thresholds: Thresholds): PushedRowReaders['parseStreams'] {
  return (qos) => {
    const faults = createValueFaults();
    return { ...parseStreams(qos, thresholds, faults), ...faults };
  };
}
