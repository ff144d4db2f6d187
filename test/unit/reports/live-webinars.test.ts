import { expect, it } from 'vitest';
import { createLiveWebinars } from '../../../src/reports/live/live-webinars.ts';
import type { Subscription, SubscriptionFilter } from '../../../src/reports/subscriptions/subscription.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { parseOccurrenceUuid } from '../../../src/webinar/ids.ts';
import type { Occurrence } from '../../../src/webinar/occurrence.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

const UUID = parseOccurrenceUuid('4444AAAiAAAAAiAiAiiAii==') ?? expect.fail();
const STARTED = { uuid: UUID, webinarId: '93201235621', topic: 'Q3 All-Hands', hostId: 'host1' };
const OCCURRENCE: Occurrence = {
  ...{ key: UUID, uuid: UUID, webinarId: null, topic: 'Q3 All-Hands', startedAt: null, endedAt: null },
  participantCount: null,
  state: 'live',
  hostKey: 'by-address',
};

function open(filters: readonly SubscriptionFilter[], more: Partial<Subscription> = { live: true }) {
  const clock = createManualClock();
  const asked: string[] = [];
  const subscribed = filters.map(
    (filter, index): Subscription => ({
      ...{ id: `s${index}`, channelId: `C${index}`, filter, minimumGrade: 'Good', once: false, createdBy: 'U1' },
      ...{ createdAt: '2026-05-14T15:00:00Z', paused: null },
      ...more,
    }),
  );
  const webinars = createLiveWebinars({
    kv: createMemoryKv(clock),
    jobs: {
      enqueue: async (name) => {
        asked.push(name);
      },
    },
    subscriptions: { all: async () => subscribed },
    clock,
    hashIdentity: (text) => text,
  });
  return { webinars, asked, clock };
}
const BY_ADDRESS = { kind: 'host', hostKey: 'by-address', shown: 'j…@…' } as const;

it.each<[string, SubscriptionFilter, boolean]>([
  ['every webinar', { kind: 'all' }, true],
  ['this one', { kind: 'series', webinarId: '93201235621' }, true],
  ['another one', { kind: 'series', webinarId: '93201239999' }, false],
  ['its title', { kind: 'topic', text: 'all-hands' }, true],
  ['its host by user id', { kind: 'host', hostKey: 'user:host1', shown: 'host1' }, true],
])('a webinar that began is watched for who subscribed to %s: no look at Zoom', async (_, filter, isWanted) => {
  const { webinars, asked } = open([filter]);
  await webinars.started(STARTED);
  expect(await webinars.isWanted(UUID)).toBe(isWanted);
  expect(asked).toEqual([]);
});

it('a host subscribed by address is found by one look at Zoom, and other hosts are not looked up again', async () => {
  const { webinars, asked, clock } = open([BY_ADDRESS]);
  await webinars.started(STARTED);
  expect(await webinars.isWanted(UUID)).toBe(false);
  expect(asked).toEqual(['live.check']);
  const known = (await webinars.find(UUID)) ?? expect.fail();
  expect(await webinars.needsLookUp(known)).toBe(true);
  const found = await webinars.lookedUp(UUID, OCCURRENCE);
  expect(await webinars.needsLookUp(found)).toBe(false);
  expect(await webinars.channelsFor(found)).toEqual(['C0']);
  clock.advance(10_000);
  expect(await webinars.isWanted(UUID)).toBe(true);
  const other = await webinars.lookedUp(UUID, { ...OCCURRENCE, hostKey: 'somebody-else' });
  expect(await webinars.needsLookUp({ ...other, hostKeys: ['somebody-else'] })).toBe(false);
});

it('nothing is looked up, and nothing watched, where nobody wants warnings', async () => {
  for (const more of [{}, { live: true, paused: 'is_archived' }]) {
    const { webinars, asked } = open([{ kind: 'all' }], more);
    expect(await webinars.isWanted(UUID)).toBe(false);
    expect(asked).toEqual([]);
  }
});

it('a run that nobody knows is looked up once in ten minutes', async () => {
  const { webinars, asked, clock } = open([{ kind: 'all' }]);
  for (let second = 0; second < 590; second += 10) {
    expect(await webinars.isWanted(UUID)).toBe(false);
    clock.advance(10_000);
  }
  expect(asked).toHaveLength(1);
  clock.advance(10_000);
  await webinars.isWanted(UUID);
  expect(asked).toHaveLength(2);
});
