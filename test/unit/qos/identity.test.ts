import { describe, expect, it } from 'vitest';
import { identityKeys } from '../../../src/qos/identity.ts';

const nobody = { registrantId: '', zoomUserId: ' ', participantUuid: '', email: '' };

describe('identityKeys', () => {
  it('leaves blanks out', () => {
    expect(identityKeys(nobody)).toEqual([]);
  });

  it('trims everything and takes an e-mail address in any case', () => {
    const keys = identityKeys({
      registrantId: ' r1 ',
      zoomUserId: 'Uu1',
      participantUuid: 'D7',
      email: ' A@Example.com',
    });
    expect(keys).toEqual(['registrant:r1', 'user:Uu1', 'uuid:D7', 'email:a@example.com']);
  });

  it('keeps one kind of identity apart from another', () => {
    expect(identityKeys({ ...nobody, zoomUserId: '7' })).toEqual(['user:7']);
    expect(identityKeys({ ...nobody, registrantId: '7' })).toEqual(['registrant:7']);
    expect(identityKeys({ ...nobody, participantUuid: '7' })).toEqual(['uuid:7']);
  });
});
