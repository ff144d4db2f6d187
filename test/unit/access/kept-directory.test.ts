import { describe, expect, it } from 'vitest';
import type { Directory, Standing } from '../../../src/access/access-rule.ts';
import { createKeptDirectory, KEPT_FOR_MS, MOST_GROUPS } from '../../../src/access/kept-directory.ts';

function start(standingOf: Directory['standingOf'] = async () => 'member') {
  let nowMs = 0;
  const asked: string[] = [];
  const note = (what: string) => {
    asked.push(what);
    return new Set<string>();
  };
  const directory = createKeptDirectory(
    {
      standingOf: (id) => {
        note(id);
        return standingOf(id);
      },
      membersOfChannel: async (id) => note(id),
      membersOfUsergroup: async (id) => note(id),
    },
    { now: () => nowMs },
  );
  return { directory, asked, pass: (ms: number) => (nowMs += ms) };
}

describe('what Slack said of people', () => {
  it('is kept for a few minutes, and asked again then', async () => {
    const { directory, asked, pass } = start();
    await directory.standingOf('UPAT');
    pass(KEPT_FOR_MS - 1);
    await directory.standingOf('UPAT');
    expect(asked).toEqual(['UPAT']);
    pass(1);
    await directory.standingOf('UPAT');
    expect(asked).toEqual(['UPAT', 'UPAT']);
  });

  it('is asked once for many who wait for it', async () => {
    const { directory, asked } = start();
    await Promise.all([1, 2, 3].map(() => directory.membersOfChannel('CAV')));
    expect(asked).toEqual(['CAV']);
  });

  it('is not kept when Slack did not say', async () => {
    const answers: (() => Promise<Standing>)[] = [() => Promise.reject(new Error('away')), async () => 'guest'];
    const { directory, asked } = start(() => answers.shift()?.() ?? Promise.reject(new Error('asked too often')));
    await expect(directory.standingOf('UPAT')).rejects.toThrow('away');
    expect(await directory.standingOf('UPAT')).toBe('guest');
    expect(asked).toHaveLength(2);
  });

  it('is bounded: the oldest go', async () => {
    const { directory, asked } = start();
    for (let i = 0; i <= MOST_GROUPS; i += 1) await directory.membersOfUsergroup(`S${i}`);
    await directory.membersOfUsergroup('S1');
    expect(asked).toHaveLength(MOST_GROUPS + 1);
    await directory.membersOfUsergroup('S0');
    expect(asked).toHaveLength(MOST_GROUPS + 2);
  });
});
