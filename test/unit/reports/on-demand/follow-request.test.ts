import { beforeEach, describe, expect, it } from 'vitest';
import { createFollowRequest } from '../../../../src/reports/on-demand/follow-request.ts';
import { createPendingRequests } from '../../../../src/reports/on-demand/pending-requests.ts';
import { NOTHING_KNOWN } from '../../../../src/reports/on-demand/progress.ts';
import { sampleHead } from '../../../messages/samples.ts';
import { createSpiedKv, ID, toRequest, UUID } from '../support.ts';

const URL = 'https://slack.example/click';
const CLICK = { userId: 'U1', responseUrl: URL };
const KEY = `id:${ID}`;
let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  world = createSpiedKv();
});

async function start({
  isKept = true,
  during = async () => {},
}: {
  isKept?: boolean;
  during?: () => Promise<void>;
} = {}) {
  const pendingRequests = createPendingRequests(world);
  await pendingRequests.save(toRequest('1'));
  const head = sampleHead();
  const follow = createFollowRequest({
    pendingRequests,
    occurrences: { knownKey: async () => UUID },
    store: { getHead: async () => (isKept ? head : null) },
    async progress() {
      await during();
      return { ...NOTHING_KNOWN, webinar: ID, rowsRead: 10 };
    },
    clock: world.clock,
  });
  return { follow, pendingRequests, head };
}

describe('looking what has become of an ask', () => {
  it('says how far it is, and has the answer come there', async () => {
    const { follow, pendingRequests } = await start();
    expect(await follow.begin('1', KEY, CLICK)).toMatchObject({ kind: 'reading', progress: { rowsRead: 10 } });
    expect(await pendingRequests.shownIn('1')).toEqual({ responseUrl: URL, issuedAt: world.clock.now() });
    expect(await follow.answer('1', KEY)).toBeNull();
  });

  it('shows the report of one that was answered, and moves nothing', async () => {
    const { follow, pendingRequests, head } = await start();
    await pendingRequests.finish('1');
    expect(await follow.begin('1', KEY, CLICK)).toEqual({ kind: 'report', head });
    expect(await follow.answer('1', KEY)).toEqual({ kind: 'report', head });
    expect(await pendingRequests.shownIn('1')).toBeNull();
  });

  it('shows the report of one that is answered just then', async () => {
    const world = await start({ during: () => world.pendingRequests.finish('1') });
    expect(await world.follow.begin('1', KEY, CLICK)).toEqual({ kind: 'report', head: world.head });
  });

  it('says of one without a report that it is over', async () => {
    const { follow, pendingRequests } = await start({ isKept: false });
    await pendingRequests.finish('1');
    expect(await follow.begin('1', KEY, CLICK)).toEqual({ kind: 'over' });
  });

  it.each(['', 'id:12', 'id:', 'not base64!'])(
    'makes nothing of a button that the bot has not written: %j',
    async (report) => {
      const { follow, pendingRequests } = await start();
      expect(await follow.begin('1', report, CLICK)).toEqual({ kind: 'over' });
      expect(await pendingRequests.shownIn('1')).toBeNull();
    },
  );

  it('does not bring the answer of one person to another, whatever the button says', async () => {
    const { follow, pendingRequests } = await start({ isKept: false });
    expect(await follow.begin('1', KEY, { userId: 'U2', responseUrl: URL })).toEqual({ kind: 'over' });
    expect(await pendingRequests.shownIn('1')).toBeNull();
  });
});
