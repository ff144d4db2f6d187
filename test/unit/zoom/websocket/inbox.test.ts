import { describe, expect, it } from 'vitest';
import { createInbox, type InboxLimits } from '../../../../src/zoom/websocket/inbox.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';

const settled = () => new Promise(setImmediate);

/** An inbox whose store and pauses the test has in hand. */
function openInbox(limits: Partial<InboxLimits> = {}) {
  const logger = createQuietLogger();
  const pauses: { ms: number; end: () => void }[] = [];
  const stored: string[] = [];
  const seen = { dropped: 0, healed: 0, tries: 0, mostAtOnce: 0 };
  const store = { isAway: false, refuses: '' };
  let atOnce = 0;
  const inbox = createInbox({
    async take(text) {
      seen.tries += 1;
      atOnce += 1;
      seen.mostAtOnce = Math.max(seen.mostAtOnce, atOnce);
      await settled();
      atOnce -= 1;
      if (store.isAway || text === store.refuses) throw new Error('the store is away');
      stored.push(text);
    },
    limits: { atOnce: 3, waiting: 10, characters: 1_000, ...limits },
    onDropped: () => {
      seen.dropped += 1;
    },
    onHealed: () => {
      seen.healed += 1;
    },
    random: () => 1,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        pauses.push({ ms, end: resolve });
      }),
    logger,
  });
  return {
    inbox,
    logger,
    pauses,
    stored,
    seen,
    store,
    async pass() {
      pauses.at(-1)?.end();
      await untilQuiet(() => seen.tries);
    },
  };
}

/** Until nothing is tried any more. */
async function untilQuiet(tries: () => number): Promise<void> {
  for (let before = -1; before !== tries(); ) {
    before = tries();
    for (let turn = 0; turn < 4; turn += 1) await settled();
  }
}

const texts = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `event ${from + index}`);

describe('events that nobody sends again', () => {
  it('are stored, so many at a time', async () => {
    const { inbox, stored, seen } = openInbox();
    for (const text of texts(8)) inbox.add(text);
    await untilQuiet(() => seen.tries);
    expect(stored.sort()).toEqual(texts(8));
    expect(seen).toMatchObject({ dropped: 0, healed: 0, mostAtOnce: 3 });
  });

  it('are kept while the store is away, with pauses that grow to half a minute, and stored then', async () => {
    const { inbox, stored, seen, store, pauses, pass, logger } = openInbox();
    store.isAway = true;
    for (const text of texts(8)) inbox.add(text);
    await untilQuiet(() => seen.tries);
    for (let turn = 0; turn < 7; turn += 1) await pass();
    expect(pauses.map(({ ms }) => ms)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(logger.lines.map(({ message }) => message)).toEqual([
      'an event of Zoom could not be stored; it is kept, and stored later',
    ]);
    store.isAway = false;
    await pass();
    expect(stored.sort()).toEqual(texts(8));
    expect(seen).toMatchObject({ dropped: 0, healed: 0 });
  });

  it('push out the oldest when too many wait: counted, logged once, and looked for when all is well', async () => {
    const { inbox, stored, seen, store, pass, logger } = openInbox();
    store.isAway = true;
    for (const text of texts(14)) inbox.add(text);
    await untilQuiet(() => seen.tries);
    expect(seen).toMatchObject({ dropped: 4, healed: 0 });
    store.isAway = false;
    await pass();
    expect(stored.sort()).toEqual(texts(10, 4).sort());
    expect(seen).toMatchObject({ dropped: 4, healed: 1 });
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('are bounded in their size, too', () => {
    const { inbox, seen } = openInbox({ characters: 100 });
    for (let turn = 0; turn < 5; turn += 1) inbox.add('x'.repeat(40));
    expect(seen.dropped).toBe(3);
  });

  it('do not wait for one that is never stored, and that one is given up', async () => {
    const { inbox, stored, seen, store, pass } = openInbox();
    store.refuses = 'event 0';
    for (const text of texts(6)) inbox.add(text);
    await untilQuiet(() => seen.tries);
    await pass();
    expect(stored.sort()).toEqual(texts(5, 1));
    // Nor do those that come while it is waited for its next try.
    inbox.add('event 6');
    await expect.poll(() => stored).toContain('event 6');
    for (let turn = 0; turn < 120; turn += 1) await pass();
    expect(seen).toMatchObject({ dropped: 1, healed: 1 });
  });

  it('are stored before the bot stops, if that does not take long', async () => {
    const { inbox, stored } = openInbox();
    for (const text of texts(8)) inbox.add(text);
    await inbox.stop(5_000);
    expect(stored).toHaveLength(8);
    const other = openInbox();
    other.store.isAway = true;
    other.inbox.add('event');
    await other.inbox.stop(20);
    expect(other.logger.lines.at(-1)?.message).toBe('stopped with events of Zoom that were not stored');
  });
});
