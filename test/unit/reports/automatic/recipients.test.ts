import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobPayload } from '../../../../src/jobs/catalog.ts';
import { byChannel, createRecipients } from '../../../../src/reports/automatic/recipients.ts';
import type { Subscription } from '../../../../src/reports/subscriptions/subscription.ts';
import { hashIdentity, ID, toOccurrence, UUID } from '../support.ts';
import { createWorld, NOON, subscribe } from './support.ts';

type Ended = JobPayload<'report.automatic'>;
type Post = JobPayload<'channel.post'>;
type Conclude = JobPayload<'channel.conclude'>;

const BY_USER = hashIdentity('user:host1');
const BY_EMAIL = hashIdentity('email:host@mail.example');
const toEnded = (given: Partial<Ended> = {}): Ended => ({
  uuid: UUID,
  webinarId: ID,
  topic: 'Quarterly update',
  hostKey: BY_USER,
  startedAt: null,
  endedAt: '2026-01-15T12:00:00.000Z',
  countedFrom: NOON,
  step: 0,
  ...given,
});

let world: ReturnType<typeof createWorld>;
let recipients: ReturnType<typeof createRecipients>;
let posts: Post[];
let concluded: Conclude[];
beforeEach(() => {
  world = createWorld();
  recipients = createRecipients(world);
  posts = [];
  concluded = [];
  world.jobs.handle('channel.post', async (post) => void posts.push(post));
  world.jobs.handle('channel.conclude', async (post) => void concluded.push(post));
});

/** Runs what is in the queue. */
async function posted(): Promise<Post[]> {
  await world.queue.start();
  await new Promise((resolve) => setImmediate(resolve));
  await world.queue.stop(1000);
  return posts;
}

describe('whether a webinar is worth a look at Zoom', () => {
  it('is no while nobody is subscribed', async () => {
    expect(await recipients.mayBeInterested(toEnded())).toBe(false);
  });

  it.each<[boolean, Subscription['filter'], Partial<Ended>]>([
    [true, { kind: 'all' }, {}],
    [true, { kind: 'series', webinarId: ID }, {}],
    [false, { kind: 'series', webinarId: '93201235622' }, {}],
    [true, { kind: 'topic', text: 'quarterly' }, {}],
    [false, { kind: 'topic', text: 'all-hands' }, {}],
    [true, { kind: 'host', hostKey: BY_USER, shown: 'h…' }, {}],
    // Only Zoom can tell whose webinar it was.
    [true, { kind: 'host', hostKey: BY_EMAIL, shown: 'h…' }, {}],
    [true, { kind: 'topic', text: 'all-hands' }, { topic: null }],
    [true, { kind: 'series', webinarId: '93201235622' }, { webinarId: null }],
  ])('is %s for %j of %j', async (expected, filter, given) => {
    await subscribe(world.subscriptions, { filter });
    expect(await recipients.mayBeInterested(toEnded(given))).toBe(expected);
  });

  it('is no when everything is paused', async () => {
    await subscribe(world.subscriptions);
    await subscribe(world.subscriptions, { filter: { kind: 'host', hostKey: BY_EMAIL, shown: 'h…' } });
    await world.subscriptions.pauseChannel('C1', 'is_archived');
    for (const given of [{}, { topic: null }]) expect(await recipients.mayBeInterested(toEnded(given))).toBe(false);
  });
});

describe('the channels that hear of a webinar', () => {
  it('are found by what the event said of the host, and by what Zoom says', async () => {
    await subscribe(world.subscriptions, { filter: { kind: 'host', hostKey: BY_USER, shown: 'h…' } });
    const filter = { kind: 'host', hostKey: BY_EMAIL, shown: 'h…' } as const;
    await subscribe(world.subscriptions, { filter, channelId: 'C2' });
    const channelsOf = async (ended: Ended, hostKey: string | null) =>
      (await recipients.channelsFor(ended, toOccurrence({ hostKey }))).map(({ channelId }) => channelId);
    expect(await channelsOf(toEnded(), BY_EMAIL)).toEqual(['C1', 'C2']);
    expect(await channelsOf(toEnded(), null)).toEqual(['C1']);
    expect(await channelsOf(toEnded({ hostKey: null }), BY_EMAIL)).toEqual(['C2']);
    expect(await channelsOf(toEnded({ hostKey: null }), null)).toEqual([]);
  });

  it('are without those that are paused', async () => {
    await subscribe(world.subscriptions);
    await subscribe(world.subscriptions, { channelId: 'C2' });
    await world.subscriptions.pauseChannel('C1', 'is_archived');
    expect(await recipients.channelsFor(toEnded(), toOccurrence())).toMatchObject([{ channelId: 'C2' }]);
  });
});

