import { existsSync, readFileSync } from 'node:fs';
import { ConfigError, parseConfig } from '../config.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Kv } from '../storage/kv.ts';
import { createMemoryKv } from '../storage/memory-kv.ts';
import { createRedisConnection } from '../storage/redis-connection.ts';
import { createRedisKv } from '../storage/redis-kv.ts';
import { parseArguments } from './arguments.ts';
import { explainError, SummaryError } from './explain-error.ts';
import { summariseWebinar } from './summarise-webinar.ts';

/** Slack is not called: the first look at Zoom may come before there is a Slack app. */
const NO_SLACK = { SLACK_BOT_TOKEN: 'xoxb-none', SLACK_SIGNING_SECRET: 'none' };
const ENV_FILE = '.env';

/** null when it cannot be read: the name of its variable is told. */
function readSecretFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function readConfig() {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
  const slack = Object.entries(NO_SLACK).filter(([name]) => !process.env[name] && !process.env[`${name}_FILE`]);
  try {
    return parseConfig({ ...process.env, ...Object.fromEntries(slack) }, readSecretFile);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    const [head, ...rest] = cause.message.split('\n').map((line) => line.trim());
    throw new SummaryError(`${head} ${rest.slice(0, -1).join('; ')}; see .env.example.`, { cause });
  }
}

async function openStore(redisUrl: string | null): Promise<Kv> {
  if (redisUrl === null) return createMemoryKv(systemClock);
  const { redis, connect } = createRedisConnection(redisUrl, { onError: () => undefined });
  if (await connect()) return createRedisKv(redis);
  redis.disconnect();
  throw new SummaryError(
    'Redis at REDIS_URL cannot be reached, and so these calls would not be counted with those of the bot.',
  );
}

async function main(): Promise<void> {
  const asked = parseArguments(process.argv.slice(2));
  const config = readConfig();
  const kv = await openStore(config.redisUrl);
  try {
    process.stdout.write(await summariseWebinar(asked, { config, kv, clock: systemClock }));
  } finally {
    await kv.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainError(error)}\n`);
  process.exitCode = 1;
});
