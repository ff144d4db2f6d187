import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import type { Subscription, Subscriptions } from '../../../../src/reports/subscriptions/subscription.ts';
import { createSubscriptions } from '../../../../src/reports/subscriptions/subscription-store.ts';
import { keys } from '../../../../src/storage/keys.ts';
import type { Kv } from '../../../../src/storage/kv.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { failOnce } from '../support.ts';

type Wanted = Parameters<Subscriptions['add']>[0];

let clock: ReturnType<typeof createManualClock>;
let kv: Kv;
let subscriptions: Subscriptions;
let counter = 0;

beforeEach(() => {
  clock = createManualClock();
  kv = createMemoryKv(clock);
  subscriptions = open(null);
});

/** One more replica, or the same after a restart. */
function open(reportChannel: string | null): Subscriptions {
  const newId = () => {
    counter += 1;
    return `id${counter}`;
  };
  return createSubscriptions({ kv, clock, reportChannel, newId });
}

function wanted(given: Partial<Wanted> = {}): Wanted {
  return {
    channelId: 'C1',
    filter: { kind: 'all' },
    minimumGrade: 'Good',
    once: false,
    createdBy: 'U1',
    ...given,
  };
}

const webinar = { webinarId: '93201235621', topic: 'Q3 All-Hands', hostKeys: ['h1'] };
const channels = (found: readonly Subscription[]) => found.map(({ channelId }) => channelId);

describe('subscriptions', () => {
  it('are there for every replica as soon as they are added', async () => {
    const added = await subscriptions.add(wanted());
    expect(added).toEqual({ ...wanted(), id: added.id, createdAt: '2026-01-15T12:00:00.000Z', paused: null });
    expect(await open(null).all()).toEqual([added]);
  });

  it('are one when the same is added twice at once', async () => {
    const topic = (text: string) => wanted({ filter: { kind: 'topic', text } });
    const [a, b] = await Promise.all([subscriptions.add(topic('All-Hands')), open(null).add(topic('all-hands '))]);
    expect(a.id).toBe(b.id);
    expect(await subscriptions.all()).toHaveLength(1);
  });

  it('that are added again change their grade, go on after a pause and keep the rest', async () => {
    const first = await subscriptions.add(wanted());
    await subscriptions.pauseChannel('C1', 'is_archived');
    clock.advance(1000);
    const again = await subscriptions.add(wanted({ minimumGrade: 'Poor', createdBy: 'U2' }));
    expect(again).toEqual({ ...first, minimumGrade: 'Poor' });
    expect(await subscriptions.all()).toEqual([again]);
  });

  it('differ by channel, by filter and by being for once', async () => {
    await subscriptions.add(wanted());
    await subscriptions.add(wanted({ channelId: 'C2' }));
    await subscriptions.add(wanted({ filter: { kind: 'series', webinarId: '93201235621' } }));
    await subscriptions.add(wanted({ filter: { kind: 'series', webinarId: '93201235621' }, once: true }));
    await subscriptions.add(wanted({ filter: { kind: 'host', hostKey: 'h1', shown: 'j…@…' } }));
    expect(await subscriptions.all()).toHaveLength(5);
  });

  it('are listed in the order in which they came', async () => {
    for (const channelId of ['C3', 'C1', 'C2']) {
      await subscriptions.add(wanted({ channelId }));
      clock.advance(1);
    }
    expect(channels(await subscriptions.all())).toEqual(['C3', 'C1', 'C2']);
  });

  it('are gone when they are removed, once', async () => {
    const added = await subscriptions.add(wanted());
    expect(await subscriptions.remove(added.id)).toEqual(added);
    expect(await subscriptions.remove(added.id)).toBeNull();
    expect(await subscriptions.resume(added.id, 'U1')).toBeNull();
    expect(await subscriptions.all()).toEqual([]);
    expect(await kv.hashGetAll(keys.subscriptions.name)).toEqual({});
  });

  it('leave nothing behind when they are removed while they are paused', async () => {
    const { id } = await subscriptions.add(wanted());
    await subscriptions.pauseChannel('C1', 'is_archived');
    expect(await subscriptions.remove(id)).toMatchObject({ id, paused: 'is_archived' });
    expect(await kv.hashGetAll(keys.subscriptions.name)).toEqual({});
  });

  it('survive what cannot be read', async () => {
    const added = await subscriptions.add(wanted());
    await subscriptions.add(wanted({ channelId: 'C2' }));
    const fields = await kv.hashGetAll(keys.subscriptions.name);
    const spoilt = Object.keys(fields).find((field) => field.includes('C2')) ?? '';
    await kv.hashSet(keys.subscriptions.name, { [spoilt]: '{"id":1}', 'subscription:x': 'no JSON', other: '' }, 60);
    expect(await subscriptions.all()).toEqual([added]);
    const mended = await subscriptions.add(wanted({ channelId: 'C2' }));
    expect(await subscriptions.all()).toContainEqual(mended);
  });

  it('are kept for ten years after the last one was added', async () => {
    const years = (count: number) => count * 365 * 24 * 3_600_000;
    await subscriptions.add(wanted());
    clock.advance(years(9));
    await subscriptions.add(wanted({ channelId: 'C2' }));
    clock.advance(years(9));
    expect(await subscriptions.all()).toHaveLength(2);
    clock.advance(years(1));
    expect(await subscriptions.all()).toEqual([]);
  });
});

