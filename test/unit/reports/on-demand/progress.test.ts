import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { createPendingRequests, type PendingRequests } from '../../../../src/reports/on-demand/pending-requests.ts';
import { createProgressTeller, type ProgressTeller } from '../../../../src/reports/on-demand/progress.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import type { Occurrence } from '../../../../src/webinar/occurrence.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import { createFakeMessenger, pass, type Sent, sleepOnFakeTimers, toOccurrence, toRequest, UUID } from '../support.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function start(refuse?: (sent: Sent) => Error | null) {
  const clock = createManualClock();
  const pendingRequests: PendingRequests = createPendingRequests({ kv: createMemoryKv(clock), clock });
  const { messenger, sent, tried } = createFakeMessenger(refuse);
  const logger = createQuietLogger();
  const teller: ProgressTeller = createProgressTeller({
    pendingRequests,
    messenger,
    sleep: sleepOnFakeTimers,
    clock,
    logger,
  });
  const join = async (id: string, requester: Parameters<typeof toRequest>[2] = {}) => {
    await pendingRequests.save(toRequest(id, {}, requester));
    await pendingRequests.join(UUID, toRequest(id));
  };
  const progressOf = () =>
    sent.map(({ content }) => (content.kind === 'progress' ? content.progress : expect.unreachable(content.kind)));
  return {
    clock,
    pendingRequests,
    teller,
    sent,
    tried,
    logger,
    join,
    progressOf,
    pass: (ms: number) => pass(clock, ms),
  };
}

const begin = (teller: ProgressTeller, given: Partial<Occurrence> = {}) =>
  teller.begin(toOccurrence({ participantCount: 100, ...given }));

describe('telling how far a read is', () => {
  it('happens after 1.5, 5 and 20 seconds, and then no more', async () => {
    const world = start();
    await world.join('1');
    const telling = begin(world.teller);
    const counts: number[] = [];
    for (const ms of [1_400, 100, 3_400, 100, 14_900, 100, 600_000]) {
      await world.pass(ms);
      counts.push(world.sent.length);
    }
    expect(counts).toEqual([0, 1, 1, 2, 2, 3, 3]);
    await telling.finish();
  });

  it('names the webinar, the rows and the time that is left', async () => {
    const world = start();
    await world.join('1');
    const telling = begin(world.teller);
    telling.rowsRead(0);
    await world.pass(1_000);
    telling.rowsRead(20);
    await world.pass(500);
    expect(world.sent).toEqual([
      {
        to: 'https://slack.example/1',
        content: {
          kind: 'progress',
          progress: {
            webinar: '93201235621',
            topic: 'Quarterly update',
            rowsRead: 20,
            rowsExpected: 100,
            secondsLeft: 6,
            throttledSeconds: null,
          },
        },
      },
    ]);
    await telling.finish();
  });

  it('counts from where a read was resumed, not from nothing', async () => {
    const world = start();
    await world.join('1');
    const telling = begin(world.teller);
    telling.rowsRead(80);
    await world.pass(1_000);
    telling.rowsRead(90);
    await world.pass(500);
    expect(world.progressOf()).toMatchObject([{ rowsRead: 90, secondsLeft: 2 }]);
    await telling.finish();
  });

  it('counts again from nothing when the read starts over', async () => {
    const world = start();
    await world.join('1');
    const telling = begin(world.teller);
    telling.rowsRead(80);
    telling.rowsRead(0);
    await world.pass(1_000);
    telling.rowsRead(20);
    await world.pass(500);
    expect(world.progressOf()).toMatchObject([{ rowsRead: 20, secondsLeft: 6 }]);
    await telling.finish();
  });

  it('names no time that it cannot know', async () => {
    const world = start();
    await world.join('1');
    const unknownCount = begin(world.teller, { participantCount: null });
    unknownCount.rowsRead(0);
    unknownCount.rowsRead(50);
    await world.pass(1_500);
    await unknownCount.finish();
    const nothingYet = begin(world.teller);
    await world.pass(1_500);
    await nothingYet.finish();
    const moreThanExpected = begin(world.teller);
    moreThanExpected.rowsRead(0);
    moreThanExpected.rowsRead(120);
    await world.pass(1_500);
    await moreThanExpected.finish();
    expect(world.progressOf()).toMatchObject([
      { rowsRead: 50, rowsExpected: null, secondsLeft: null },
      { rowsRead: 0, rowsExpected: 100, secondsLeft: null },
      { rowsRead: 120, secondsLeft: 0 },
    ]);
  });

  it('says for how long Zoom has asked to wait', async () => {
    const world = start();
    await world.join('1');
    const telling = begin(world.teller);
    await world.pass(1_000);
    world.teller.throttled(2_100);
    await world.pass(500);
    await world.pass(3_500);
    expect(world.progressOf().map(({ throttledSeconds }) => throttledSeconds)).toEqual([2, null]);
    await telling.finish();
  });

  it('goes to everybody who waits by then, each with their own three', async () => {
    const world = start();
    await world.join('1');
    const telling = begin(world.teller);
    await world.pass(4_000);
    await world.join('2');
    await world.pass(60_000);
    await telling.finish();
    const again = begin(world.teller);
    await world.pass(60_000);
    await again.finish();
    expect(world.sent.map(({ to }) => to.at(-1)).sort()).toEqual(['1', '1', '1', '2', '2', '2']);
  });

  it('writes over no message that others see too', async () => {
    const world = start();
    await world.join('1', { isPrivate: false });
    const telling = begin(world.teller);
    await world.pass(60_000);
    await telling.finish();
    expect(world.tried).toEqual([]);
    // The uses are still there for somebody private.
    expect(await world.pendingRequests.takeUse(toRequest('1'), 'progress')).toBe(true);
  });

  it('goes to no other read', async () => {
    const world = start();
    await world.join('1');
    const telling = begin(world.teller, { key: 'another' });
    await world.pass(60_000);
    await telling.finish();
    expect(world.tried).toEqual([]);
    const own = begin(world.teller);
    await world.pass(1_500);
    await own.finish();
    expect(world.tried).toHaveLength(1);
  });

  it('does not mind a Slack that fails, and goes on', async () => {
    const world = start(({ to }) => (to.endsWith('1') ? new DeliveryError('passing', 'HTTP 503') : null));
    await world.join('1');
    await world.join('2');
    const telling = begin(world.teller);
    await world.pass(60_000);
    await telling.finish();
    expect(world.sent.map(({ to }) => to.at(-1))).toEqual(['2', '2', '2']);
    expect(world.logger.lines.map(({ level }) => level)).toEqual(['info', 'info', 'info']);
  });
});

