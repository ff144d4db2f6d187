import { describe, expect, it } from 'vitest';
import { JobDelayed } from '../../../../src/jobs/job-queue.ts';
import { createReadGate, MOST_READS, type ReadPlace } from '../../../../src/reports/reading/read-gate.ts';
import type { CallKind, CallOwner } from '../../../../src/webinar/call-owner.ts';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const running = new AbortController().signal;

function ownedBy(person: string, kind: CallKind = 'ask', webinar = '932'): CallOwner {
  return { kind, person, webinar };
}

/** A gate, and who has come in so far. */
function createWorld(most = { inHand: 4, waiting: 3 }) {
  const gate = createReadGate({ now: () => NOW }, most);
  const places = new Map<string, ReadPlace>();
  const refused = new Map<string, unknown>();
  async function enter(name: string, owner: CallOwner, signal = running): Promise<void> {
    gate.enter(owner, signal).then(
      (place) => places.set(name, place),
      (error: unknown) => refused.set(name, error),
    );
    await new Promise(setImmediate);
  }
  /** As a read does whose place is wanted. */
  async function obey(): Promise<string[]> {
    const leaving = [...places].filter(([, place]) => place.givenUp.aborted).map(([name]) => name);
    for (const name of leaving) await leave(name);
    return leaving;
  }
  async function leave(name: string): Promise<void> {
    places.get(name)?.leave();
    places.delete(name);
    await new Promise(setImmediate);
  }
  return { enter, obey, leave, refused, inHand: () => [...places.keys()] };
}

async function fillWith(world: ReturnType<typeof createWorld>, person: string, count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1) await world.enter(`${person}${i}`, ownedBy(person));
}

describe('createReadGate', () => {
  it('has so many reads in hand and no more; the next goes when one has ended', async () => {
    const world = createWorld();
    await fillWith(world, 'A', 6);
    expect(world.inHand()).toEqual(['A1', 'A2', 'A3', 'A4']);
    expect(await world.obey()).toEqual([]);
    await world.leave('A2');
    expect(world.inHand()).toEqual(['A1', 'A3', 'A4', 'A5']);
  });

  it('makes a place for somebody else by the newest read of whoever has most, until both have as many', async () => {
    const world = createWorld();
    await fillWith(world, 'A', 4);
    await world.enter('B1', ownedBy('B'));
    expect(await world.obey()).toEqual(['A4']);
    expect(world.inHand()).toEqual(['A1', 'A2', 'A3', 'B1']);
    await world.enter('B2', ownedBy('B'));
    expect(await world.obey()).toEqual(['A3']);
    await world.enter('B3', ownedBy('B'));
    expect(await world.obey()).toEqual([]);
    expect(world.inHand()).toEqual(['A1', 'A2', 'B1', 'B2']);
  });

  it('makes a place for each kind of work before it looks at people', async () => {
    const world = createWorld();
    for (const person of ['A', 'B', 'C', 'D']) await world.enter(person, ownedBy(person));
    await world.enter('ended', ownedBy('', 'automatic'));
    expect(await world.obey()).toEqual(['D']);
    await world.enter('again', ownedBy('E', 'refresh'));
    expect(await world.obey()).toEqual(['C']);
    await world.enter('more', ownedBy('', 'automatic'));
    expect(await world.obey()).toEqual([]);
  });

  it('asks one read to go for each that waits, not all of them', async () => {
    const world = createWorld();
    await fillWith(world, 'A', 4);
    await world.enter('B1', ownedBy('B'));
    await world.enter('C1', ownedBy('C'));
    expect(await world.obey()).toEqual(['A3', 'A4']);
    expect(world.inHand()).toEqual(['A1', 'A2', 'B1', 'C1']);
  });

  it('says to a read that gives its place when to come again', async () => {
    const gate = createReadGate({ now: () => NOW }, { inHand: 2, waiting: 3 });
    await gate.enter(ownedBy('A'), running);
    const { givenUp } = await gate.enter(ownedBy('A'), running);
    void gate.enter(ownedBy('B'), running);
    expect(givenUp.reason).toEqual(new JobDelayed(new Date(NOW + 5_000)));
  });

  it('gives a place that becomes free to whoever has fewest', async () => {
    const world = createWorld({ inHand: 3, waiting: 9 });
    await fillWith(world, 'A', 4);
    await world.enter('B1', ownedBy('B'));
    await world.obey();
    expect(world.inHand()).toEqual(['A1', 'A2', 'B1']);
    await world.enter('C1', ownedBy('C'));
    await world.leave('A1');
    expect(world.inHand()).toEqual(['A2', 'B1', 'C1']);
  });

  it('lets so many wait; who has most waiting comes again later, when somebody with fewer comes', async () => {
    const world = createWorld();
    await fillWith(world, 'A', 8);
    expect([...world.refused]).toEqual([['A8', new JobDelayed(new Date(NOW + 10_000))]]);
    await world.enter('B1', ownedBy('B'));
    expect([...world.refused.keys()]).toEqual(['A8', 'A7']);
    expect(await world.obey()).toEqual(['A4']);
  });

  it('forgets who is told to stop while waiting', async () => {
    const world = createWorld({ inHand: 1, waiting: 3 });
    const stop = new AbortController();
    await world.enter('A1', ownedBy('A'));
    await world.enter('A2', ownedBy('A'), stop.signal);
    await world.enter('A3', ownedBy('A'));
    const reason = new Error('stopping');
    stop.abort(reason);
    await world.leave('A1');
    expect(world.inHand()).toEqual(['A3']);
    expect(world.refused.get('A2')).toBe(reason);
  });

  it('takes nobody in who was told to stop before', async () => {
    const gate = createReadGate({ now: () => NOW }, MOST_READS);
    const reason = new Error('stopping');
    expect(() => gate.enter(ownedBy('A'), AbortSignal.abort(reason))).toThrow(reason);
  });
});
