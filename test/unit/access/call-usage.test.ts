import { describe, expect, it } from 'vitest';
import { createCallUsage } from '../../../src/access/call-usage.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

function start() {
  const clock = createManualClock();
  const kv = createMemoryKv(clock);
  const [one, other] = ['p1', 'p2'].map((processId) => createCallUsage({ kv, clock, processId }));
  if (!one || !other) throw new Error('no process');
  return { one, other, clock, kv };
}

const note = (usage: ReturnType<typeof start>['one'], person: string, calls: number, kind = 'ask' as const) => {
  for (let call = 0; call < calls; call += 1) usage.note({ kind, person });
};

describe('the calls of the day', () => {
  it('are summed over all processes, by what for and for whom, and however often they are written', async () => {
    const { one, other } = start();
    note(one, 'UPAT', 3);
    note(other, 'UPAT', 2);
    note(other, 'UQUIN', 4);
    one.note({ kind: 'automatic', person: '' });
    one.note({ kind: 'refresh', person: 'UPAT' });
    for (let again = 0; again < 3; again += 1) await Promise.all([one.flush(), other.flush()]);
    expect(await one.today()).toEqual({
      kinds: { ask: 9, automatic: 1, refresh: 1 },
      people: [
        { userId: 'UPAT', calls: 6 },
        { userId: 'UQUIN', calls: 4 },
      ],
    });
  });

  it('begin anew at 00:00 UTC', async () => {
    const { one, clock } = start();
    note(one, 'UPAT', 3);
    await one.flush();
    clock.advance(86_400_000);
    expect(await one.today()).toEqual({ kinds: { ask: 0, automatic: 0, refresh: 0 }, people: [] });
    note(one, 'UPAT', 1);
    expect((await one.today()).people).toEqual([{ userId: 'UPAT', calls: 1 }]);
  });

  it('name a thousand people at most, and count the others', async () => {
    const { one } = start();
    for (let person = 0; person < 1_100; person += 1) note(one, `U${person}`, 1);
    const { kinds, people } = await one.today();
    expect([kinds.ask, people.length]).toEqual([1_100, 1_000]);
  });

  it('are written by themselves soon, and a store that is away is no trouble of the call', async () => {
    const { clock } = start();
    const failing = { ...createMemoryKv(clock), hashSet: () => Promise.reject(new Error('away')) };
    const usage = createCallUsage({ kv: failing, clock, processId: 'p1' });
    note(usage, 'UPAT', 1);
    await expect(usage.flush()).resolves.toBeUndefined();
  });

  it('that another version wrote in another form are left out', async () => {
    const { one, kv, clock } = start();
    note(one, 'UPAT', 1);
    await one.flush();
    const { zoomCallsOfDay } = (await import('../../../src/storage/keys.ts')).keys;
    const { name } = zoomCallsOfDay(new Date(clock.now()).toISOString().slice(0, 10));
    await kv.hashSet(name, { p9: '{"v":9}', p8: 'no json' }, 60);
    expect((await one.today()).kinds.ask).toBe(1);
  });
});
