import type { Clock } from '../../runtime/clock.ts';
import { createTransport, type TransportRequest } from '../../zoom/http/transport.ts';
import type { ClockReadings } from '../clock.ts';
import { explainNothing, type Trouble } from './explain-nothing.ts';

/** An answer, whatever its status, or why there was none. */
type Heard =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | undefined>>;
      readonly body: string;
    }
  | ({ readonly kind: 'nothing' } & Trouble);

/** One request, bounded in time and size. Follows no redirect. Never rejects. */
export type Ask = (request: TransportRequest) => Promise<Heard>;

/** A whole request; the parts of it less. */
const ASK_WITHIN_MS = 5_000;
const TIMEOUTS = { connectMs: 3_000, headersMs: 4_000, bodyMs: 4_000, wholeMs: ASK_WITHIN_MS };
const MAX_BODY = 4 * 1024 * 1024;

/**
 * By the same means as the bot itself calls Zoom.
 * @param readings hears what time it is there
 */
export function createZoomAsk(clock: Clock, readings: ClockReadings): { ask: Ask; close(): Promise<void> } {
  const transport = createTransport(clock, TIMEOUTS);
  return {
    async ask(request) {
      const askedAtMs = clock.now();
      try {
        const { status, headers, body } = await transport.send(request);
        readings.hear('Zoom', { date: headers.date, askedAtMs, heardAtMs: clock.now() });
        return { kind: 'answer', status, headers, body };
      } catch (error) {
        return { kind: 'nothing', ...explainNothing(error, request.url) };
      }
    },
    close: () => transport.close(),
  };
}

/**
 * By the same means as the bot itself calls Slack: Node's own fetch, which knows proxies where it is told to.
 * @param whose null: the answer says nothing of the time at Slack
 */
export function createFetchAsk(clock: Clock, readings: ClockReadings, whose: 'Slack' | null): Ask {
  return async ({ method, url, headers, body }) => {
    const askedAtMs = clock.now();
    try {
      const answer = await fetch(url, {
        method,
        headers,
        body: body ?? null,
        redirect: 'manual',
        signal: AbortSignal.timeout(ASK_WITHIN_MS),
      });
      const heardAtMs = clock.now();
      const own = Object.fromEntries(answer.headers);
      if (whose !== null) readings.hear(whose, { date: own.date, askedAtMs, heardAtMs });
      return { kind: 'answer', status: answer.status, headers: own, body: (await answer.text()).slice(0, MAX_BODY) };
    } catch (error) {
      return { kind: 'nothing', ...explainNothing(error, url) };
    }
  };
}
