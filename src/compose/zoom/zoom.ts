import { trackQuota } from '../../metrics.ts';
import { createValueFaults, parseStreams } from '../../qos/parse-streams.ts';
import { parseParticipantRow } from '../../qos/participant-row.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import type { FindNames } from '../../reports/live/live-check-job.ts';
import { sleep } from '../../runtime/sleep.ts';
import type { CallOwner } from '../../webinar/call-owner.ts';
import type { WebinarSource } from '../../webinar/source.ts';
import { fetchLiveNames } from '../../zoom/endpoints/live-names.ts';
import { createZoomClient, type ZoomClient } from '../../zoom/http/client.ts';
import type { TokenSource } from '../../zoom/http/token/access-token.ts';
import { createZoomSource } from '../../zoom/source.ts';
import type { PushedRowReaders } from '../../zoom/webhook/pushed-visit.ts';
import type { Foundation } from '../foundation.ts';

/** Zoom, within the account's limits, its calls counted. */
export function composeZoom({
  config,
  kv,
  clock,
  metrics,
  tracing,
  logger,
  onPermit,
}: Omit<Foundation, 'jobs'> & {
  /** A call that counts towards the daily quota is about to be made. */
  onPermit?: (owner: CallOwner) => void;
}): {
  source: WebinarSource;
  /** Rows are read the same way when they are pushed. */
  pushedRows: PushedRowReaders;
  /** Who is in a running webinar; nobody where that cannot be had. */
  findNames: FindNames;
  /** For Zoom's WebSocket. */
  tokens: TokenSource;
  client: Pick<ZoomClient, 'getJson'>;
  close(): Promise<void>;
} {
  let usedAtLeast = 0;
  const client = createZoomClient({
    ...config.zoom,
    limits: config.zoom,
    kv,
    clock,
    sleep,
    random: Math.random,
    tracing,
    events: {
      ...(onPermit && { onPermit }),
      onCall({ endpoint, status, durationMs }) {
        metrics.zoomCalls.inc({ endpoint, status: status === null ? 'none' : String(status) });
        metrics.zoomCallSeconds.observe({ endpoint }, durationMs / 1000);
      },
      onQuota({ usedToday }) {
        usedAtLeast = usedToday;
      },
      onThrottled: () => metrics.zoomThrottled.inc(),
      onScopes(missing) {
        if (missing.length > 0) logger.error({ missing }, 'the Zoom app lacks scopes; see docs/setup.md');
      },
    },
  });
  const { heavyPerDay } = config.zoom;
  trackQuota(metrics, heavyPerDay, async () => {
    const left = await client.callsLeftToday();
    // While the store is away each process counts by itself.
    return left === null ? usedAtLeast : heavyPerDay - left;
  });
  const pushedRows = { parseParticipantRow, parseStreams: createQosParser(config.thresholds) };
  return {
    source: createZoomSource({ client, ...pushedRows, rowsPerPage: config.zoom.qosPageSize }),
    pushedRows,
    async findNames(webinar, visitIds, context) {
      try {
        return await fetchLiveNames(client, webinar, visitIds, context);
      } catch (err) {
        context.signal?.throwIfAborted();
        logger.warn({ occurrence: webinar.uuid, err }, 'who presents could not be looked up');
        return new Map();
      }
    },
    tokens: client.tokens,
    client,
    close: () => client.close(),
  };
}

function createQosParser(thresholds: Thresholds): PushedRowReaders['parseStreams'] {
  return (qos) => {
    const faults = createValueFaults();
    return { ...parseStreams(qos, thresholds, faults), ...faults };
  };
}