describe('those that match', () => {
  it('are of any channel, and not paused', async () => {
    await subscriptions.add(wanted({ channelId: 'C1', filter: { kind: 'series', webinarId: '93201235621' } }));
    await subscriptions.add(wanted({ channelId: 'C2', filter: { kind: 'topic', text: 'all-hands' } }));
    await subscriptions.add(wanted({ channelId: 'C3', filter: { kind: 'host', hostKey: 'h1', shown: 'j…@…' } }));
    await subscriptions.add(wanted({ channelId: 'C4', filter: { kind: 'topic', text: 'kick-off' } }));
    await subscriptions.add(wanted({ channelId: 'C5' }));
    await subscriptions.pauseChannel('C5', 'is_archived');
    expect(channels(await subscriptions.matching(webinar)).toSorted()).toEqual(['C1', 'C2', 'C3']);
  });
});

describe('a pause', () => {
  it('is for the whole channel, and told by one replica only', async () => {
    const [a, b] = [await subscriptions.add(wanted()), await subscriptions.add(wanted({ once: true }))];
    await subscriptions.add(wanted({ channelId: 'C2' }));
    const told = await Promise.all([
      subscriptions.pauseChannel('C1', 'is_archived'),
      open(null).pauseChannel('C1', 'is_archived'),
    ]);
    expect(told.flat().map(({ id, paused }) => ({ id, paused }))).toEqual(
      expect.arrayContaining([a, b].map(({ id }) => ({ id, paused: 'is_archived' }))),
    );
    expect(told.flat()).toHaveLength(2);
    expect(await subscriptions.pauseChannel('C1', 'not_in_channel')).toEqual([]);
    expect(channels((await subscriptions.all()).filter(({ paused }) => paused === null))).toEqual(['C2']);
  });

  it('ends when it is resumed, and can come again', async () => {
    const { id } = await subscriptions.add(wanted());
    await subscriptions.pauseChannel('C1', 'is_archived');
    // Whose it was may still ask.
    expect(await subscriptions.resume(id, 'U2')).toMatchObject({ id, createdBy: 'U1', paused: null });
    expect(await subscriptions.matching(webinar)).toHaveLength(1);
    expect(await subscriptions.pauseChannel('C1', 'is_archived')).toHaveLength(1);
  });

  it('for the sake of an owner is for all that is theirs, in every channel, and for nothing else', async () => {
    const withChannel = open('C9');
    const own = [await withChannel.add(wanted()), await withChannel.add(wanted({ channelId: 'D1' }))];
    await withChannel.add(wanted({ channelId: 'C2', createdBy: 'U2' }));
    const paused = await withChannel.pauseOwner('U1', 'owner-left');
    expect(paused).toEqual(own.map((one) => ({ ...one, paused: 'owner-left' })));
    expect(await withChannel.pauseOwner('U1', 'owner-lost-access')).toEqual([]);
    expect(channels(await withChannel.matching(webinar)).toSorted()).toEqual(['C2', 'C9']);
  });

  it.each(['owner-left', 'owner-lost-access'] as const)(
    'for the sake of an owner (%s) ends with another one',
    async (reason) => {
      const added = await subscriptions.add(wanted());
      await subscriptions.pauseOwner('U1', reason);
      const resumed = { ...added, createdBy: 'U2', paused: null };
      expect(await subscriptions.resume(added.id, 'U2')).toEqual(resumed);
      expect(await open(null).all()).toEqual([resumed]);
      // It does not come again with the next look at the one before.
      expect(await subscriptions.pauseOwner('U1', reason)).toEqual([]);
      expect(await subscriptions.pauseOwner('U2', reason)).toHaveLength(1);
      // The same by subscribing once more.
      const again = { ...resumed, createdBy: 'U3', minimumGrade: 'Poor' };
      expect(await subscriptions.add(wanted({ createdBy: 'U3', minimumGrade: 'Poor' }))).toEqual(again);
      expect(await open(null).all()).toEqual([again]);
    },
  );
});

