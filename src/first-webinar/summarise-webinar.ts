import type { Config } from '../config.ts';
import { createValueFaults, parseStreams } from '../qos/parse-streams.ts';
import { parseParticipantRow } from '../qos/participant-row.ts';
import { DEFAULT_THRESHOLDS } from '../qos/thresholds.ts';
import type { Clock } from '../runtime/clock.ts';
import { sleep } from '../runtime/sleep.ts';
import type { Kv } from '../storage/kv.ts';
import { createZoomClient } from '../zoom/http/client.ts';
import { createZoomSource } from '../zoom/source.ts';
import type { Arguments } from './arguments.ts';
import { SummaryError } from './explain-error.ts';
import { tellFacts } from './facts/all-facts.ts';
import { createListFields } from './list-fields.ts';
import { look } from './look.ts';
import { writeJson, writeText } from './write-summary.ts';

/** A Zoom that is slow for longer is no one to measure. */
const TIMEOUT_MS = 5 * 60_000;
/** As somebody who asks: what is reserved for automatic reports is left alone. */
const OWNER = { kind: 'ask', person: '', webinar: '' } as const;

/**
 * Reads one webinar with the account's own limits and says what was seen; nothing is kept or posted.
 * @param kv shared with a running bot where there is one, so that its calls and these are counted together
 * @throws SummaryError, AppError; their words are those of explainError
 */
export async function summariseWebinar(
  { webinar, asJson }: Arguments,
  { config, kv, clock }: { readonly config: Pick<Config, 'zoom' | 'reports'>; readonly kv: Kv; readonly clock: Clock },
): Promise<string> {
  let calls = 0;
  const listFields = createListFields();
  const client = createZoomClient({
    ...config.zoom,
    ...{ limits: config.zoom, kv, clock, sleep, random: Math.random },
    events: {
      onCall() {
        calls += 1;
      },
    },
  });
  const source = createZoomSource({
    client,
    rowsPerPage: config.zoom.qosPageSize,
    parseStreams(qos) {
      const faults = createValueFaults();
      return { ...parseStreams(qos, DEFAULT_THRESHOLDS, faults), ...faults };
    },
    parseParticipantRow(row) {
      listFields.see(row);
      return parseParticipantRow(row);
    },
  });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const seen = await look({ client, source, listFields, clock }, webinar, { owner: OWNER, signal });
    const lastReadMinutes = Math.round(Math.max(...config.reports.delaysSeconds) / 60);
    const facts = tellFacts(seen, lastReadMinutes);
    return asJson ? writeJson(seen, facts, calls) : writeText(seen, facts, calls);
  } catch (error) {
    if (signal.aborted) throw new SummaryError('Zoom took longer than five minutes.', { cause: error });
    throw error;
  } finally {
    await client.close();
  }
}
