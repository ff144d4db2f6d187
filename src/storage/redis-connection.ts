import { Redis } from 'ioredis';

const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 3_000;
const LONGEST_PAUSE_MS = 1_000;

interface RedisConnection {
  readonly redis: Redis;
  /**
   * Waits for the first connection. True when it stands, false when the first try failed: trying goes on by itself,
   * so that the bot can start before Redis does. Never rejects.
   */
  connect(): Promise<boolean>;
}

/**
 * A connection for short commands: what cannot be answered soon fails, so that whoever asks hears of it in time.
 * Nothing waits in a queue while Redis is away. It reconnects for ever, at most a second apart.
 *
 * A command whose connection broke before the reply is sent once more: it may be carried out twice.
 *
 * @param options.onError called once per outage, not once per try
 * @param options.commandTimeoutMs how long a command may take, 2 s unless told
 */
export function createRedisConnection(
  url: string,
  options: {
    readonly onError: (error: Error) => void;
    readonly commandTimeoutMs?: number;
  },
): RedisConnection {
  const commandTimeoutMs = options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS;
  const redis = new Redis(url, {
    lazyConnect: true,
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: commandTimeoutMs,
    // A connection whose other end vanished without a word would be kept for a quarter of an hour, every command failing.
    socketTimeout: 2 * commandTimeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 10), LONGEST_PAUSE_MS),
    // After a failover the old address may answer as a read-only replica: only a new connection finds the new primary.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });

  let down = false;
  redis.on('error', (error: Error) => {
    if (down) return;
    down = true;
    options.onError(error);
  });
  redis.on('ready', () => {
    down = false;
  });

  return {
    redis,
    connect: () =>
      redis.connect().then(
        () => true,
        () => redis.status === 'ready',
      ),
  };
}