describe('REPORT_CHANNEL', () => {
  it('is a subscription to everything since it was first seen, which nobody can remove', async () => {
    const withChannel = open('C9');
    const [builtIn] = await withChannel.all();
    expect(builtIn).toEqual({
      ...wanted({ channelId: 'C9', createdBy: null }),
      id: 'report-channel',
      createdAt: '2026-01-15T12:00:00.000Z',
      paused: null,
    });
    clock.advance(60_000);
    expect(await open('C9').all()).toEqual([builtIn]);
    expect(await withChannel.remove('report-channel')).toBeNull();
    expect(await withChannel.matching(webinar)).toEqual([builtIn]);
  });

  it('can be paused and resumed, and another channel begins anew', async () => {
    await open('C9').pauseChannel('C9', 'not_in_channel');
    expect(await open('C9').matching(webinar)).toEqual([]);
    clock.advance(60_000);
    expect(await open('C8').all()).toMatchObject([
      { channelId: 'C8', paused: null, createdAt: '2026-01-15T12:01:00.000Z' },
    ]);
    expect(await open('C9').resume('report-channel', 'U1')).toMatchObject({ channelId: 'C9', paused: null });
    expect(channels(await open('C9').matching(webinar))).toEqual(['C9']);
  });

  it('is seen first by one of two replicas that start at once', async () => {
    const [a, b] = await Promise.all([open('C9').all(), open('C9').all()]);
    expect(a).toEqual(b);
  });

  it('is seen first by the replica that was first, though another looked before it had written that down', async () => {
    const first = open('C9');
    let seen: Subscription[] = [];
    const slow: Kv = {
      ...kv,
      async hashSetIfAbsent(...given) {
        if (seen.length === 0) seen = await first.all();
        clock.advance(1_000);
        return kv.hashSetIfAbsent(...given);
      },
    };
    const second = createSubscriptions({ kv: slow, clock, reportChannel: 'C9', newId: () => 'id' });
    clock.advance(1_000);
    const found = await second.all();
    expect(found).toEqual(seen);
    expect(await first.all()).toEqual(seen);
    expect(seen).toHaveLength(1);
  });
});

describe('a change that fails', () => {
  const perhaps = new AppError({ kind: 'storage-outcome-unknown', asked: null }, 'made up');
  const nothing = new AppError({ kind: 'storage-unavailable' }, 'made up');
  type Change = (id: string) => Promise<unknown>;
  const failing = (method: keyof Kv, error: Error): Subscriptions =>
    createSubscriptions({ kv: failOnce(kv, method, error), clock, reportChannel: null, newId: () => 'new' });
  const another = wanted({ channelId: 'C2' });

  it.each<[string, keyof Kv, (changed: Subscriptions) => Change]>([
    ['a first subscription', 'hashSetIfAbsent', (changed) => () => changed.add(another)],
    ['the same again', 'hashSet', (changed) => () => changed.add(wanted())],
    ['removing', 'hashDelete', (changed) => (id) => changed.remove(id)],
    ['resuming', 'hashDelete', (changed) => (id) => changed.resume(id, 'U1')],
  ])('says what the store knows of it: %s', async (_what, method, change) => {
    const { id } = await subscriptions.add(wanted());
    await expect(change(failing(method, perhaps))(id)).rejects.toMatchObject({
      failure: { kind: 'storage-outcome-unknown', asked: 'subscription' },
    });
    await expect(change(failing(method, nothing))(id)).rejects.toMatchObject({
      failure: { kind: 'storage-unavailable' },
    });
  });

  it('may have been made in part: it has another owner, and the pause is perhaps not over', async () => {
    const { id } = await subscriptions.add(wanted());
    await subscriptions.pauseOwner('U1', 'owner-left');
    await expect(failing('hashSet', nothing).resume(id, 'U2')).rejects.toMatchObject({
      failure: { kind: 'storage-unavailable' },
    });
    await expect(failing('hashDelete', nothing).resume(id, 'U2')).rejects.toMatchObject({
      failure: { kind: 'storage-outcome-unknown', asked: 'subscription' },
    });
    expect(await subscriptions.all()).toMatchObject([{ createdBy: 'U2', paused: 'owner-left' }]);
  });

  it('may have been made in part: the grade is changed, and the pause perhaps not over', async () => {
    await subscriptions.add(wanted());
    await expect(failing('hashDelete', nothing).add(wanted({ minimumGrade: 'Bad' }))).rejects.toMatchObject({
      failure: { kind: 'storage-outcome-unknown', asked: 'subscription' },
    });
    expect(await subscriptions.all()).toMatchObject([{ minimumGrade: 'Bad' }]);
  });
});
