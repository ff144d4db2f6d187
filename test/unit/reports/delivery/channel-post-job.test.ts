import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type Failure } from '../../../../src/errors.ts';
import type { JobPayload } from '../../../../src/jobs/catalog.ts';
import { JobDelayed, JobFailedForGood } from '../../../../src/jobs/job-queue.ts';
import { createChannelPostHandler } from '../../../../src/reports/delivery/channel-post-job.ts';
import type { PostOutcome } from '../../../../src/reports/delivery/channel-post-work.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import type { ReportHead } from '../../../../src/reports/report.ts';
import { keys } from '../../../../src/storage/keys.ts';
import type { Kv } from '../../../../src/storage/kv.ts';
import {
  type ChannelCall,
  commit,
  context,
  createFakeChannels,
  createJumpingSleep,
  createKept,
  createMortal,
  createWorld,
  HOUR_MS,
  MINUTE_MS,
  NOON,
  SECOND_MS,
  subscribe,
  toHead,
} from '../automatic/support.ts';
import { failOnce, ID, pass, UUID } from '../support.ts';

type Post = JobPayload<'channel.post'>;

const limited = (retryAt: string): Failure => ({
  kind: 'zoom-limited',
  limit: 'day',
  retryAt,
  peopleRead: 0,
  peopleExpected: 30,
});
const NOTICE: Post['content'] = { kind: 'failure', failure: limited('2026-01-16T00:00:00.000Z'), reference: '7F3A' };
const NO_DATA: Post['content'] = {
  kind: 'failure',
  failure: { kind: 'no-data', webinar: ID, topic: null },
  reference: '7F3A',
};

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld({ reportChannel: 'C9' });
});

function toPost(given: Partial<Post> = {}): Post {
  return {
    channelId: 'C1',
    key: UUID,
    content: { kind: 'report' },
    webinarId: ID,
    topic: 'Quarterly update',
    final: false,
    minimumGrade: 'Good',
    onceIds: [],
    endedAt: '2026-01-15T11:50:00.000Z',
    ...given,
  };
}

function start(refuse?: (call: ChannelCall) => Error | null, kv: Kv = world.kv) {
  const channels = createFakeChannels(refuse);
  const outcomes: PostOutcome[] = [];
  const counted: [outcome: PostOutcome, final: boolean, endedAt: string | null][] = [];
  const authRefusals: string[] = [];
  const handle = createChannelPostHandler({
    ...{ ...world, ...createKept(kv, world.clock, 'C9'), kv },
    messenger: channels.messenger,
    sleep: createJumpingSleep(world.clock),
    onPosted(...given) {
      counted.push(given);
      outcomes.push(given[0]);
    },
    onAuthRefused: (slackError) => authRefusals.push(slackError),
  });
  const post = (given: Partial<Post> = {}, jobId = '1') => handle(toPost(given), { ...context, jobId });
  /** A read that found this, and the job that posts it. */
  const read = async (
    verdict: ReportHead['summary']['verdict'],
    given: Partial<Post> = {},
    readId: string = verdict,
  ) => {
    await commit(world, toHead(verdict, { readId, state: given.final ? 'final' : 'preliminary' }));
    await post(given);
  };
  return { ...channels, post, read, outcomes, counted, authRefusals };
}

