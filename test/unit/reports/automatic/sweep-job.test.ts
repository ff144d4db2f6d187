import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSweepHandler } from '../../../../src/reports/automatic/sweep-job.ts';
import type { CallContext } from '../../../../src/webinar/call-owner.ts';
import type { OccurrenceUuid, WebinarId } from '../../../../src/webinar/ids.ts';
import type { EndedEvent, FetchedOccurrence } from '../../../../src/webinar/occurrence.ts';
import { hashIdentity, ID, toFetched, UUID } from '../support.ts';
import { context, createWorld, NOON, subscribe } from './support.ts';

const OTHER = 'T3RoZXJSdW5PZlRoZVNhbWU=' as OccurrenceUuid;
const OTHER_ID = '93201235622' as WebinarId;
const DAY_MS = 24 * 3_600_000;
const ended = (given: Partial<FetchedOccurrence> = {}) => toFetched({ endedAt: '2026-01-15T12:30:00.000Z', ...given });

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

/** A sweep an hour after the test began. */
function start(list: readonly FetchedOccurrence[] | Error = [ended()], stored = true) {
  const fetchEnded = vi.fn(async (_from: Date, _to: Date, _context: CallContext) => {
    if (list instanceof Error) throw list;
    return [...list];
  });
  const replayEvents = vi.fn(async (_context: CallContext) => undefined);
  const handled: (EndedEvent & { foundBy: string })[] = [];
  const swept: number[] = [];
  const pauseLeavers = vi.fn(async (_signal: AbortSignal) => undefined);
  const handle = createSweepHandler({
    ...world,
    pauseLeavers,
    source: { fetchEnded },
    replayEvents,
    hashIdentity,
    onSwept: (found) => swept.push(found),
    async handleEnded(event, foundBy) {
      handled.push({ ...event, foundBy });
      return stored ? 'stored' : 'duplicate';
    },
  });
  const sweep = () => {
    world.clock.advance(3_600_000);
    return handle({}, context);
  };
  return { sweep, fetchEnded, replayEvents, pauseLeavers, handled, swept };
}

describe('a sweep', () => {
  it('takes what Zoom could not deliver before it looks at what ended', async () => {
    await subscribe(world.subscriptions);
    const { sweep, fetchEnded, replayEvents } = start();
    await sweep();
    expect(replayEvents).toHaveBeenCalledBefore(fetchEnded);
  });

  it('looks first whether those who have subscribed may still ask, and goes on when nobody can say', async () => {
    await subscribe(world.subscriptions);
    const { sweep, fetchEnded, pauseLeavers } = start();
    pauseLeavers.mockRejectedValueOnce(new Error('made up'));
    await sweep();
    expect(pauseLeavers.mock.calls).toEqual([[context.signal]]);
    expect(pauseLeavers).toHaveBeenCalledBefore(fetchEnded);
    expect(fetchEnded).toHaveBeenCalledTimes(1);
  });

  it('asks Zoom nothing for whom nobody may ask any more', async () => {
    await subscribe(world.subscriptions);
    const { sweep, fetchEnded, pauseLeavers } = start();
    pauseLeavers.mockImplementationOnce(async () => void (await world.subscriptions.pauseOwner('U1', 'owner-left')));
    await sweep();
    expect(fetchEnded).not.toHaveBeenCalled();
  });

  it('looks at what ended within the last 24 hours and hands it on', async () => {
    await subscribe(world.subscriptions);
    const { sweep, fetchEnded, handled, swept } = start();
    await sweep();
    const now = NOON + 3_600_000;
    const owner = { kind: 'automatic', person: '', webinar: '' };
    expect(fetchEnded.mock.calls).toEqual([[new Date(now - DAY_MS), new Date(now), { owner, signal: context.signal }]]);
    expect(handled).toEqual([
      {
        uuid: UUID,
        webinarId: ID,
        topic: 'Quarterly update',
        hostId: null,
        startedAt: '2026-01-15T08:00:00.000Z',
        endedAt: '2026-01-15T12:30:00.000Z',
        isPracticeSession: false,
        foundBy: 'sweep',
      },
    ]);
    expect(swept).toEqual([1]);
  });

  it('asks Zoom nothing while nobody is subscribed, or everything is paused', async () => {
    const { sweep, fetchEnded } = start();
    await sweep();
    const { id } = await subscribe(world.subscriptions);
    await world.subscriptions.pauseChannel('C1', 'is_archived');
    await sweep();
    expect(fetchEnded).not.toHaveBeenCalled();
    await world.subscriptions.resume(id, 'U1');
    await sweep();
    expect(fetchEnded).toHaveBeenCalledTimes(1);
  });

  it('counts what nobody had told, not what was known', async () => {
    await subscribe(world.subscriptions);
    const { sweep, handled, swept } = start([ended(), ended({ uuid: OTHER })], false);
    await sweep();
    expect(handled.map(({ uuid }) => uuid)).toEqual([UUID, OTHER]);
    expect(swept).toEqual([0]);
  });

  it.each<[string, boolean, Partial<FetchedOccurrence>]>([
    ['of the series', true, {}],
    ['of another series', false, { webinarId: OTHER_ID }],
    ['without a number', false, { webinarId: null }],
    ['without a UUID', false, { uuid: null }],
    ['that ended before anybody subscribed', false, { endedAt: '2026-01-15T11:59:58.000Z' }],
    ['that ended in the second of the subscription', true, { endedAt: '2026-01-15T12:00:00.000Z' }],
    ['of which nobody knows when it ended', false, { endedAt: null }],
  ])('of a webinar %s: %s', async (_what, isWanted, given) => {
    world.clock.advance(500);
    await subscribe(world.subscriptions, { filter: { kind: 'series', webinarId: ID } });
    const { sweep, handled, swept } = start([ended(given)]);
    await sweep();
    expect(handled).toHaveLength(isWanted ? 1 : 0);
    expect(swept).toEqual([isWanted ? 1 : 0]);
  });

  it('needs one subscription to be there and to match: not one of each', async () => {
    await subscribe(world.subscriptions, { filter: { kind: 'topic', text: 'all-hands' } });
    world.clock.advance(DAY_MS);
    await subscribe(world.subscriptions, { filter: { kind: 'series', webinarId: ID } });
    const { sweep, handled, swept } = start();
    await sweep();
    expect(handled).toEqual([]);
    expect(swept).toEqual([0]);
  });

  it('knows the host by the address, however Zoom writes it', async () => {
    const filter = { kind: 'host', hostKey: hashIdentity('email:host@mail.example'), shown: 'h…' } as const;
    await subscribe(world.subscriptions, { filter });
    const { sweep, handled } = start([ended({ hostEmail: 'Host@Mail.Example' }), ended({ hostEmail: null })]);
    await sweep();
    expect(handled).toHaveLength(1);
    expect(JSON.stringify([handled, world.logger.lines])).not.toMatch(/mail\.example/i);
  });

  it('that fails says so to the queue, and counts nothing', async () => {
    await subscribe(world.subscriptions);
    const error = new Error('made up');
    const { sweep, swept } = start(error);
    await expect(sweep()).rejects.toBe(error);
    expect(swept).toEqual([]);
  });
});
