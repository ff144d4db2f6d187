import { describe, expect, it } from 'vitest';
import type { AccessRule, Directory, Standing } from '../../../src/access/access-rule.ts';
import { decideStay } from '../../../src/access/decide-stay.ts';

const NOBODY: AccessRule = { channels: [], users: [], usergroups: [], allowsGuests: false, operators: [] };
const silent = () => Promise.reject(new Error('Slack is away'));

function directoryOf(standing: Standing, members: readonly string[] = []): Directory {
  return {
    standingOf: async () => standing,
    membersOfChannel: async () => new Set(members),
    membersOfUsergroup: async () => new Set(members),
  };
}

describe('whether somebody who could ask still may', () => {
  it.each<[string, Partial<AccessRule>, Standing, readonly string[], string]>([
    ['a full member', {}, 'member', [], 'may'],
    ['a full member on a list', { channels: ['CAV'] }, 'member', ['UPAT'], 'may'],
    [
      'a full member who is on no list any more',
      { channels: ['CAV'], usergroups: ['SAV'] },
      'member',
      [],
      'lost-access',
    ],
    ['who became a guest', {}, 'guest', [], 'lost-access'],
    ['who became a guest, where guests may ask', { allowsGuests: true }, 'guest', [], 'may'],
    ['who was deactivated', {}, 'gone', [], 'left'],
    ['who was deactivated, where guests may ask', { allowsGuests: true }, 'gone', [], 'left'],
    ['who was deactivated, though named as an operator', { operators: ['UPAT'] }, 'gone', [], 'left'],
    ['who is of another organisation', {}, 'outsider', [], 'left'],
    ['who is of another organisation, where guests may ask', { allowsGuests: true }, 'outsider', [], 'may'],
    ['an operator, whatever the lists say', { operators: ['UPAT'], users: ['UELSE'] }, 'guest', [], 'may'],
  ])('%s', async (_who, rule, standing, members, stay) => {
    expect(await decideStay({ ...NOBODY, ...rule }, 'UPAT', directoryOf(standing, members))).toBe(stay);
  });

  it.each<[string, Partial<AccessRule>, Partial<Directory>]>([
    ['what somebody is', {}, { standingOf: silent }],
    ['what an operator is', { operators: ['UPAT'] }, { standingOf: silent }],
    ['who is in a channel', { channels: ['CAV'] }, { membersOfChannel: silent }],
    ['who is in the other list', { channels: ['CAV'], usergroups: ['SAV'] }, { membersOfUsergroup: silent }],
  ])('is not known when Slack does not say %s', async (_what, rule, failing) => {
    const directory = { ...directoryOf('member'), ...failing };
    await expect(decideStay({ ...NOBODY, ...rule }, 'UPAT', directory)).rejects.toThrow('Slack is away');
  });
});
