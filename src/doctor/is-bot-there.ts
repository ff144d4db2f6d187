import type { Config } from '../config.ts';
import { keys } from '../storage/keys.ts';
import { createRedisConnection } from '../storage/redis-connection.ts';
import type { Ask } from './network/ask.ts';

/**
 * Whether a running bot has Zoom's WebSocket: by the lease of the replicas where they share a Redis, else by whether one
 * listens on this machine. What cannot be known counts as no bot. Never rejects.
 */
export async function isBotThere({ redisUrl, port }: Pick<Config, 'redisUrl' | 'port'>, ask: Ask): Promise<boolean> {
  if (redisUrl !== null) return isLeaseHeld(redisUrl);
  if (port === 0) return false;
  const heard = await ask({ method: 'GET', url: `http://127.0.0.1:${port}/readyz`, headers: {} });
  return heard.kind === 'answer' && heard.body.includes('"zoom-socket"');
}

async function isLeaseHeld(redisUrl: string): Promise<boolean> {
  const { redis, connect } = createRedisConnection(redisUrl, { onError: () => undefined });
  try {
    return (await connect()) && (await redis.exists(keys.zoomSocketLock.name)) === 1;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
