import { createShowPlayer } from '../zoom/webhook/show-player.ts';
import { dataSummaryEvents, qosSummaryEvents } from '../zoom/webhook/summary-events.ts';
import { endedEvent, startedEvent } from '../zoom/webhook/webhook-bodies.ts';
import type { WebhookSender } from '../zoom/webhook/webhook-sender.ts';
import type { SimWebinar } from '../zoom/webinars/webinar.ts';
import type { ZoomSim } from '../zoom/zoom-sim.ts';
import { nextRun, SAMPLES } from './demo-webinars.ts';
import type { FaultName, WireOutcome, WireZoom } from './wire.ts';

/** The Zoom panel: what it shows, and what can be done there. */
export interface ZoomDesk {
  state(): WireZoom;
  /** Ends the running webinar and tells the bot, as Zoom does. */
  end(uuid: string): Promise<WireOutcome>;
  /** Starts a new run of a webinar that has ended, and tells the bot. */
  start(uuid: string): Promise<WireOutcome>;
  /** In the running webinar somebody's voice breaks up, or is well again; from the first time on its minutes are told. */
  spoil(uuid: string, on: boolean): Promise<WireOutcome>;
  stop(): void;
  setFault(name: FaultName, on: boolean): void;
  setLatency(ms: number): void;
}

const SHOWN_REQUESTS = 60;
const SLOW_MS = 1500;
/** Heavy limits of the plan that the simulator starts with. */
const PER_SECOND = 40;
const PER_DAY = 60_000;

/** @param webinars those the simulator was started with */
export function createZoomDesk(
  zoom: ZoomSim,
  webhook: WebhookSender,
  webinars: readonly SimWebinar[],
  latencyMs: number,
): ZoomDesk {
  const runs = new Map(webinars.map((webinar) => [webinar.uuid, webinar]));
  const faults = new Set<FaultName>();
  const player = createShowPlayer((event) => webhook.deliver(event), zoom.clock.now);
  let latency = latencyMs;
  let started = 0;
  apply();

  function apply(): void {
    zoom.clearFaults();
    if (faults.has('429')) zoom.fail({ kind: '429second', endpoint: '*', always: true, retryAfter: '2' });
    if (faults.has('5xx')) zoom.fail({ kind: 'status', status: 503, endpoint: '*', always: true });
    zoom.setLatency(latency + (faults.has('slow') ? SLOW_MS : 0));
    zoom.settings.rowsShare = faults.has('partial') ? 0.5 : 1;
  }

  /** The latest run of every number. */
  function latest(id: string): SimWebinar | undefined {
    return [...runs.values()]
      .filter((run) => run.id === id)
      .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
      .at(-1);
  }

  return {
    state() {
      const endpoints = [...new Set(zoom.requests.map(({ endpoint }) => endpoint))];
      return {
        webinars: SAMPLES.flatMap(({ id, what, canRun = false }) => {
          const run = latest(id);
          if (run === undefined) return [];
          return [
            {
              id,
              uuid: run.uuid,
              topic: run.topic,
              what,
              running: run.endedAt === null,
              canRun,
              spoiled: player.isSpoiled(run.uuid),
            },
          ];
        }),
        faults: [...faults],
        latencyMs: latency,
        requests: zoom.requests.slice(-SHOWN_REQUESTS).map((request) => ({ ...request })),
        counts: endpoints.map((endpoint) => ({ endpoint, count: zoom.countOf(endpoint) })),
        total: zoom.requests.length,
        usedToday: zoom.limits.usedToday('Heavy'),
        perDay: zoom.settings.heavyPerDay ?? PER_DAY,
        mostInOneSecond: zoom.maxInSlidingSecond(),
        perSecond: zoom.settings.heavyPerSecond ?? PER_SECOND,
      };
    },
    async end(uuid) {
      const running = runs.get(uuid);
      if (running?.endedAt !== null) return { ok: false, trouble: 'This webinar does not run.' };
      const nowMs = zoom.clock.now();
      const endedAt = new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
      const ended = { ...running, endedAt };
      zoom.endWebinar(uuid, endedAt);
      runs.set(uuid, ended);
      // As with the QSS subscription: everybody's last event, and then the end.
      if (player.end(uuid)) {
        const choices = { eventMs: nowMs };
        await webhook.deliverAll([...qosSummaryEvents(ended, choices), ...dataSummaryEvents(ended, choices)]);
      }
      const { attempts, delivered } = await webhook.deliver(endedEvent(ended, { eventMs: nowMs }));
      const status = attempts.at(-1)?.status ?? 'nothing';
      return delivered
        ? { ok: true, trouble: '' }
        : { ok: false, trouble: `The bot answered the webhook with ${status}.` };
    },
    async start(uuid) {
      const last = runs.get(uuid);
      if (last === undefined || last.endedAt === null) return { ok: false, trouble: 'This webinar runs already.' };
      started += 1;
      const run = nextRun(last, started, zoom.clock.now());
      zoom.addWebinar(run);
      runs.set(run.uuid, run);
      await webhook.deliver(startedEvent(run, { eventMs: zoom.clock.now() }));
      return { ok: true, trouble: '' };
    },
    async spoil(uuid, on) {
      const running = runs.get(uuid);
      if (running?.endedAt !== null) return { ok: false, trouble: 'This webinar does not run.' };
      // It may have begun before the bot did: told again, it is the same. Nobody waits for it.
      void webhook.deliver(startedEvent(running, { eventMs: zoom.clock.now() }));
      if (on) player.spoil(running);
      else player.heal(running);
      return { ok: true, trouble: '' };
    },
    stop: () => player.stop(),
    setFault(name, on) {
      if (on) faults.add(name);
      else faults.delete(name);
      apply();
    },
    setLatency(ms) {
      latency = ms;
      apply();
    },
  };
}