describe('the message in a channel', () => {
  it('is posted once and edited from then on', async () => {
    const { read, calls, messages, outcomes } = start();
    await read('Fair', {}, 'r1');
    await read('Fair', {}, 'r2');
    await read('Fair', { final: true }, 'r3');
    expect(calls.map(({ kind, channel, ts }) => [kind, channel, ts])).toEqual([
      ['post', 'C1', null],
      ['update', 'C1', '1.0'],
      ['update', 'C1', '1.0'],
    ]);
    expect(messages()).toMatchObject([{ kind: 'report', head: { readId: 'r3', state: 'final' } }]);
    expect(outcomes).toEqual(['posted', 'edited', 'edited']);
  });

  it('is counted with the end of the webinar, from which its delay is measured', async () => {
    const { read, counted } = start();
    await read('Fair', {}, 'r1');
    await read('Fair', { final: true }, 'r2');
    expect(counted).toEqual([
      ['posted', false, '2026-01-15T11:50:00.000Z'],
      ['edited', true, '2026-01-15T11:50:00.000Z'],
    ]);
  });

  it('is left alone when it says the same already', async () => {
    const { read, post, calls, outcomes } = start();
    await read('Fair', { final: true });
    await post({ final: true });
    expect(calls).toHaveLength(1);
    expect(outcomes).toEqual(['posted', 'unchanged']);
  });

  it('is one in each channel, and one for each webinar', async () => {
    const { read, post, calls } = start();
    await read('Fair');
    await commit(world, toHead('Fair', { key: 'other' }));
    await post({ channelId: 'C2' });
    await post({ key: 'other' });
    expect(calls.map(({ kind, channel }) => [kind, channel])).toEqual([
      ['post', 'C1'],
      ['post', 'C2'],
      ['post', 'C1'],
    ]);
  });

  it('is recorded with its place before the job is done', async () => {
    const { read } = start();
    await read('Fair');
    const record: unknown = JSON.parse((await world.kv.get(keys.channelPost(UUID, 'C1').name)) ?? '');
    expect(record).toMatchObject({ channel: 'C1', ts: '1.0', told: 'Fair', final: false });
  });

  it('says that it is incomplete when nothing more comes, of the read that stood there as preliminary', async () => {
    const { read, post, messages } = start();
    await read('Fair', {}, 'r1');
    await post({ final: true });
    expect(messages()).toMatchObject([{ head: { readId: 'r1', state: 'incomplete' } }]);
  });

  it('promises nothing as the last word, though somebody who asked made the report preliminary again', async () => {
    const { post, messages } = start();
    await commit(world, toHead('Fair', { state: 'preliminary', participantCount: null }));
    await post({ final: true });
    expect(messages()).toMatchObject([{ head: { state: 'unconfirmed' } }]);
  });

  it('says that a later read was thinner, and keeps what it has when a fuller one is no longer kept', async () => {
    const { read, post, messages, outcomes } = start();
    await read('Fair', {}, 'r1');
    const thinnerRead = { readAt: '2026-01-15T12:10:00.000Z', rowsRead: 19 };
    await world.store.keep(toHead('Fair', { readId: 'r1', thinnerRead }));
    await post();
    expect(messages()).toMatchObject([{ head: { readId: 'r1', thinnerRead } }]);
    await world.kv.delete(keys.reportHead(UUID).name);
    await commit(world, toHead('Fair', { readId: 'r2', rowsRead: 19 }));
    await post();
    expect(messages()).toMatchObject([{ head: { readId: 'r1' } }]);
    expect(outcomes).toEqual(['posted', 'edited', 'unchanged']);
  });

  it('stays final when an earlier job comes late', async () => {
    const { read, post, messages, outcomes } = start();
    await read('Fair', { final: true }, 'r2');
    await post({ final: false });
    expect(messages()).toMatchObject([{ head: { readId: 'r2', state: 'final' } }]);
    expect(outcomes).toEqual(['posted', 'unchanged']);
  });

  it('says that the report is gone when it is', async () => {
    const { post, messages } = start();
    await post();
    expect(messages()).toMatchObject([
      { kind: 'no-report', failure: { kind: 'report-gone', report: UUID }, webinar: { webinarId: ID } },
    ]);
  });

  it('does not vanish with the report', async () => {
    const { read, post, messages } = start();
    await read('Fair');
    await world.kv.delete(keys.reportHead(UUID).name);
    await post({ final: true });
    expect(messages()).toMatchObject([{ kind: 'report' }]);
  });
});

describe('a webinar without a report', () => {
  it('gets one message, which the report replaces when it comes', async () => {
    const { post, read, kinds, messages } = start();
    await post({ content: NOTICE });
    expect(messages()).toMatchObject([{ kind: 'no-report', final: false, reference: '7F3A' }]);
    await read('Bad', { final: true });
    expect(kinds()).toEqual(['post', 'update']);
    expect(messages()).toMatchObject([{ kind: 'report' }]);
  });

  it('is told of again only when there is something new to say', async () => {
    const { post, kinds, messages } = start();
    await post({ content: NOTICE });
    await post({ content: { ...NOTICE, reference: '8E4B' } });
    expect(kinds()).toEqual(['post']);
    const failure = limited('2026-01-17T00:00:00.000Z');
    await post({ content: { ...NOTICE, failure } });
    expect(kinds()).toEqual(['post', 'update']);
    expect(messages()).toMatchObject([{ failure }]);
  });

  it('keeps its last word when a notice comes late', async () => {
    const { post, messages, outcomes } = start();
    await post({ content: NO_DATA, final: true });
    await post({ content: NOTICE });
    expect(messages()).toMatchObject([{ final: true, failure: { kind: 'no-data' } }]);
    expect(outcomes).toEqual(['posted', 'unchanged']);
  });

  it('does not take away a report that is there', async () => {
    const { read, post, messages, outcomes } = start();
    await read('Good');
    await post({ content: NOTICE });
    await post({ content: NO_DATA, final: true });
    expect(messages()).toMatchObject([{ kind: 'report' }]);
    expect(outcomes).toEqual(['posted', 'unchanged', 'unchanged']);
  });
});

