import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createAccessGate, DECIDED_WITHIN_MS } from '../../../src/access/access-gate.ts';
import type { AccessRule, Directory, Standing } from '../../../src/access/access-rule.ts';
import { AppError, type Failure } from '../../../src/errors.ts';

const NOBODY: AccessRule = { channels: [], users: [], usergroups: [], allowsGuests: false, operators: [] };
const silent = () => Promise.reject(new Error('Slack is away'));

/** Pat is what it says; the channel CAV and the group SAV have the members given. */
function directoryOf(standing: Standing, members: readonly string[] = []): Directory {
  return {
    standingOf: async () => standing,
    membersOfChannel: async () => new Set(members),
    membersOfUsergroup: async () => new Set(members),
  };
}

async function decide(rule: Partial<AccessRule>, directory: Directory, channelId: string | null = 'CELSE') {
  const refusals: string[] = [];
  const gate = createAccessGate({
    rule: { ...NOBODY, ...rule },
    directory,
    missingScopeOf: () => null,
    onRefused: (reason) => refusals.push(reason),
  });
  try {
    await gate.check({ userId: 'UPAT', channelId });
    expect(refusals).toEqual([]);
    return 'in';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { failure } = error;
    const reason = failure.kind === 'not-allowed' ? failure.reason : 'unknown';
    // Counted once, under the word that is told.
    expect(refusals).toEqual([reason]);
    return reason;
  }
}

describe('who may ask', () => {
  it.each<[string, Partial<AccessRule>, Standing, string]>([
    ['nothing set: a full member', {}, 'member', 'in'],
    ['nothing set: a guest', {}, 'guest', 'guest'],
    ['nothing set: somebody of another organisation', {}, 'outsider', 'outsider'],
    ['nothing set: a bot', {}, 'bot', 'bot'],
    ['nothing set: a deactivated member', {}, 'gone', 'gone'],
    ['guests are let in: a guest', { allowsGuests: true }, 'guest', 'in'],
    [
      'guests are let in, but a list is set: a guest who is on none',
      { allowsGuests: true, users: ['UELSE'] },
      'guest',
      'not-listed',
    ],
    ['named', { users: ['UPAT'] }, 'member', 'in'],
    ['named, but a guest', { users: ['UPAT'] }, 'guest', 'guest'],
    ['others are named', { users: ['UELSE'] }, 'member', 'not-listed'],
    ['an operator, whatever Slack says', { operators: ['UPAT'], users: ['UELSE'] }, 'guest', 'in'],
  ])('%s', async (_what, rule, standing, expected) => {
    expect(await decide(rule, directoryOf(standing))).toBe(expected);
  });

  it('lets members of a channel ask anywhere, in a window too', async () => {
    const rule = { channels: ['CAV'] };
    expect(await decide(rule, directoryOf('member', ['UPAT']))).toBe('in');
    expect(await decide(rule, directoryOf('member', ['UPAT']), null)).toBe('in');
    expect(await decide(rule, directoryOf('member', ['UELSE']))).toBe('not-listed');
  });

  it('lets ask whoever is in the channel right now, without looking through its members', async () => {
    expect(await decide({ channels: ['CAV'] }, { ...directoryOf('member'), membersOfChannel: silent }, 'CAV')).toBe(
      'in',
    );
  });

  it('lets members of a user group ask', async () => {
    const rule = { usergroups: ['SAV'] };
    expect(await decide(rule, directoryOf('member', ['UPAT']))).toBe('in');
    expect(await decide(rule, directoryOf('member', []))).toBe('not-listed');
  });

  it('refuses when Slack does not say, unless something else lets in', async () => {
    const member = directoryOf('member', ['UPAT']);
    expect(await decide({}, { ...member, standingOf: silent })).toBe('unknown');
    expect(await decide({ channels: ['CAV'] }, { ...member, membersOfChannel: silent })).toBe('unknown');
    expect(await decide({ channels: ['CAV'], usergroups: ['SAV'] }, { ...member, membersOfChannel: silent })).toBe(
      'in',
    );
    expect(await decide({ channels: ['CAV'], users: ['UPAT'] }, { ...member, membersOfChannel: silent })).toBe('in');
    expect(await decide({ users: ['UPAT'] }, { ...member, standingOf: silent })).toBe('unknown');
    expect(await decide({ operators: ['UPAT'] }, { ...member, standingOf: silent })).toBe('in');
  });

  it('refuses when Slack says nothing in time', async () => {
    vi.useFakeTimers();
    try {
      const never = { ...directoryOf('member'), standingOf: () => new Promise<Standing>(() => undefined) };
      const decision = decide({}, never);
      await vi.advanceTimersByTimeAsync(DECIDED_WITHIN_MS);
      expect(await decision).toBe('unknown');
    } finally {
      vi.useRealTimers();
    }
  });

  it('names the permission that lacks, and the channels that may', async () => {
    const failureOf = async (rule: Partial<AccessRule>, directory: Directory): Promise<Failure | null> => {
      const gate = createAccessGate({
        rule: { ...NOBODY, ...rule },
        directory,
        missingScopeOf: () => 'users:read',
        onRefused: () => undefined,
      });
      return gate.check({ userId: 'UPAT', channelId: null }).then(
        () => null,
        (error: unknown) => (error instanceof AppError ? error.failure : null),
      );
    };
    expect(await failureOf({}, { ...directoryOf('member'), standingOf: silent })).toEqual({
      kind: 'access-unknown',
      missingScope: 'users:read',
    });
    expect(await failureOf({ channels: ['CAV'], usergroups: ['SAV'] }, directoryOf('member'))).toEqual({
      kind: 'not-allowed',
      reason: 'not-listed',
      channels: ['CAV'],
      namesOthers: true,
    });
  });

  it('lets nobody in but full members and operators while guests are not let in, whatever the lists', async () => {
    const ids = fc.subarray(['UPAT', 'UELSE']);
    const rules = fc.record({
      channels: fc.subarray(['CAV', 'CELSE']),
      users: ids,
      usergroups: fc.subarray(['SAV']),
      operators: fc.constant<string[]>([]),
      allowsGuests: fc.constant(false),
    });
    const standings = fc.constantFrom<Standing>('guest', 'outsider', 'bot', 'gone');
    await fc.assert(
      fc.asyncProperty(rules, standings, ids, async (rule, standing, members) => {
        expect(await decide(rule, directoryOf(standing, members))).toBe(standing);
      }),
    );
  });
});
