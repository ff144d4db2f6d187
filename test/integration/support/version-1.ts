import { Redis } from 'ioredis';

/** What version 2 keeps, by the names of version 1; the inverse of storage/carry-over, written down a second time. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(\{.*\}):requests$/, '$1:waiting'],
  [/^(\{.*\}):read:checkpoint$/, '$1:read'],
  [/^(\{.*\}):read:lock$/, '$1:lock'],
  [/^(\{.*\}):read:first-failure$/, '$1:outages'],
  [/^(\{.*\}):read:next-try$/, '$1:postponed'],
  [/^(\{.*\}):automatic$/, '$1:settled'],
  [/^(\{.*\}):post:(\w+)$/, '$1:posted:$2'],
  [/^(\{.*\}):post:(\w+):lock$/, '$1:posting:$2'],
  [/^(\{.*\}):post:(\w+):turn$/, '$1:turn:$2'],
  [/^request:(\w+)$/, 'waiter:$1'],
  [/^request:(\w+):uses:(\w+)$/, 'waiter:$1:$2'],
  [/^request:(\w+):notified$/, 'waiter:$1:noticed'],
  [/^look-up:(.*)$/, 'alias:$1'],
  [/^zoom:quota:blocked$/, 'zoom:blocked'],
  [/^zoom:quota:(.*)$/, 'zoom:day:$1'],
  [/^zoom:permits:(.*)$/, 'zoom:lane:$1'],
  [/^slack:permits:(.*)$/, 'slack:lane:$1'],
];

/** What version 1 did not keep. */
const NEW = /^slack:envelope:/;

const JOBS: Readonly<Record<string, string>> = {
  'report.read': 'build-report',
  'answer.deliver': 'deliver',
  'report.automatic': 'settle',
  'channel.post': 'post',
  'owner.tell': 'tell-paused',
  'ended.sweep': 'sweep',
};

/** Rewrites a Redis of version 2 to what version 1 would have left behind. No bot may be running. */
export async function turnIntoVersion1(url: string): Promise<void> {
  const redis = new Redis(url);
  try {
    for (const key of await redis.keys('qos:v2:*')) await turnKey(redis, key.slice('qos:v2:'.length));
    for (const key of await redis.keys('{qos}:qos:*')) {
      if ((await redis.type(key)) === 'hash') await turnJob(redis, key);
    }
  } finally {
    redis.disconnect();
  }
}

async function turnKey(redis: Redis, name: string): Promise<void> {
  if (NEW.test(name)) {
    await redis.del(`qos:v2:${name}`);
    return;
  }
  const rule = NAMES.find(([pattern]) => pattern.test(name));
  const [from, to] = [`qos:v2:${name}`, `qos:v1:${rule ? name.replace(rule[0], rule[1]) : name}`];
  if (!(await rename(redis, from, to))) return;
  if (/^\{.*\}:head(?::\w+)?$/.test(name)) {
    // It graded by another method, and did not say by which.
    await rewrite(redis, to, (text) => {
      const { method: _, decidingPresenter: __, ...head } = JSON.parse(text);
      return JSON.stringify(head);
    });
  }
  if (/^\{.*\}:ended(?::host)?$/.test(name)) await rewrite(redis, to, (text) => String(JSON.parse(text)));
  if (/^request:\w+$/.test(name)) {
    await rewrite(redis, to, (text) => {
      const { requester, ...rest } = JSON.parse(text);
      return JSON.stringify({ ...rest, destination: requester });
    });
  }
  if (name !== 'subscriptions') return;
  for (const [field, text] of Object.entries(await redis.hgetall(to))) {
    if (!field.startsWith('subscription:')) await redis.hset(to, field, String(JSON.parse(text)));
  }
}

/** False for a key whose life has ended since it was listed. */
async function rename(redis: Redis, from: string, to: string): Promise<boolean> {
  try {
    await redis.rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message === 'ERR no such key') return false;
    throw error;
  }
}

async function rewrite(redis: Redis, key: string, change: (text: string) => string): Promise<void> {
  await redis.set(key, change((await redis.get(key)) ?? ''), 'KEEPTTL');
}

async function turnJob(redis: Redis, key: string): Promise<void> {
  const { name = '', data = '' } = await redis.hgetall(key);
  const oldName = JOBS[name];
  if (oldName === undefined) return;
  const { requestId, ...payload } = JSON.parse(data).payload;
  const old = requestId === undefined ? payload : { ...payload, waiterId: requestId };
  await redis.hset(key, { name: oldName, data: JSON.stringify(old) });
}