describe('a channel that wants to hear of the bad ones only', () => {
  it.each([
    ['Good', ['No data', 'Good', 'Fair', 'Poor', 'Bad']],
    ['Fair', ['Fair', 'Poor', 'Bad']],
    ['Poor', ['Poor', 'Bad']],
    ['Bad', ['Bad']],
  ] as const)('from %s on gets %j', async (minimumGrade, expected) => {
    const heard: string[] = [];
    for (const verdict of ['No data', 'Good', 'Fair', 'Poor', 'Bad'] as const) {
      world = createWorld();
      const { read, calls, outcomes } = start();
      await read(verdict, { minimumGrade });
      if (calls.length > 0) heard.push(verdict);
      expect(outcomes).toEqual([calls.length > 0 ? 'posted' : 'below minimum']);
    }
    expect(heard).toEqual(expected);
  });

  it('hears nothing of a webinar without a verdict', async () => {
    const { post, tried } = start();
    await post({ content: NO_DATA, final: true, minimumGrade: 'Fair' });
    expect(tried).toEqual([]);
  });

  it('gets a message as soon as it is bad enough, and sees it get better', async () => {
    const { read, kinds, messages } = start();
    await read('Good', { minimumGrade: 'Poor' });
    await read('Poor', { minimumGrade: 'Poor' });
    await read('Fair', { minimumGrade: 'Poor', final: true });
    expect(kinds()).toEqual(['post', 'update']);
    expect(messages()).toMatchObject([{ head: { summary: { verdict: 'Fair' } } }]);
  });
});

