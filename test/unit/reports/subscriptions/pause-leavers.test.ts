import { beforeEach, describe, expect, it } from 'vitest';
import type { JobPayload } from '../../../../src/jobs/catalog.ts';
import type { Jobs } from '../../../../src/jobs/jobs.ts';
import { createPauseLeavers, type MayStill, MOST_OWNERS } from '../../../../src/reports/subscriptions/pause-leavers.ts';
import { createWorld, MINUTE_MS, subscribe } from '../automatic/support.ts';

type Said = Awaited<ReturnType<MayStill>> | 'unknown';
const { signal } = new AbortController();

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld({ reportChannel: 'C9' });
});

/** A look at owners, of whom Slack says what is given; of all others that they may. */
function start(said: Readonly<Record<string, Said>> = {}, takesMs = 0) {
  const asked: string[] = [];
  const told: (JobPayload<'owner.tell'> & { id: string | undefined })[] = [];
  const enqueue: Jobs['enqueue'] = async (name, payload, options) => {
    expect(name).toBe('owner.tell');
    // Only this kind is stored here.
    told.push({ ...(payload as JobPayload<'owner.tell'>), id: options?.id });
  };
  const look = () => async (userId: string) => {
    asked.push(userId);
    world.clock.advance(takesMs);
    const stay = said[userId] ?? 'may';
    if (stay === 'unknown') throw new Error('Slack is away');
    return stay;
  };
  const pauseLeavers = createPauseLeavers({ ...world, jobs: { enqueue }, look });
  return { pauseLeavers, asked, told };
}

const pauses = async () =>
  Object.fromEntries((await world.subscriptions.all()).map(({ id, paused }) => [id, paused] as const));
const complaints = () => world.logger.lines.filter(({ message }) => message.includes('is not known'));

async function subscribeMany(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1)
    await subscribe(world.subscriptions, { channelId: `C1${i}`, createdBy: `U1${String(i).padStart(3, '0')}` });
}

describe('the subscriptions of somebody who left', () => {
  it('are paused, and told once to each channel; nobody else is touched', async () => {
    const here = await subscribe(world.subscriptions);
    const once = await subscribe(world.subscriptions, { once: true });
    const there = await subscribe(world.subscriptions, { channelId: 'C2' });
    const direct = await subscribe(world.subscriptions, { channelId: 'D1' });
    const other = await subscribe(world.subscriptions, { channelId: 'C3', createdBy: 'U2' });
    const { pauseLeavers, asked, told } = start({ U1: 'left' });
    await pauseLeavers(signal);
    const reason = 'owner-left';
    expect(await pauses()).toEqual({
      'report-channel': null,
      [other.id]: null,
      ...Object.fromEntries([here, once, there, direct].map(({ id }) => [id, reason])),
    });
    expect(asked).toEqual(['U1', 'U2']);
    expect(told).toEqual([
      { userId: 'U1', channelId: 'C1', reason, to: 'channel', id: 'leaver-C1-U1' },
      { userId: 'U1', channelId: 'C2', reason, to: 'channel', id: 'leaver-C2-U1' },
    ]);
    await pauseLeavers(signal);
    expect(told).toHaveLength(2);
    expect(asked).toEqual(['U1', 'U2', 'U2']);
  });

  it('leave what is paused because of its channel as it is', async () => {
    const { id } = await subscribe(world.subscriptions);
    await world.subscriptions.pauseChannel('C1', 'is_archived');
    const { pauseLeavers, asked } = start({ U1: 'left' });
    await pauseLeavers(signal);
    expect((await pauses())[id]).toBe('is_archived');
    expect(asked).toEqual([]);
  });
});

describe('the subscriptions of somebody who lost access', () => {
  it('are paused, and told once to the person, too, however many there are', async () => {
    await subscribe(world.subscriptions);
    await subscribe(world.subscriptions, { channelId: 'D1' });
    const { pauseLeavers, told } = start({ U1: 'lost-access' });
    await pauseLeavers(signal);
    const reason = 'owner-lost-access';
    expect(told).toEqual([
      { userId: 'U1', channelId: 'C1', reason, to: 'channel', id: 'leaver-C1-U1' },
      { userId: 'U1', channelId: 'C1', reason, id: 'leaver-U1' },
    ]);
    expect(Object.values(await pauses())).toEqual([null, reason, reason]);
  });

  it('are told before they are paused, so that a crash in between forgets nobody', async () => {
    const { id } = await subscribe(world.subscriptions);
    const enqueue = () => Promise.reject(new Error('the queue is away'));
    const look = () => async () => 'lost-access' as const;
    await expect(createPauseLeavers({ ...world, jobs: { enqueue }, look })(signal)).rejects.toThrow('the queue');
    expect((await pauses())[id]).toBeNull();
  });
});

describe('when Slack does not say', () => {
  it('nothing is paused, the others are looked at, and the log has one line an hour', async () => {
    const unknown = await subscribe(world.subscriptions);
    const left = await subscribe(world.subscriptions, { channelId: 'C2', createdBy: 'U2' });
    const { pauseLeavers } = start({ U1: 'unknown', U2: 'left' });
    await pauseLeavers(signal);
    expect(await pauses()).toMatchObject({ [unknown.id]: null, [left.id]: 'owner-left' });
    world.clock.advance(59 * MINUTE_MS);
    await pauseLeavers(signal);
    expect(complaints()).toHaveLength(1);
    world.clock.advance(MINUTE_MS);
    await pauseLeavers(signal);
    expect(complaints()).toHaveLength(2);
  });

  it('three times, it is let alone for this turn', async () => {
    await subscribeMany(10);
    const everybody = Object.fromEntries((await world.subscriptions.all()).map((one) => [one.createdBy, 'unknown']));
    const { pauseLeavers, asked } = start(everybody as Record<string, Said>);
    await pauseLeavers(signal);
    expect(asked).toHaveLength(3);
  });

  it('soon, what comes after does not wait for more than a minute', async () => {
    await subscribeMany(10);
    const { pauseLeavers, asked } = start({}, 21_000);
    await pauseLeavers(signal);
    expect(asked).toHaveLength(3);
  });
});

describe('owners', () => {
  it('are looked at in turn where there are many: everybody within a few turns', async () => {
    const owners = 2 * MOST_OWNERS + 20;
    await subscribeMany(owners);
    const { pauseLeavers, asked } = start();
    await pauseLeavers(signal);
    expect(asked).toHaveLength(MOST_OWNERS);
    for (const _turn of [2, 3]) {
      world.clock.advance(30 * MINUTE_MS);
      await pauseLeavers(signal);
    }
    expect(asked).toHaveLength(3 * MOST_OWNERS);
    expect(new Set(asked).size).toBe(owners);
  });

  it('are left for the next process when this one stops', async () => {
    await subscribeMany(3);
    const { pauseLeavers, asked } = start();
    await pauseLeavers(AbortSignal.abort());
    expect(asked).toEqual([]);
  });
});