describe('the end of a read', () => {
  it('is the end of telling', async () => {
    const world = start();
    await world.join('1');
    const telling = begin(world.teller);
    await world.pass(2_000);
    await telling.finish();
    await world.pass(60_000);
    expect(world.sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('comes after what is just being told, so that the report is the last word', async () => {
    const world = start();
    await world.join('1');
    const { promise: taken, resolve: take } = Promise.withResolvers<void>();
    const order: string[] = [];
    const slow = createProgressTeller({
      pendingRequests: world.pendingRequests,
      messenger: {
        async send({ kind }) {
          expect(kind).toBe('response-url');
          order.push('telling');
          await taken;
          order.push('told');
          return null;
        },
      },
      sleep: sleepOnFakeTimers,
      clock: world.clock,
      logger: world.logger,
    });
    const telling = begin(slow);
    await world.pass(1_500);
    const finished = telling.finish().then(() => order.push('finished'));
    await world.pass(1_000);
    expect(order).toEqual(['telling']);
    take();
    await finished;
    expect(order).toEqual(['telling', 'told', 'finished']);
  });

  it('stops telling before it has begun to send', async () => {
    const world = start();
    await world.join('1');
    const { promise: found, resolve: find } = Promise.withResolvers<void>();
    let looked = 0;
    const slowList: PendingRequests = {
      ...world.pendingRequests,
      async requestsFor(key) {
        looked += 1;
        await found;
        return world.pendingRequests.requestsFor(key);
      },
    };
    const { messenger, tried } = createFakeMessenger();
    const slow = createProgressTeller({
      pendingRequests: slowList,
      messenger,
      sleep: sleepOnFakeTimers,
      clock: world.clock,
      logger: world.logger,
    });
    const telling = begin(slow);
    await world.pass(1_500);
    expect(looked).toBe(1);
    const finished = telling.finish();
    find();
    await finished;
    expect(tried).toEqual([]);
    // It would have been sent: somebody waits, and has uses left.
    expect(await world.pendingRequests.requestsFor(UUID)).toHaveLength(1);
    expect(await world.pendingRequests.takeUse(toRequest('1'), 'progress')).toBe(true);
  });
});
