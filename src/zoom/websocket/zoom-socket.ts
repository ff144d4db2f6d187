import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Sleep } from '../../runtime/sleep.ts';
import { wordsOf } from '../../websocket/words-of-error.ts';
import type { Connection, ConnectionEvents } from './connection.ts';
import type { Inbox } from './inbox.ts';
import type { Lease } from './lease.ts';
import { createPauses, type Trouble } from './pauses.ts';

/** What is in hand gets so long to be stored when the bot stops. */
const STORE_WITHIN_MS = 1_500;
const RETIRE_AFTER_MS = 2_000;
/** Its token is looked at so often: it is replaced a minute before it dies. */
const TOKEN_EVERY_MS = 5_000;

/** Zoom's events over a WebSocket: one connection of all replicas, whatever becomes of each. */
export interface ZoomSocket {
  start(): void;
  /** Whether this process has the connection. */
  isConnected(): boolean;
  /** Rejects with the reason while there is no connection, and it is this process that should have it. */
  check(): Promise<void>;
  /** Closes the connection, stores what came, and leaves the rest to another replica. */
  stop(): Promise<void>;
}

type ZoomSocketEvent = 'connected' | Trouble['kind'];

export interface ZoomSocketDeps {
  readonly lease: Lease;
  readonly tokens: {
    /** The token of today; another one soon before it dies. */
    get(signal?: AbortSignal): Promise<string>;
    /** Another one than that which Zoom refused. */
    renew(refused: string, signal?: AbortSignal): Promise<string>;
    /** When this one is soon to die; null when that is not known. */
    refreshAtMs(token: string): number | null;
  };
  readonly connect: (token: string, on: ConnectionEvents) => Connection;
  readonly inbox: Inbox;
  /** Connected, and who knows since when not: what Zoom sent in between is lost, and has to be looked for. */
  readonly onGap: () => void;
  readonly onEvent: (event: ZoomSocketEvent) => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly tokenEveryMs?: number;
}

export function createZoomSocket(deps: ZoomSocketDeps): ZoomSocket {
  const { lease, tokens, inbox, onEvent, sleep, logger, tokenEveryMs = TOKEN_EVERY_MS } = deps;
  const stopping = new AbortController();
  /** All that were opened and are not gone. */
  const open = new Set<Connection>();
  /** Those of them over which Zoom sends. */
  const serving = new Set<Connection>();
  let refusedToken: string | null = null;
  let problem = 'not connected yet';
  let told: string | null = null;
  let running: Promise<void> = Promise.resolve();

  /** Once for each trouble, however often it comes in a row. */
  function tell({ kind, reason, error }: Trouble): void {
    onEvent(kind);
    problem = reason;
    if (kind === 'replaced') {
      logger.info('the token of the WebSocket to Zoom is about to die: connecting with another one');
      return;
    }
    if (told === reason) return;
    told = reason;
    logger.warn(error === undefined ? { reason } : { reason, err: error }, 'no WebSocket to Zoom: connecting again');
  }

  /** Zoom closes them itself, as there is one for each subscription; what it sent before is still on its way. */
  async function retire(connections: readonly Connection[]): Promise<void> {
    if (connections.length === 0) return;
    await sleep(RETIRE_AFTER_MS, stopping.signal).catch(() => undefined);
    for (const connection of connections) connection.close();
  }

  function stand(connection: Connection): void {
    told = null;
    const hadAnother = serving.size > 0;
    const others = [...open].filter((other) => other !== connection);
    serving.add(connection);
    onEvent('connected');
    logger.info('connected to Zoom over a WebSocket');
    retire(others).catch((err: unknown) => logger.error({ err }, 'an old connection could not be closed'));
    if (!hadAnother) deps.onGap();
  }

  /** One connection, until another one is needed. */
  async function keepOne(signal: AbortSignal): Promise<{ trouble: Trouble; livedMs: number }> {
    let token: string;
    try {
      token = refusedToken === null ? await tokens.get(signal) : await tokens.renew(refusedToken, signal);
    } catch (error) {
      return { trouble: { kind: 'failed', reason: `no token: ${textOf(error)}`, error }, livedMs: 0 };
    }
    refusedToken = null;
    let since: number | null = null;
    const { promise: ended, resolve } = Promise.withResolvers<Trouble>();
    const leave = () => resolve({ kind: 'lost', reason: 'it is left to another process' });
    signal.addEventListener('abort', leave, { once: true });
    // Another process may have another one: this one lives on.
    const refreshAtMs = tokens.refreshAtMs(token) ?? Number.POSITIVE_INFINITY;
    const looking = setInterval(() => {
      if (deps.clock.now() < refreshAtMs) return;
      tokens.get(signal).then(
        (current) => {
          if (current !== token) resolve({ kind: 'replaced', reason: 'its token is about to die' });
        },
        // The connection has a token that still works.
        () => undefined,
      );
    }, tokenEveryMs);
    if (signal.aborted) leave();
    else {
      const connection = deps.connect(token, {
        connected() {
          since = performance.now();
          stand(connection);
        },
        event: (text) => inbox.add(text),
        refused(said, isTokenDead) {
          if (isTokenDead) refusedToken = token;
          resolve({ kind: isTokenDead ? 'token' : 'refused', reason: `Zoom says: ${said}` });
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
    }
    const trouble = await ended;
    clearInterval(looking);
    signal.removeEventListener('abort', leave);
    return { trouble, livedMs: since === null ? 0 : performance.now() - since };
  }

  /** While this process holds the lease. */
  async function keepConnected(signal: AbortSignal): Promise<void> {
    const pauses = createPauses(deps.random);
    problem = 'not connected yet';
    while (!signal.aborted) {
      const { trouble, livedMs } = await keepOne(signal);
      if (signal.aborted) break;
      tell(trouble);
      await sleep(pauses.next(trouble, livedMs), signal).catch(() => undefined);
    }
    for (const connection of open) connection.close();
    serving.clear();
  }

  return {
    start() {
      running = lease.run(keepConnected, stopping.signal);
      running.catch((err: unknown) => logger.error({ err }, 'the WebSocket to Zoom has ended by a fault of its own'));
    },
    isConnected: () => serving.size > 0,
    async check() {
      if (lease.holder() !== 'another' && serving.size === 0) throw new Error(`no WebSocket to Zoom: ${problem}`);
    },
    async stop() {
      stopping.abort();
      for (const connection of open) connection.close();
      await inbox.stop(STORE_WITHIN_MS);
      await running;
    },
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? wordsOf(error) : 'unknown';
}
