import { describe, expect, it } from 'vitest';
import { missingScopes, NEEDED_SCOPES } from '../../../../../src/zoom/http/token/scopes.ts';

describe('missingScopes', () => {
  it('is empty when all are there', () => {
    expect(missingScopes(`other:read ${NEEDED_SCOPES.join('  ')}`)).toEqual([]);
  });

  it('names those that are not', () => {
    expect(missingScopes('dashboard:read:webinar:admin')).toEqual([
      'dashboard:read:list_webinar_participants_qos:admin',
      'dashboard:read:list_webinar_participants:admin',
      'dashboard:read:list_webinars:admin',
    ]);
    expect(missingScopes('')).toEqual([...NEEDED_SCOPES]);
  });

  it('takes the scopes of a master account', () => {
    expect(missingScopes('x:read:master', ['x:read:admin'])).toEqual([]);
  });

  it.each(['dashboard:read:admin', 'dashboard_webinars:read:admin', 'dashboard:read:master'])(
    'takes the classic %s for all of them',
    (classic) => {
      expect(missingScopes(`user:read ${classic}`)).toEqual([]);
    },
  );
});
