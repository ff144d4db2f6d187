import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import { parseJson } from '../../runtime/parse-json.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import type { CallContext } from '../../webinar/call-owner.ts';
import type { EndedEvent } from '../../webinar/occurrence.ts';
import { fetchFailedDeliveries } from '../endpoints/webhook-logs.ts';
import type { ZoomClient } from '../http/client.ts';
import { ZoomRefusal } from '../http/zoom-errors.ts';
import { parseWebhook } from './parse.ts';
import { PUSHED_EVENTS } from './pushed-visit.ts';
import type { EventOutcome, TakeEvent } from './take-event.ts';

const LOOK_BACK_MS = 24 * 3_600_000;
/** The end last: then all of its rows are there. */
const EVENTS = [...PUSHED_EVENTS.keys(), 'webinar.ended'];

/**
 * Takes events once more that Zoom could not deliver, out of its log of deliveries; each at most once.
 * @param isWanted whether somebody was subscribed to a webinar when it ended: nobody has asked for what ended before
 * @throws the signal's reason, and nothing else: the list of ended webinars and the API tell the same, later
 */
export type ReplayEvents = (context: CallContext, isWanted: (ended: EndedEvent) => boolean) => Promise<void>;

export function createReplay({
  client,
  appId,
  takeEvent,
  kv,
  clock,
  logger,
  onReplayed,
}: {
  client: Pick<ZoomClient, 'getJson'>;
  appId: string;
  takeEvent: TakeEvent;
  kv: Kv;
  clock: Clock;
  logger: Logger;
  onReplayed: (outcome: EventOutcome) => void;
}): ReplayEvents {
  let told: string | null = null;

  /** Whether it was taken now. */
  async function take(requestId: string, body: string, isWanted: (ended: EndedEvent) => boolean): Promise<boolean> {
    const event = parseWebhook(parseJson(body, z.unknown())?.data);
    if (event.kind === 'url-validation') return false;
    if (event.kind === 'webinar-ended' && !isWanted(event.event)) return false;
    const { name, lifeSeconds } = keys.replayedEvent(requestId);
    if (!(await kv.setIfAbsent(name, 'yes', lifeSeconds))) return false;
    try {
      onReplayed(await takeEvent(event, { from: 'webhook log', requestId: requestId.slice(0, 64) }));
      return true;
    } catch (error) {
      await kv.delete(name);
      throw error;
    }
  }

  return async (context, isWanted) => {
    const to = new Date(clock.now());
    const from = new Date(clock.now() - LOOK_BACK_MS);
    let replayed = 0;
    try {
      for (const event of EVENTS) {
        for await (const deliveries of fetchFailedDeliveries(client, { appId, event, from, to }, context)) {
          const results = await Promise.allSettled(
            deliveries.map(({ requestId, body }) => take(requestId, body, isWanted)),
          );
          replayed += results.filter((result) => result.status === 'fulfilled' && result.value).length;
          const failed = results.find((result) => result.status === 'rejected');
          if (failed) throw failed.reason;
        }
      }
      told = null;
    } catch (err) {
      context.signal?.throwIfAborted();
      const why = err instanceof AppError || err instanceof ZoomRefusal ? err.failure.kind : 'failed';
      if (told !== why)
        logger.warn({ why, err }, "Zoom's log of deliveries cannot be read: lost events are not replayed");
      told = why;
    }
    if (replayed > 0) logger.info({ replayed }, 'took events that Zoom could not deliver');
  };
}
