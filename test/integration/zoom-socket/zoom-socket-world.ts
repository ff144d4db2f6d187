import type { TestContext } from 'vitest';
import type { BotProcess } from '../../../sim/bot/bot-process.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { dataSummaryEvents, qosSummaryEvents } from '../../../sim/zoom/webhook/summary-events.ts';
import { endedEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import type { EventConnection } from '../../../sim/zoom/websocket/event-socket.ts';
import { addChannel, subscribe } from '../support/channels.ts';
import { addRunning, endQuietly } from '../support/ended.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

/** Rows of the table that PRINT_TABLE=1 prints. */
export const rows: string[] = [];

/** An installation that Zoom reaches over its WebSocket alone. */
export interface ZoomSocketWorld {
  readonly world: World;
  /** A running webinar that a channel of its own is subscribed to. */
  scene(people?: number): Promise<{ webinar: SimWebinar; channel: string }>;
  /** The connection that there is. */
  connection(): EventConnection;
  untilConnected(isNew?: (connection: EventConnection) => boolean, withinMs?: number): Promise<EventConnection>;
  /** What /readyz says of the connection. */
  readiness(bot?: BotProcess): Promise<string>;
  /** Zoom sends what it has of the webinar's visits; how many of them found a connection. */
  push(webinar: SimWebinar): number;
  /** The webinar ends, and Zoom sends that. */
  end(webinar: SimWebinar): void;
  /** Nothing more is read of it. */
  untilOver(webinar: SimWebinar): Promise<void>;
  /** Does something to the connection; the row of the table says after how many seconds another one stood. */
  kill(way: string, how: (connection: EventConnection) => void): Promise<number>;
}

export async function startZoomSocketWorld(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  options: WorldOptions = {},
): Promise<ZoomSocketWorld> {
  const world = await startWorld({ ...options, events: 'websocket', replicas: 0 }, onTestFinished);
  const { zoom, slack, bots } = world;
  for (let replica = 0; replica < (options.replicas ?? 1); replica += 1) await world.startBot();
  if (bots[0]) world.useBot(bots[0]);

  const self: ZoomSocketWorld = {
    world,
    async scene(people = 40) {
      const webinar = addRunning(world, { participants: samplePeople({ count: people, presenters: 1, bad: 8 }) });
      const channel = addChannel(world);
      await subscribe(world, channel, webinar.id);
      return { webinar, channel };
    },
    connection() {
      const connection = zoom.eventSocket.current();
      if (!connection) throw new Error('there is no connection');
      return connection;
    },
    untilConnected: (isNew = () => true, withinMs = 10_000) =>
      slack.waitFor(() => {
        const connection = zoom.eventSocket.current();
        return connection && isNew(connection) ? connection : null;
      }, withinMs),
    async readiness(bot = bots[0]) {
      const answer = await fetch(`${bot?.url}/readyz`);
      const { checks }: { checks: { name: string; reason?: string }[] } = JSON.parse(await answer.text());
      const check = checks.find(({ name }) => name === 'zoom-socket');
      return check ? (check.reason ?? 'ok') : 'no entry';
    },
    push(webinar) {
      const choices = { eventMs: Date.now() };
      const events = [...qosSummaryEvents(webinar, choices), ...dataSummaryEvents(webinar, choices)];
      return events.filter((event) => zoom.eventSocket.send(event)).length;
    },
    end(webinar) {
      const ended = endQuietly(world, webinar);
      zoom.eventSocket.send(endedEvent(ended, { eventMs: Date.now() }));
    },
    async untilOver({ uuid }) {
      const isOver = (line: string) => line.includes('nothing more is read of a webinar') && line.includes(uuid);
      await slack.waitFor(() => bots.some(({ lines }) => lines.some(isOver)), 20_000);
    },
    async kill(way, how) {
      const before = self.connection();
      const startedMs = performance.now();
      how(before);
      await self.untilConnected((one) => one !== before, 30_000);
      const seconds = (performance.now() - startedMs) / 1000;
      rows.push(`| ${way} | ${seconds.toFixed(1)} s |`);
      return seconds;
    },
  };
  if (bots.length > 0) await self.untilConnected();
  return self;
}