describe('several subscriptions of a channel', () => {
  const GRADES = ['Good', 'Fair', 'Poor', 'Bad'] as const;
  const many = fc
    .array(
      fc.record({
        channelId: fc.constantFrom('C1', 'C2', 'C3'),
        minimumGrade: fc.constantFrom(...GRADES),
        once: fc.boolean(),
      }),
    )
    .map((list) =>
      list.map(
        (one, index): Subscription => ({
          ...one,
          id: `s${index}`,
          filter: { kind: 'all' },
          createdBy: 'U1',
          createdAt: '2026-01-15T12:00:00.000Z',
          paused: null,
        }),
      ),
    );

  it('count as one, pleased as soon as one of them is', () => {
    fc.assert(
      fc.property(many, (subscriptions) => {
        const channels = byChannel(subscriptions);
        expect(channels.map(({ channelId }) => channelId)).toEqual([
          ...new Set(subscriptions.map(({ channelId }) => channelId)),
        ]);
        for (const { channelId, minimumGrade, onceIds } of channels) {
          const own = subscriptions.filter((one) => one.channelId === channelId);
          for (const verdict of GRADES) {
            const pleases = (least: Subscription['minimumGrade']) => GRADES.indexOf(verdict) >= GRADES.indexOf(least);
            expect(pleases(minimumGrade)).toBe(own.some((one) => pleases(one.minimumGrade)));
          }
          expect(onceIds).toEqual(own.filter(({ once }) => once).map(({ id }) => id));
        }
      }),
    );
  });

  it('of whatever order come to the same', () => {
    fc.assert(
      fc.property(many, (subscriptions) => {
        const sorted = (list: readonly Subscription[]) =>
          byChannel(list)
            .map((one) => ({ ...one, onceIds: [...one.onceIds].sort() }))
            .sort((a, b) => a.channelId.localeCompare(b.channelId));
        expect(sorted([...subscriptions].reverse())).toEqual(sorted(subscriptions));
      }),
    );
  });
});

describe('posting to the recipients', () => {
  it('stores one job for each channel, with all that it needs', async () => {
    await subscribe(world.subscriptions, { minimumGrade: 'Poor' });
    const once = await subscribe(world.subscriptions, { filter: { kind: 'series', webinarId: ID }, once: true });
    await subscribe(world.subscriptions, { channelId: 'C2', minimumGrade: 'Bad' });
    await recipients.post(toEnded(), toOccurrence(), { kind: 'report' }, true);
    const post: Post = {
      channelId: 'C1',
      key: UUID,
      content: { kind: 'report' },
      webinarId: ID,
      topic: 'Quarterly update',
      final: true,
      minimumGrade: 'Good',
      onceIds: [once.id],
      endedAt: '2026-01-15T09:00:00.000Z',
      step: 0,
    };
    expect(await posted()).toEqual([post, { ...post, channelId: 'C2', minimumGrade: 'Bad', onceIds: [] }]);
  });

  it('knows at least when the event said that it ended', async () => {
    await subscribe(world.subscriptions);
    await recipients.post(toEnded(), toOccurrence({ endedAt: null }), { kind: 'report' }, true);
    expect(await posted()).toMatchObject([{ endedAt: '2026-01-15T12:00:00.000Z' }]);
  });

  it('again, as after a crash, adds nothing to what still waits', async () => {
    await subscribe(world.subscriptions);
    for (let times = 0; times < 3; times += 1) {
      await recipients.post(toEnded(), toOccurrence(), { kind: 'report' }, false);
    }
    expect(await posted()).toHaveLength(1);
  });

  it('does not take a later read, the last word, a notice or another webinar for the same', async () => {
    await subscribe(world.subscriptions);
    const notice = { kind: 'failure', failure: { kind: 'internal' }, reference: '7F3A' } as const;
    await recipients.post(toEnded(), toOccurrence(), { kind: 'report' }, false);
    await recipients.post(toEnded({ step: 1 }), toOccurrence(), { kind: 'report' }, false);
    await recipients.post(toEnded(), toOccurrence(), { kind: 'report' }, true);
    await recipients.post(toEnded(), toOccurrence(), notice, false);
    await recipients.post(toEnded(), toOccurrence({ key: 'other' }), { kind: 'report' }, false);
    expect(await posted()).toHaveLength(5);
  });
});