describe('a verdict that changes', () => {
  it.each([
    ['worse', ['Good', 'Fair'], 1],
    ['worse twice', ['Good', 'Poor', 'Bad'], 2],
    ['better', ['Bad', 'Fair', 'Good'], 0],
    ['better, then what was told before', ['Bad', 'Good', 'Bad'], 0],
    ['the same', ['Fair', 'Fair'], 0],
    ['good at last, after nobody could be graded', ['No data', 'Good'], 0],
    ['bad at last, after nobody could be graded', ['No data', 'Poor'], 1],
    ['good, then fair, after nobody could be graded', ['No data', 'Good', 'Fair'], 1],
    ['nobody can be graded any more', ['Poor', 'No data'], 0],
  ] as const)('%s: %j', async (_what, verdicts, replies) => {
    const { read, calls } = start();
    for (const [index, verdict] of verdicts.entries()) await read(verdict, {}, `r${index}`);
    expect(calls.filter(({ kind }) => kind === 'post')).toHaveLength(1);
    expect(calls.filter(({ kind }) => kind === 'update')).toHaveLength(verdicts.length - 1);
    expect(calls.filter(({ kind }) => kind === 'reply')).toHaveLength(replies);
  });

  it('is replied to after the message was edited, in its thread, with the report', async () => {
    const { read, calls } = start();
    await read('Good');
    await read('Bad', { final: true });
    expect(calls.slice(1)).toMatchObject([
      { kind: 'update', ts: '1.0' },
      { kind: 'reply', channel: 'C1', ts: '1.0', content: { head: { readId: 'Bad', state: 'final' } } },
    ]);
  });

  it('gets its reply when Slack refused it for the moment, once', async () => {
    let refusals = 2;
    const { read, post, calls } = start(({ kind }) =>
      kind === 'reply' && refusals-- > 0 ? new DeliveryError('passing', 'HTTP 503') : null,
    );
    await read('Good');
    await expect(read('Bad', { final: true })).rejects.toThrow(DeliveryError);
    await expect(post({ final: true })).rejects.toThrow(DeliveryError);
    await post({ final: true });
    await post({ final: true });
    expect(calls.filter(({ kind }) => kind === 'reply')).toHaveLength(1);
  });

  it('is replied to also when the channel had first been told that there is no report yet', async () => {
    const { post, read, kinds } = start();
    await post({ content: NOTICE });
    await read('Good');
    await read('Bad');
    expect(kinds()).toEqual(['post', 'update', 'update', 'reply']);
  });

  it.each([
    ['the thread is locked', 'channel', 'restricted_action_thread_locked'],
    ['Slack refuses the reply for good', 'final', 'msg_too_long'],
  ] as const)('is in the message though %s; nothing is wrong with the channel', async (_why, refused, slackError) => {
    const { read, outcomes, messages } = start(({ kind }) =>
      kind === 'reply' ? new DeliveryError(refused, slackError) : null,
    );
    await subscribe(world.subscriptions);
    await read('Good');
    await read('Bad', { final: true });
    expect(outcomes).toEqual(['posted', 'edited']);
    expect(messages()).toMatchObject([{ head: { summary: { verdict: 'Bad' } } }]);
    expect((await world.subscriptions.all()).map(({ paused }) => paused)).toEqual([null, null]);
  });

  it('is replied when Slack takes the bot’s token again: a refusal of the bot is no refusal of the reply', async () => {
    let isRefused = true;
    const { post, read, kinds, authRefusals } = start(({ kind }) =>
      kind === 'reply' && isRefused ? new DeliveryError('auth', 'token_revoked') : null,
    );
    await read('Good');
    await expect(read('Bad', { final: true })).rejects.toThrow(JobDelayed);
    expect(authRefusals).toEqual(['token_revoked']);
    isRefused = false;
    await post({ final: true });
    expect(kinds().filter((kind) => kind === 'reply')).toHaveLength(1);
  });

  it('waits for its turn in the channel with its reply, too', async () => {
    const { read } = start();
    await read('Good');
    await read('Bad');
    expect(world.clock.now() - NOON).toBe(1_100);
  });
});

describe('a subscription for one webinar', () => {
  it('is gone with the last word, not with the first', async () => {
    const { id } = await subscribe(world.subscriptions, { once: true });
    const { read } = start();
    const known = async () => (await world.subscriptions.all()).some((one) => one.id === id);
    await read('Fair', { onceIds: [id] });
    expect(await known()).toBe(true);
    await read('Fair', { onceIds: [id], final: true }, 'r2');
    expect(await known()).toBe(false);
  });

  it('is gone though the process died just before', async () => {
    const { id } = await subscribe(world.subscriptions, { once: true });
    const { read, post } = start();
    await read('Fair', { final: true });
    await post({ onceIds: [id], final: true });
    expect(await world.subscriptions.all()).toHaveLength(1);
  });

  it('stays when the channel could not be told', async () => {
    const { id } = await subscribe(world.subscriptions, { once: true });
    const { post } = start(() => new DeliveryError('final', 'msg_too_long'));
    await expect(post({ onceIds: [id], final: true })).rejects.toThrow(JobFailedForGood);
    expect(await world.subscriptions.all()).toHaveLength(2);
  });
});

