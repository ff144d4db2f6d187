import type { Config } from '../../config.ts';
import type { WebinarRef } from '../../webinar/ids.ts';
import { type CheckGroup, type Tell, unseen } from '../check.ts';
import type { Ask } from '../network/ask.ts';
import { type AskZoom, createAskZoom } from './ask-zoom.ts';
import { createLimitsSeen, tellLimits } from './limits-seen.ts';
import { findNewest } from './newest-webinar.ts';
import { checkPastWebinar } from './past-webinar-check.ts';
import { checkSubscriptions } from './subscription-check.ts';
import { checkZoomToken } from './token-check.ts';
import { checkWebSocket } from './websocket-check.ts';

/** Zoom: the token first, then all that is asked with it, what does not follow from one another at the same time. */
export function zoomChecks(
  { zoom }: Pick<Config, 'zoom'>,
  ask: Ask,
  {
    webinar,
    nowMs,
    isBotThere,
    isCalledFromOutside,
  }: {
    readonly webinar: WebinarRef | null;
    readonly nowMs: number;
    readonly isBotThere: () => Promise<boolean>;
    readonly isCalledFromOutside: boolean;
  },
): CheckGroup {
  return {
    name: 'Zoom',
    async run(tell) {
      const { token, results } = await checkZoomToken(ask, zoom);
      for (const result of results) tell(result);
      if (token === null) return tell(unseen('The rest of Zoom', 'not looked at, as there is no token'));
      const limits = createLimitsSeen();
      const askZoom = createAskZoom(ask, zoom.apiUrl, token, limits);
      const { subscriptionId } = zoom;
      const socket = subscriptionId === null ? null : checkWebSocket({ ...zoom, subscriptionId }, token, isBotThere);
      const [subscriptions] = await Promise.all([
        checkSubscriptions(askZoom, { ...zoom, isCalledFromOutside }),
        tryWebinar(askZoom, webinar, nowMs, zoom.qosPageSize, tell),
      ]);
      for (const result of subscriptions) tell(result);
      if (socket !== null) tell(await socket);
      tell(tellLimits(limits, zoom));
    },
  };
}

async function tryWebinar(
  askZoom: AskZoom,
  given: WebinarRef | null,
  nowMs: number,
  pageSize: number,
  tell: Tell,
): Promise<void> {
  const found = given === null ? await findNewest(askZoom, nowMs) : { webinar: given };
  if ('result' in found) tell(found.result);
  else await checkPastWebinar(askZoom, found.webinar, pageSize, tell);
}
