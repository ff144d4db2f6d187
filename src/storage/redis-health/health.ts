import type { Redis } from 'ioredis';
import type { Logger } from '../../logger.ts';
import { keys } from '../keys.ts';
import { toTtlMs } from '../ttl.ts';
import { diagnoseOutage, diagnoseRefusal, diagnoseServer } from './diagnosis.ts';

/** As long as something is wrong over a connection that stands, somebody may be mending it. */
const CHECK_AGAIN_MS = 5_000;
/** What the store does all the time: a script that writes. It leaves nothing behind. */
const PROBE = `
  redis.call('SET', KEYS[1], 'asked', 'PX', ARGV[1])
  return redis.call('UNLINK', KEYS[1])`;

/** Whether the Redis behind REDIS_URL is one that the bot can work with. The operator is told once per outage, in a sentence. */
export interface RedisHealth {
  /** That sentence; null while nothing is known to be wrong. */
  trouble(): string | null;
  /** There is no connection any more, or none yet. */
  reportOutage(error: Error): void;
  /**
   * True for an answer that says: not with this URL. Then the operator knows, and nobody else has to complain.
   * For whoever else speaks to the same Redis, too.
   */
  explainRefusal(error: Error): boolean;
  /** Asks now; does so by itself for each connection. Never rejects. */
  check(): Promise<void>;
  /** Ends with the first check that finds nothing wrong. */
  readonly usable: Promise<void>;
}

interface Trouble {
  readonly kind: 'outage' | 'refusal';
  readonly sentence: string;
}

export function createRedisHealth(redis: Redis, logger: Logger): RedisHealth {
  let trouble: Trouble | null = null;
  /** Somebody was refused since the last check, which may have missed what he did. */
  let isRefused = false;
  let underWay: Promise<void> | null = null;
  let isPlanned = false;
  let onUsable = (): void => undefined;
  const usable = new Promise<void>((resolve) => {
    onUsable = resolve;
  });

  function tell(found: Trouble, error: Error | null): void {
    // An outage may turn out to be more than that; all else that goes wrong meanwhile comes of the same.
    const isKnown = trouble !== null && (trouble.kind === 'refusal' || found.kind === 'outage');
    if (isKnown) return;
    trouble = found;
    logger.error(error === null ? {} : { err: error }, found.sentence);
  }

  function checkLater(): void {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      // A new connection is checked anyway.
      if (redis.status === 'ready') void check();
    }, CHECK_AGAIN_MS).unref();
  }

  /** Undefined when it cannot be told, as the answer did not come. */
  async function findTrouble(): Promise<{ sentence: string; error: Error | null } | null | undefined> {
    try {
      const sentence = diagnoseServer(await redis.info('server'));
      if (sentence !== null) return { sentence, error: null };
      await redis.eval(PROBE, 1, keys.readiness.name, toTtlMs(keys.readiness.lifeSeconds));
      return null;
    } catch (error) {
      if (!(error instanceof Error)) return undefined;
      const sentence = diagnoseRefusal(error);
      if (sentence !== null) return { sentence, error };
      // It answered, so that it is a Redis for the bot; that it is full, say, is for /readyz to find.
      return error.name === 'ReplyError' ? null : undefined;
    }
  }

  async function run(): Promise<void> {
    const wasRefused = isRefused;
    isRefused = false;
    const found = await findTrouble();
    underWay = null;
    if (found) tell({ kind: 'refusal', sentence: found.sentence }, found.error);
    if (found !== null || wasRefused) return checkLater();
    if (trouble !== null) logger.info('Redis answers again');
    trouble = null;
    onUsable();
  }

  function check(): Promise<void> {
    underWay ??= run();
    return underWay;
  }

  function explainRefusal(error: Error): boolean {
    const sentence = diagnoseRefusal(error);
    if (sentence === null) return false;
    isRefused = true;
    tell({ kind: 'refusal', sentence }, error);
    checkLater();
    return true;
  }

  redis.on('error', explainRefusal);
  redis.on('ready', () => {
    isRefused = false;
    void check();
  });

  return {
    trouble: () => trouble?.sentence ?? null,
    reportOutage(error) {
      if (!explainRefusal(error)) tell({ kind: 'outage', sentence: diagnoseOutage(error) }, error);
    },
    explainRefusal,
    check,
    usable,
  };
}