describe('two jobs for one message', () => {
  it('do not work at the same time: the other looks again in a second', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { messenger, calls } = createFakeChannels();
    const handle = createChannelPostHandler({
      ...world,
      messenger: { send: (...given) => promise.then(() => messenger.send(...given)) },
      sleep: createJumpingSleep(world.clock),
      onPosted: () => undefined,
      onAuthRefused: () => undefined,
    });
    await commit(world, toHead('Fair'));
    const first = handle(toPost(), { ...context, jobId: '1' });
    await vi.waitFor(async () => expect(await world.kv.get(keys.channelPostLock(UUID, 'C1').name)).toBe('1'));
    await expect(handle(toPost(), { ...context, jobId: '2' })).rejects.toThrow(
      new JobDelayed(new Date(NOON + SECOND_MS)),
    );
    resolve();
    await first;
    await handle(toPost(), { ...context, jobId: '2' });
    expect(calls).toHaveLength(1);
  });

  it('do not wait for one that died longer than a minute; the same job goes on at once', async () => {
    await world.kv.setIfAbsent(keys.channelPostLock(UUID, 'C1').name, '1', 60);
    await commit(world, toHead('Fair'));
    const { post, calls } = start();
    await expect(post({}, '2')).rejects.toThrow(JobDelayed);
    await post({}, '1');
    expect(calls).toHaveLength(1);
    await world.kv.setIfAbsent(keys.channelPostLock(UUID, 'C1').name, '1', 60);
    world.clock.advance(MINUTE_MS);
    await post({ final: true }, '2');
    expect(calls).toHaveLength(2);
  });

  it.each([
    ['worked', () => null],
    ['was refused', () => new DeliveryError('passing', 'HTTP 503')],
    ['was refused for good', () => new DeliveryError('final', 'msg_too_long')],
  ])('give the right to post back when it %s', async (_what, refuse) => {
    let owner: Promise<string | null> | null = null;
    const { post } = start(() => {
      owner = world.kv.get(keys.channelPostLock(UUID, 'C1').name);
      return refuse();
    });
    await post().catch(() => undefined);
    expect(await owner).toBe('1');
    expect(await world.kv.get(keys.channelPostLock(UUID, 'C1').name)).toBeNull();
  });
});

describe('many webinars that end at once', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are all posted in their channel, no faster than Slack takes them', async () => {
    const times: number[] = [];
    const { messenger } = createFakeChannels(() => {
      times.push(world.clock.now());
      return null;
    });
    const handle = createChannelPostHandler({
      ...world,
      messenger,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onPosted: () => undefined,
      onAuthRefused: () => undefined,
    });
    world.jobs.handle('channel.post', handle);
    await world.queue.start();
    for (let number = 0; number < 20; number += 1) {
      await commit(world, toHead('Fair', { key: `webinar${number}` }));
      await world.jobs.enqueue('channel.post', toPost({ key: `webinar${number}` }));
    }
    await pass(world.clock, MINUTE_MS);
    expect(times).toHaveLength(20);
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1_000);
    await world.queue.stop(0);
  });
});

