import type { Logger } from '../../logger.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { wordsOf } from '../../websocket/words-of-error.ts';
import type { SocketConnection, SocketEvents } from './connection.ts';
import type { EnvelopeDesk } from './envelopes.ts';
import { createPauses } from './pauses.ts';
import { openTrouble, type Trouble, toTrouble } from './trouble.ts';

/** What is in hand gets so long to be acknowledged before its socket is closed. */
const FINISH_WITHIN_MS = 1_500;
const LOOK_EVERY_MS = 25;

/** Keeps a socket to Slack, whatever becomes of each. */
export interface SocketMode {
  start(): void;
  isConnected(): boolean;
  /** Rejects with the reason while there is no socket. */
  check(): Promise<void>;
  /** What is in hand is acknowledged, then the sockets are closed, so that Slack sends elsewhere. */
  stop(): Promise<void>;
}

export type SocketEvent = 'connected' | Trouble['kind'] | 'repeated';

export function createSocketMode({
  openUrl,
  connect,
  desk,
  onEvent,
  random,
  sleep,
  logger,
}: {
  /** Asks Slack for the address of one socket. */
  openUrl: () => Promise<string>;
  connect: (url: string, on: SocketEvents) => SocketConnection;
  desk: EnvelopeDesk;
  onEvent: (event: SocketEvent) => void;
  random: () => number;
  sleep: Sleep;
  logger: Logger;
}): SocketMode {
  const pauses = createPauses(random);
  const stopping = new AbortController();
  /** All that were opened and are not gone. */
  const open = new Set<SocketConnection>();
  /** Those of them over which Slack sends. */
  const serving = new Set<SocketConnection>();
  let problem = 'not connected yet';
  let told: string | null = null;
  let running: Promise<void> = Promise.resolve();

  /** Once for each trouble, however often it comes in a row. */
  function tell(trouble: Trouble): void {
    onEvent(trouble.kind);
    problem = trouble.reason;
    if (trouble.kind === 'replaced') {
      logger.info({ reason: trouble.reason }, 'Slack asks for another socket');
      return;
    }
    if (told === trouble.reason) return;
    told = trouble.reason;
    const { reason, error } = trouble;
    const fields = error === undefined ? { reason } : { reason, err: error };
    if (trouble.kind === 'refused') {
      logger.error(
        fields,
        'Slack refuses Socket Mode: nothing comes from Slack until that is mended; tried again each minute',
      );
    } else {
      logger.warn(fields, 'no socket to Slack: connecting again');
    }
  }

  async function finishInHand(): Promise<void> {
    const until = performance.now() + FINISH_WITHIN_MS;
    while (desk.unacknowledged() > 0 && performance.now() < until) await sleep(LOOK_EVERY_MS);
  }

  /** The others had their time: a new one is there. */
  async function retire(connections: readonly SocketConnection[]): Promise<void> {
    if (connections.length === 0) return;
    await finishInHand();
    for (const connection of connections) connection.close();
  }

  /** One socket, until another one is needed. */
  async function keepOne(): Promise<{ trouble: Trouble; livedMs: number }> {
    let url: string;
    try {
      url = await openUrl();
    } catch (error) {
      return { trouble: openTrouble(error), livedMs: 0 };
    }
    let since: number | null = null;
    const trouble = await new Promise<Trouble>((resolve) => {
      if (stopping.signal.aborted) {
        resolve({ kind: 'lost', reason: 'stopping' });
        return;
      }
      const connection = connect(url, {
        hello(connections) {
          since = performance.now();
          told = null;
          const others = [...open].filter((other) => other !== connection);
          serving.add(connection);
          onEvent('connected');
          logger.info({ connections }, 'connected to Slack over a socket');
          retire(others).catch((err: unknown) => logger.error({ err }, 'an old socket could not be closed'));
        },
        envelope: (envelope) => desk.receive(envelope, (message) => connection.send(message)),
        disconnect(reason) {
          const end = toTrouble(reason);
          resolve(end);
          if (end.kind === 'replaced') return;
          serving.delete(connection);
          connection.close();
        },
        gone(why) {
          open.delete(connection);
          serving.delete(connection);
          resolve({ kind: since === null ? 'failed' : 'lost', reason: wordsOf(why), error: why });
        },
      });
      open.add(connection);
    });
    return { trouble, livedMs: since === null ? 0 : performance.now() - since };
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const { trouble, livedMs } = await keepOne();
      if (stopping.signal.aborted) return;
      tell(trouble);
      await sleep(pauses.next(trouble, livedMs), stopping.signal).catch(() => undefined);
    }
  }

  return {
    start() {
      running = run();
      running.catch((err: unknown) => logger.error({ err }, 'Socket Mode has ended by a fault of its own'));
    },
    isConnected: () => serving.size > 0,
    async check() {
      if (serving.size === 0) throw new Error(`no socket to Slack: ${problem}`);
    },
    async stop() {
      stopping.abort();
      await finishInHand();
      for (const connection of open) connection.close();
      await running;
    },
  };
}
