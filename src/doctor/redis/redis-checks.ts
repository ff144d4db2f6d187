import { sleep } from '../../runtime/sleep.ts';
import { keys } from '../../storage/keys.ts';
import { createRedisConnection } from '../../storage/redis-connection.ts';
import { diagnoseOutage, diagnoseRefusal, diagnoseServer } from '../../storage/redis-health/diagnosis.ts';
import { toTtlMs } from '../../storage/ttl.ts';
import { advice, type CheckGroup, type CheckResult, good, type Tell, unseen, wrong } from '../check.ts';
import { readInfo } from './info.ts';
import { tellInfo } from './tell-info.ts';

/** What the store does all the time: a script that writes. It leaves nothing behind. */
const PROBE = `
  redis.call('SET', KEYS[1], 'asked', 'PX', ARGV[1])
  return redis.call('UNLINK', KEYS[1])`;
const PINGS = 5;
const SLOW_MS = 25;
/** More, with a pause before each, while all were slow. */
const MOST_PINGS = 15;
const PAUSE_MS = 100;
const NAME = 'Redis';

type Redis = ReturnType<typeof createRedisConnection>['redis'];

/** Redis with a connection of its own: whether the bot can work with it, and how well. */
export function redisChecks(redisUrl: string): CheckGroup {
  return {
    name: NAME,
    async run(tell) {
      let trouble: Error | null = null;
      const { redis, connect } = createRedisConnection(redisUrl, {
        onError: (error) => {
          trouble ??= error;
        },
      });
      try {
        if (!(await connect())) tell(explain(trouble ?? new Error('no connection')));
        else await look(redis, tell);
      } catch (error) {
        tell(explain(error instanceof Error ? error : new Error('unknown')));
      } finally {
        redis.disconnect();
      }
    },
  };
}

async function look(redis: Redis, tell: Tell): Promise<void> {
  const text = await redis.info();
  const unusable = diagnoseServer(text);
  if (unusable !== null) return tell(toResult(unusable));
  tell(await tellRoundTrip(redis));
  const info = readInfo(text);
  for (const result of tellInfo(info)) tell(result);
  if (info.get('role') !== 'slave') tell(await tellWritable(redis));
}

async function tellRoundTrip(redis: Redis): Promise<CheckResult> {
  // The best of them: the others may have waited for this process, which is at much else.
  let ms = Number.POSITIVE_INFINITY;
  for (let ping = 0; ping < PINGS || (ms >= SLOW_MS && ping < MOST_PINGS); ping += 1) {
    if (ping >= PINGS) await sleep(PAUSE_MS);
    const startedAt = performance.now();
    await redis.ping();
    ms = Math.min(ms, performance.now() - startedAt);
  }
  const said = `answers in ${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  return ms < SLOW_MS
    ? good(NAME, said)
    : advice(NAME, `${said}: everything the bot does takes many times that`, 'Bring Redis nearer to the bot');
}

async function tellWritable(redis: Redis): Promise<CheckResult> {
  const name = 'Redis writing';
  try {
    await redis.eval(PROBE, 1, keys.readiness.name, toTtlMs(keys.readiness.lifeSeconds));
    return good(name, 'takes values and scripts');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const refusal = diagnoseRefusal(error);
    if (refusal !== null) return { ...toResult(refusal), name };
    const [word = ''] = error.message.split(' ');
    const known = Object.hasOwn(WRITE_REFUSALS, word) ? WRITE_REFUSALS[word] : undefined;
    return known ? wrong(name, ...known) : unseen(name, 'Redis does not take a value', "Look at Redis' own log");
  }
}

/** By the first word of Redis' answer. */
const WRITE_REFUSALS: Readonly<Record<string, readonly [said: string, act: string]>> = {
  OOM: ['Redis is full', 'Raise maxmemory, or take out what others keep there'],
  MISCONF: ['Redis takes nothing, as it cannot write to its disk', 'Make room on its disk; look at its log'],
  READONLY: ['Redis takes nothing, as it is a replica', 'Put the address of its primary into REDIS_URL'],
  NOREPLICAS: ['Redis takes nothing without its replicas', 'Bring its replicas back, or lower min-replicas-to-write'],
};

function explain(error: Error): CheckResult {
  if (/^LOADING/.test(error.message)) {
    return wrong(
      NAME,
      'Redis has been started just now and is still loading its data',
      'Wait, and run the doctor again',
    );
  }
  if (error.message.includes('timed out') && !('code' in error)) {
    return wrong(NAME, 'Redis takes connections and answers nothing', 'Restart it; look at its machine and its log');
  }
  return toResult(diagnoseRefusal(error) ?? diagnoseOutage(error));
}

/** The sentences of the bot's own diagnosis end with what to do, behind a colon or a full stop. */
function toResult(sentence: string): CheckResult {
  const at = Math.max(sentence.indexOf('. '), -1);
  const split = at >= 0 ? at : sentence.indexOf(': ');
  if (split < 0) return wrong(NAME, sentence, 'Look at Redis, its network and REDIS_URL');
  const act = sentence.slice(split + 2);
  return wrong(NAME, sentence.slice(0, split), act.charAt(0).toUpperCase() + act.slice(1));
}