describe('a Slack that refuses', () => {
  const refusing = (kind: DeliveryError['kind'], slackError: string, retryAfterMs: number | null = null) =>
    start(() => new DeliveryError(kind, slackError, { retryAfterMs }));

  it('the channel pauses its subscriptions and tells each owner once', async () => {
    const told: unknown[] = [];
    world.jobs.handle('owner.tell', async (data) => void told.push(data));
    await subscribe(world.subscriptions);
    await subscribe(world.subscriptions, { filter: { kind: 'topic', text: 'all-hands' } });
    await subscribe(world.subscriptions, { filter: { kind: 'topic', text: 'update' }, createdBy: 'U2' });
    await subscribe(world.subscriptions, { channelId: 'C2', createdBy: 'U3' });
    const { post, outcomes } = refusing('channel', 'is_archived');
    await world.queue.start();
    await expect(post()).rejects.toThrow(JobFailedForGood);
    await vi.waitFor(() => expect(told).toHaveLength(2));
    await expect(post({ key: 'other' })).rejects.toThrow(JobFailedForGood);
    await world.queue.stop(1000);
    expect(told).toEqual([
      { userId: 'U1', channelId: 'C1', reason: 'is_archived' },
      { userId: 'U2', channelId: 'C1', reason: 'is_archived' },
    ]);
    const paused = (await world.subscriptions.all()).map(({ channelId, paused }) => [channelId, paused]);
    expect(paused).toEqual([
      ['C9', null],
      ['C1', 'is_archived'],
      ['C1', 'is_archived'],
      ['C1', 'is_archived'],
      ['C2', null],
    ]);
    expect(outcomes).toEqual(['paused', 'paused']);
  });

  it('the channel has its owners told though the process died while pausing', async () => {
    let deaths = 0;
    for (let at = 1; at <= 50; at += 1) {
      world = createWorld();
      const told: unknown[] = [];
      world.jobs.handle('owner.tell', async (data) => void told.push(data));
      await subscribe(world.subscriptions);
      const mortal = createMortal({ at });
      const kv = mortal.wrap(world.kv, 'kv');
      const handle = (kept: Kv) =>
        createChannelPostHandler({
          ...{
            ...world,
            ...createKept(kept, world.clock),
            kv: kept,
            jobs: mortal.isDead() ? world.jobs : mortal.wrap(world.jobs, 'jobs'),
          },
          messenger: createFakeChannels(() => new DeliveryError('channel', 'is_archived')).messenger,
          sleep: createJumpingSleep(world.clock),
          onPosted: () => undefined,
          onAuthRefused: () => undefined,
        })(toPost(), context);
      await handle(kv).catch(() => undefined);
      const { isDead } = mortal;
      if (!isDead()) break;
      deaths += 1;
      await handle(world.kv).catch(() => undefined);
      await world.queue.start();
      await world.queue.stop(1000);
      expect([at, told]).toEqual([at, [{ userId: 'U1', channelId: 'C1', reason: 'is_archived' }]]);
      expect(await world.subscriptions.all()).toMatchObject([{ paused: 'is_archived' }]);
    }
    // The lock, the record, the turn, the subscriptions, the telling and the pause, at the least.
    expect(deaths).toBeGreaterThan(5);
    expect(deaths).toBeLessThan(50);
  });

  it('the channel of the operator pauses it; the log tells', async () => {
    world.jobs.handle('owner.tell', async () => {
      throw new Error('nobody to tell');
    });
    const { post } = refusing('channel', 'not_in_channel');
    await expect(post({ channelId: 'C9' })).rejects.toThrow(JobFailedForGood);
    expect((await world.subscriptions.all()).map(({ paused }) => paused)).toEqual(['not_in_channel']);
    expect(world.logger.lines).toMatchObject([
      { level: 'warn', fields: { channel: 'C9', slackError: 'not_in_channel' } },
    ]);
  });

  it('the bot itself is asked again every ten minutes until a day after the end, and reported', async () => {
    const { post, outcomes, authRefusals } = refusing('auth', 'token_revoked');
    await expect(post()).rejects.toThrow(new JobDelayed(new Date(NOON + 10 * MINUTE_MS)));
    world.clock.advance(24 * HOUR_MS - 10 * MINUTE_MS);
    await expect(post()).rejects.toThrow(JobDelayed);
    world.clock.advance(1);
    await expect(post()).rejects.toThrow(JobFailedForGood);
    expect(outcomes).toEqual(['later', 'later', 'later']);
    expect(authRefusals).toEqual(['token_revoked', 'token_revoked', 'token_revoked']);
    expect(world.logger.lines.map(({ level }) => level)).toEqual(['error', 'error', 'error']);
  });

  it('the bot itself is asked again sooner when it is known that it will be found out by then', async () => {
    const { post } = refusing('auth', 'invalid_auth', 15_000);
    await expect(post()).rejects.toThrow(new JobDelayed(new Date(NOON + 15_000)));
  });

  it('for the moment has the queue try again', async () => {
    const { post, outcomes } = refusing('passing', 'HTTP 503');
    await expect(post()).rejects.toMatchObject({ name: 'DeliveryError', slackError: 'HTTP 503' });
    expect(outcomes).toEqual(['later']);
  });

  it.each([
    [30_000, 30_000],
    [0, 1_000],
    [48 * HOUR_MS, HOUR_MS],
  ])('for %i ms is asked again after %i ms', async (retryAfterMs, pauseMs) => {
    const { post } = refusing('passing', 'ratelimited', retryAfterMs);
    await expect(post()).rejects.toThrow(new JobDelayed(new Date(NOON + pauseMs)));
  });

  it('for some seconds is left alone by every other job of the channel, and not by those of others', async () => {
    const refusals = [new DeliveryError('passing', 'ratelimited', { retryAfterMs: 30_000 })];
    const { post, tried } = start(() => refusals.shift() ?? null);
    const until = new JobDelayed(new Date(NOON + 30_000));
    await expect(post()).rejects.toThrow(until);
    expect(tried).toHaveLength(1);
    world.clock.advance(2 * SECOND_MS);
    await expect(post({ final: true }, '2')).rejects.toThrow(until);
    await expect(post({ key: 'other' }, '3')).rejects.toThrow(until);
    expect(tried).toHaveLength(1);
    await post({ channelId: 'C2' }, '4');
    expect(tried).toHaveLength(2);
    world.clock.advance(28 * SECOND_MS);
    await post();
    expect(tried).toHaveLength(3);
  });

  it('for good is not asked again, and the channel stays subscribed', async () => {
    await subscribe(world.subscriptions);
    const { post, outcomes } = refusing('final', 'msg_too_long');
    await expect(post()).rejects.toThrow(JobFailedForGood);
    expect(outcomes).toEqual(['refused']);
    expect(await world.subscriptions.matching({ webinarId: ID, topic: null, hostKeys: [] })).toHaveLength(2);
  });
});

