import { Redis } from 'ioredis';
import { describe, type ExpectStatic, inject, it } from 'vitest';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { startFakeRedis } from '../../setup/fake-redis.ts';
import { startRedis } from '../../setup/start-redis.ts';
import { isReport, startWorld, type World } from '../support/world.ts';

const SECRET = 'made-up-secret-4711';
const TOLD_WITHIN_MS = 10_000;
/** Every connection has tried again by then, and a queue that is refused would have asked a thousand times. */
const LISTENED_FOR_MS = 6_000;

type Options = NonNullable<Parameters<typeof startRedis>[0]>;
/** The test's own, as tests run at the same time. */
type WhenFinished = (work: () => Promise<void>) => void;

async function start(options: Options, whenFinished: WhenFinished) {
  const server = await startRedis(options);
  whenFinished(() => server.kill());
  return server;
}

const startBot = (url: string, whenFinished: WhenFinished): Promise<World> =>
  startWorld({ redis: 'none', env: { REDIS_URL: url } }, whenFinished);

async function readinessOf(world: World): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${world.bots.at(-1)?.url}/readyz`);
  return { status: answer.status, body: await answer.text() };
}

const errorsOf = (world: World) => (world.bots.at(-1)?.lines ?? []).filter((line) => line.includes('"level":"error"'));

/** The operator is told in one sentence, once, and /readyz says the same; nothing else is worth a look. */
async function expectSentence(world: World, sentence: string, expect: ExpectStatic): Promise<void> {
  await expect.poll(() => errorsOf(world).length, { timeout: TOLD_WITHIN_MS }).toBe(1);
  const until = Date.now() + LISTENED_FOR_MS;
  const seen = new Set<string>();
  const listen = async () => {
    const { status, body } = await readinessOf(world);
    // Slack may become ready meanwhile.
    const storage = /\{"name":"storage"[^}]*\}/.exec(body)?.[0];
    seen.add(`${status} ${storage}`);
    return Date.now() >= until;
  };
  await expect.poll(listen, { timeout: 5 * LISTENED_FOR_MS, interval: 250 }).toBe(true);
  expect([...seen]).toEqual([expect.stringMatching(/^503 /)]);
  expect([...seen][0]).toContain(sentence);
  expect((await fetch(`${world.bots.at(-1)?.url}/livez`)).status).toBe(200);
  expect(errorsOf(world)).toEqual([expect.stringContaining(sentence)]);
  const lines = world.bots.at(-1)?.lines ?? [];
  expect(lines.filter((line) => /redis/i.test(line)).length).toBeLessThan(30);
  expect(lines.join('\n')).not.toContain(SECRET);
  expect(lines.join('\n')).not.toContain('wrong-one');
}

const withUser = (rules: string): Options => ({ settings: { user: `bot on >${SECRET} ${rules}` } });

const CASES: [what: string, Options, login: string, sentence: string][] = [
  ['without the password', { settings: { requirepass: SECRET } }, '', 'wants a password and REDIS_URL has none'],
  ['with a wrong password', { settings: { requirepass: SECRET } }, ':wrong-one@', 'refuses the user or the password'],
  ['with an unknown user', {}, 'bob:wrong-one@', 'refuses the user or the password in REDIS_URL'],
  ['with a user for other keys', withUser('~other:* +@all'), `bot:${SECRET}@`, 'does not let the user in REDIS_URL'],
  ['with a user without the queue', withUser('~qos:* +@all'), `bot:${SECRET}@`, 'does not let the user in REDIS_URL'],
  // It used to keep the whole process busy for ever.
  ['with a user without INFO', withUser('~* +@all -info'), `bot:${SECRET}@`, 'does not let the user in REDIS_URL'],
  ['of a cluster', { settings: { 'cluster-enabled': 'yes' } }, '', 'names a node of a Redis Cluster'],
  ['of a Sentinel', { isSentinel: true }, '', 'names a Redis Sentinel'],
];

describe.skipIf(inject('redisBinary') === '').concurrent('a REDIS_URL with which the bot cannot work', () => {
  it.for(CASES)(
    '%s is told in one sentence',
    { timeout: 90_000 },
    async ([, options, login, sentence], { expect, onTestFinished }) => {
      const { port } = await start(options, onTestFinished);
      await expectSentence(await startBot(`redis://${login}127.0.0.1:${port}`, onTestFinished), sentence, expect);
    },
  );

  it('of a server that is too old is told in one sentence', { timeout: 90_000 }, async ({ expect, onTestFinished }) => {
    const old = await startFakeRedis('4.0.9');
    onTestFinished(() => old.close());
    const world = await startBot(old.url, onTestFinished);
    await expectSentence(world, 'Redis 4.0.9 is too old: the bot needs 5.0 at least', expect);
  });

  it('is right after a restart with the right one', { timeout: 90_000 }, async ({ expect, onTestFinished }) => {
    const { port } = await start({ settings: { requirepass: SECRET } }, onTestFinished);
    const world = await startBot(`redis://127.0.0.1:${port}`, onTestFinished);
    expect((await readinessOf(world)).status).toBe(503);
    await world.bots[0]?.stop();
    world.useBot(await world.startBot({ REDIS_URL: `redis://:${SECRET}@127.0.0.1:${port}` }));
    await expect.poll(() => readinessOf(world), { timeout: 10_000 }).toMatchObject({ status: 200 });
    expect(isReport(await world.askForReport(SAMPLE_IDS.allHands, 30_000))).toBe(true);
    expect(errorsOf(world)).toEqual([]);
    expect(world.bots.flatMap(({ lines }) => lines).join('\n')).not.toContain(SECRET);
  });

  it('is noticed to be right once Redis has been changed', { timeout: 90_000 }, async ({ expect, onTestFinished }) => {
    const { port } = await start(withUser('~* +@all -eval'), onTestFinished);
    const admin = new Redis(`redis://127.0.0.1:${port}`);
    onTestFinished(() => admin.disconnect());
    const world = await startBot(`redis://bot:${SECRET}@127.0.0.1:${port}`, onTestFinished);
    await expect.poll(() => errorsOf(world).length, { timeout: TOLD_WITHIN_MS }).toBe(1);
    expect((await readinessOf(world)).status).toBe(503);
    await admin.acl('SETUSER', 'bot', '+@all');
    await expect.poll(() => readinessOf(world), { timeout: 20_000 }).toMatchObject({ status: 200 });
    expect(isReport(await world.askForReport(SAMPLE_IDS.allHands, 30_000))).toBe(true);
    expect(errorsOf(world)).toHaveLength(1);
  });
});
