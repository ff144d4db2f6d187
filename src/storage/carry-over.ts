import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Logger } from '../logger.ts';
import { parseStored, toStored } from './stored-value.ts';

const OLD = 'qos:v1:';
const NEW = 'qos:v2:';
/** Looked at in one step of the scan. */
const BATCH = 500;

/** How a value of version 1 is called in version 2, and how it is written there; the same way unless told. */
interface Rule {
  readonly old: RegExp;
  readonly to: string;
  readonly rewrite?: (text: string) => string;
}

const OldRequest = z.looseObject({ destination: z.unknown() });

/** Version 1 wrote such texts as they are. */
const asText = (text: string): string => toStored(text);

/**
 * Everything that a person would miss. Locks, permits, turns of a second and what Zoom can be asked again are not among it.
 * The part in braces names one occurrence and stays as it is.
 */
const RULES: readonly Rule[] = [
  { old: /^(\{[^{}]*\}):waiting$/, to: '$1:requests' },
  { old: /^(\{[^{}]*\}):read$/, to: '$1:read:checkpoint' },
  { old: /^(\{[^{}]*\}):outages$/, to: '$1:read:first-failure' },
  { old: /^(\{[^{}]*\}):postponed$/, to: '$1:read:next-try' },
  { old: /^(\{[^{}]*\}):(ended|ended:host)$/, to: '$1:$2', rewrite: asText },
  { old: /^(\{[^{}]*\}):settled$/, to: '$1:automatic' },
  { old: /^(\{[^{}]*\}):posted:(\w+)$/, to: '$1:post:$2' },
  { old: /^waiter:([^:]+)$/, to: 'request:$1', rewrite: withRequester },
  { old: /^waiter:([^:]+):noticed$/, to: 'request:$1:notified' },
  { old: /^zoom:day:(.+)$/, to: 'zoom:quota:$1' },
  { old: /^zoom:blocked$/, to: 'zoom:quota:blocked' },
];

/**
 * Takes what version 1 kept over into version 2: subscriptions, pending requests, posts, reads under way, the daily
 * quota. Reports are not among it: they are read again. Each
 * value is moved in a way that a second replica, or a second try after a crash, does no harm. What is there in version 2
 * already stays.
 */
export interface CarryOver {
  /** Once; does nothing from then on. Never rejects: while Redis is away it is tried again as soon as Redis is there. */
  carryOver(): Promise<void>;
  isDone(): boolean;
}

export function createCarryOver(redis: Redis, logger: Logger): CarryOver {
  let isDone = false;
  let underWay: Promise<void> | null = null;

  async function run(): Promise<void> {
    try {
      const moved = await moveAll(redis);
      isDone = true;
      redis.off('ready', onReady);
      if (moved > 0) logger.info({ moved }, 'took over what version 1 kept');
    } catch (err) {
      logger.warn({ err }, 'what version 1 kept could not be taken over yet');
    } finally {
      underWay = null;
    }
  }

  async function carryOver(): Promise<void> {
    if (isDone) return;
    underWay ??= run();
    await underWay;
  }

  const onReady = () => void carryOver();
  redis.on('ready', onReady);
  return { carryOver, isDone: () => isDone };
}

async function moveAll(redis: Redis): Promise<number> {
  let moved = 0;
  let cursor = '0';
  do {
    const [next, names] = await redis.scan(cursor, 'MATCH', `${OLD}*`, 'COUNT', BATCH);
    cursor = next;
    for (const name of names) if (await move(redis, name.slice(OLD.length))) moved += 1;
  } while (cursor !== '0');
  return moved;
}

async function move(redis: Redis, name: string): Promise<boolean> {
  if (name === 'subscriptions') return moveSubscriptions(redis);
  const rule = RULES.find(({ old }) => old.test(name));
  if (!rule) return false;
  const [from, to] = [OLD + name, NEW + name.replace(rule.old, rule.to)];
  // Another replica may have been quicker: then the old one is gone, which RENAME calls an error.
  if (!rule.rewrite) return (await redis.renamenx(from, to).catch(() => 0)) === 1;
  const [text, lifeMs] = [await redis.get(from), await redis.pttl(from)];
  if (text === null || lifeMs <= 0) return false;
  const isNew = (await redis.set(to, rule.rewrite(text), 'PX', lifeMs, 'NX')) === 'OK';
  await redis.unlink(from);
  return isNew;
}

/** One hash whose fields are of several kinds. The old one goes last: until then a crash only means to begin anew. */
async function moveSubscriptions(redis: Redis): Promise<boolean> {
  const [from, to] = [`${OLD}subscriptions`, `${NEW}subscriptions`];
  const [fields, lifeMs] = [await redis.hgetall(from), await redis.pttl(from)];
  if (lifeMs <= 0) return false;
  for (const [field, text] of Object.entries(fields)) {
    await redis.hsetnx(to, field, field.startsWith('subscription:') ? text : asText(text));
  }
  await redis.pexpire(to, lifeMs);
  await redis.unlink(from);
  return true;
}

/** Unreadable before is a miss afterwards. */
function withRequester(text: string): string {
  const old = parseStored(OldRequest, text);
  if (!old) return text;
  const { destination, ...rest } = old;
  return toStored({ ...rest, requester: destination });
}