describe('a store that fails', () => {
  const away = new AppError({ kind: 'storage-unavailable' }, 'made up');

  it('when the message is recorded gets the time to come back: it is not posted again', async () => {
    const { read, calls, outcomes } = start(undefined, failOnce(world.kv, 'set', away));
    await read('Fair');
    await read('Fair', { final: true });
    expect(calls.map(({ kind }) => kind)).toEqual(['post', 'update']);
    expect(outcomes).toEqual(['posted', 'edited']);
  });

  it('for longer has the queue try again', async () => {
    await commit(world, toHead('Fair'));
    const { post } = start(undefined, { ...world.kv, set: () => Promise.reject(away) });
    await expect(post()).rejects.toBe(away);
    expect(world.clock.now() - NOON).toBe(5 * SECOND_MS);
  });

  it('before the post has nothing posted', async () => {
    await commit(world, toHead('Fair'));
    const { post, tried } = start(undefined, failOnce(world.kv, 'get', away));
    await expect(post()).rejects.toBe(away);
    expect(tried).toEqual([]);
    await post();
    expect(tried).toHaveLength(1);
  });
});

describe('a process that dies', () => {
  /** Good was told; now a process that dies posts Bad as the last word, and then one that lives does. */
  async function liveAndDie(death: { at?: number; when?: 'before' | 'after' }) {
    world = createWorld();
    const channels = createFakeChannels();
    const once = await subscribe(world.subscriptions, { once: true });
    const run = (mortal: ReturnType<typeof createMortal>, data: Post) => {
      const kv = mortal.wrap(world.kv, 'kv');
      return createChannelPostHandler({
        ...{ ...world, ...createKept(kv, world.clock), kv },
        messenger: mortal.wrap(channels.messenger, 'slack'),
        sleep: createJumpingSleep(world.clock),
        onPosted: () => undefined,
        onAuthRefused: () => undefined,
      })(data, context);
    };
    const phases = [
      { verdict: 'Good', post: toPost() },
      { verdict: 'Bad', post: toPost({ final: true, onceIds: [once.id] }) },
    ] as const;
    const mortal = createMortal(death);
    for (const { verdict, post } of phases) {
      await commit(world, toHead(verdict, { readId: verdict, state: verdict === 'Bad' ? 'final' : 'preliminary' }));
      if (!mortal.isDead()) await run(mortal, post).catch(() => undefined);
      // The queue runs the job again, in another process.
      await run(createMortal(), post);
    }
    return { ...channels, steps: mortal.steps, subscriptions: await world.subscriptions.all() };
  }

  it('is made up for by the next, whenever it dies: one message with the last word', async () => {
    const { steps } = await liveAndDie({});
    expect(steps.filter((step) => step.startsWith('slack'))).toEqual(['slack.send', 'slack.send', 'slack.send']);
    for (let at = 1; at <= steps.length; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const step = `${when} ${steps[at - 1]} (${at})`;
        const { messages, calls, subscriptions } = await liveAndDie({ at, when });
        const count = (kind: string) => calls.filter((call) => call.kind === kind).length;
        // Between Slack's answer and the record: the one gap that Slack leaves.
        const isGap = (when === 'after' && at === firstSend(steps)) || (when === 'before' && isRecordOfPost(steps, at));
        expect([step, count('post')]).toEqual([step, isGap ? 2 : 1]);
        expect([step, messages().at(-1)]).toMatchObject([step, { head: { readId: 'Bad', state: 'final' } }]);
        expect([step, count('reply') <= 1]).toEqual([step, true]);
        expect([step, subscriptions]).toEqual([step, []]);
      }
    }
  });

  /** The step at which the post is made, counted from 1; the later ones edit it and reply to it. */
  function firstSend(steps: readonly string[]): number {
    return steps.indexOf('slack.send') + 1;
  }

  function isRecordOfPost(steps: readonly string[], at: number): boolean {
    return steps[at - 1] === 'kv.set' && at - 1 === firstSend(steps);
  }
});
