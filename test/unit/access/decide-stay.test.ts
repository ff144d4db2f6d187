import { describe, expect, it } from 'vitest';
import type { AccessRule, Directory, Standing } from '../../../src/access/access-rule.ts';
import { createStayLook } from '../../../src/access/decide-stay.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

const NOBODY: AccessRule = { channels: [], users: [], usergroups: [], allowsGuests: false, operators: [] };
const silent = () => Promise.reject(new Error('Slack is away'));

const look = (rule: Partial<AccessRule>, directory: Directory) =>
  createStayLook({ ...NOBODY, ...rule }, directory, createManualClock());

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
    expect(await look(rule, directoryOf(standing, members))('UPAT')).toBe(stay);
  });

  it.each<[string, Partial<AccessRule>, Partial<Directory>]>([
    ['what somebody is', {}, { standingOf: silent }],
    ['what an operator is', { operators: ['UPAT'] }, { standingOf: silent }],
    ['who is in a channel', { channels: ['CAV'] }, { membersOfChannel: silent }],
    ['who is in the other list', { channels: ['CAV'], usergroups: ['SAV'] }, { membersOfUsergroup: silent }],
  ])('is not known when Slack does not say %s', async (_what, rule, failing) => {
    const directory = { ...directoryOf('member'), ...failing };
    await expect(look(rule, directory)('UPAT')).rejects.toThrow('Slack is away');
  });

  it('costs a question for each person, and one for each list however many they are', async () => {
    const asked: string[] = [];
    const noted = async <T>(id: string, answer: T) => {
      asked.push(id);
      return answer;
    };
    const noting: Directory = {
      standingOf: (id) => noted(id, 'member' as const),
      membersOfChannel: (id) => noted(id, new Set(['UPAT'])),
      membersOfUsergroup: (id) => noted(id, new Set<string>()),
    };
    const stay = look({ channels: ['CAV'], usergroups: ['SAV'] }, noting);
    expect([await stay('UPAT'), await stay('UKIM'), await stay('UANN')]).toEqual(['may', 'lost-access', 'lost-access']);
    expect(asked.toSorted()).toEqual(['CAV', 'SAV', 'UANN', 'UKIM', 'UPAT']);
  });
});