describe('channels that were told and left', () => {
  const toldOnce = async (...channelIds: string[]) => {
    for (const channelId of channelIds) await subscribe(world.subscriptions, { channelId });
    await recipients.post(toEnded(), toOccurrence(), { kind: 'report' }, false);
  };
  const unsubscribe = async (channelId: string) => {
    for (const one of await world.subscriptions.all()) {
      if (one.channelId === channelId) await world.subscriptions.remove(one.id);
    }
  };
  /** The channels whose posts are brought to an end before the next read. */
  async function left(ended: Partial<Ended> = {}, occurrence = toOccurrence()): Promise<string[]> {
    await recipients.conclude(toEnded({ step: 1, ...ended }), occurrence);
    await posted();
    return concluded.map(({ channelId }) => channelId);
  }

  it('get one job each, with all that it needs', async () => {
    await toldOnce('C1', 'C2');
    await unsubscribe('C1');
    await recipients.conclude(toEnded({ step: 1 }), toOccurrence());
    await recipients.conclude(toEnded({ step: 1 }), toOccurrence());
    await posted();
    expect(concluded).toEqual([
      {
        ...{ channelId: 'C1', key: UUID, webinarId: ID, topic: 'Quarterly update' },
        ...{ endedAt: '2026-01-15T09:00:00.000Z', step: 1 },
      },
    ]);
  });

  it('are none among those that were never told', async () => {
    await subscribe(world.subscriptions);
    await unsubscribe('C1');
    expect(await left()).toEqual([]);
  });

  it('are none of another run', async () => {
    await toldOnce('C1');
    await unsubscribe('C1');
    expect(await left({}, toOccurrence({ key: 'other' }))).toEqual([]);
  });

  it('are found when nobody is left at all', async () => {
    await toldOnce('C1', 'C2');
    for (const channelId of ['C1', 'C2']) await unsubscribe(channelId);
    expect(await left()).toEqual(['C1', 'C2']);
  });

  it('are not those that are paused: their subscriptions are kept, and they take nothing', async () => {
    await toldOnce('C1');
    await world.subscriptions.pauseChannel('C1', 'is_archived');
    expect(await left()).toEqual([]);
  });

  it('are not those that another subscription keeps, and those that only one for other webinars does', async () => {
    await toldOnce('C1', 'C2');
    for (const channelId of ['C1', 'C2']) await unsubscribe(channelId);
    await subscribe(world.subscriptions, { channelId: 'C1', filter: { kind: 'topic', text: 'quarterly' } });
    await subscribe(world.subscriptions, { channelId: 'C2', filter: { kind: 'topic', text: 'all-hands' } });
    expect(await left()).toEqual(['C2']);
  });

  it.each<[string, Subscription['filter'], Partial<Ended>, Parameters<typeof toOccurrence>[0]]>([
    ['the host', { kind: 'host', hostKey: 'h2', shown: 'h…' }, {}, { hostKey: null }],
    ['the user id of the host', { kind: 'host', hostKey: 'h2', shown: 'h…' }, { hostKey: null }, {}],
    ['the topic', { kind: 'topic', text: 'all-hands' }, {}, { topic: null }],
    ['the number', { kind: 'series', webinarId: '93201235622' }, {}, { webinarId: null }],
  ])('are not judged by what is not known: %s', async (_what, filter, ended, occurrence) => {
    await toldOnce('C1');
    await unsubscribe('C1');
    await subscribe(world.subscriptions, { filter });
    await recipients.conclude(toEnded({ step: 1, ...ended }), toOccurrence({ hostKey: BY_EMAIL, ...occurrence }));
    await recipients.conclude(toEnded({ step: 2 }), toOccurrence({ hostKey: BY_EMAIL }));
    await posted();
    expect(concluded.map(({ channelId, step }) => [channelId, step])).toEqual([['C1', 2]]);
  });
});
