import { expect, it } from 'vitest';
import { createOccurrences } from '../../../src/reports/reading/occurrences.ts';
import { createLocks } from '../../../src/storage/lock.ts';
import { hostKeyOfEmail, hostKeyOfUser } from '../../../src/webinar/host-key.ts';
import type { FetchedOccurrence } from '../../../src/webinar/occurrence.ts';
import { ASKER, BY_ID, createSpiedKv, hashIdentity, sleepOnFakeTimers, toOccurrence } from '../reports/support.ts';

async function resolveHost(hostEmail: string | null) {
  const { hostKey: _, ...occurrence } = toOccurrence();
  const fetched: FetchedOccurrence = { ...occurrence, hostEmail };
  const { kv, clock, written } = createSpiedKv();
  const occurrences = createOccurrences({
    ...{ kv, clock, hashIdentity, locks: createLocks(kv), sleep: sleepOnFakeTimers },
    source: { fetchOccurrence: async () => fetched },
    newId: () => 'id1',
  });
  const options = { notBefore: 0, owner: ASKER, signal: new AbortController().signal };
  const first = await occurrences.resolve(BY_ID, options);
  const kept = await occurrences.resolve(BY_ID, options);
  expect(kept).toEqual(first);
  return { first, log: written.join('\n') };
}

it("keeps a hash of the host's address, the same for every way to write it, and never the address", async () => {
  const { first, log } = await resolveHost(' Host.Person@Mail.Example ');
  expect(first.hostKey).toBe(hashIdentity('email:host.person@mail.example'));
  expect(log).toContain(first.hostKey);
  expect(`${log}${JSON.stringify(first)}`).not.toMatch(/mail\.example/i);
});

it.each([null, '', '  '])('knows no host where Zoom gives %j', async (hostEmail) => {
  expect((await resolveHost(hostEmail)).first.hostKey).toBeNull();
});

it('takes an address in any case for the same, and a user id only as it is', () => {
  expect(hostKeyOfEmail('\tHOST@mail.example ', hashIdentity)).toBe(hostKeyOfEmail('host@mail.example', hashIdentity));
  expect(hostKeyOfUser(' aBcD ', hashIdentity)).toBe(hostKeyOfUser('aBcD', hashIdentity));
  expect(hostKeyOfUser('abcd', hashIdentity)).not.toBe(hostKeyOfUser('aBcD', hashIdentity));
});

it('does not take a user id for an address', () => {
  expect(hostKeyOfUser('host@mail.example', hashIdentity)).not.toBe(hostKeyOfEmail('host@mail.example', hashIdentity));
});

it.each(['', '  '])('knows no user where Zoom gives %j', (userId) => {
  expect(hostKeyOfUser(userId, hashIdentity)).toBeNull();
});
