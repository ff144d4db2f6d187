import { describe, expect, it } from 'vitest';
import { type Installation, isOurs } from '../../../src/slack/installation.ts';

const HERE: Installation = { teamId: 'T1', enterpriseId: null, appId: 'A1' };
const ORGANISATION: Installation = { teamId: 'T1', enterpriseId: 'E1', appId: 'A1' };
const UNKNOWN: Installation = { teamId: null, enterpriseId: null, appId: null };

describe('whether a payload is ours', () => {
  it.each<[boolean, string, unknown, Installation]>([
    [true, 'a command of our team', { team_id: 'T1', api_app_id: 'A1' }, HERE],
    [true, 'a click of our team', { team: { id: 'T1' }, api_app_id: 'A1' }, HERE],
    [false, 'a command of another team', { team_id: 'T2' }, HERE],
    [false, 'a click of another team', { team: { id: 'T2', domain: 'x' } }, HERE],
    [false, 'another app of our team', { team_id: 'T1', api_app_id: 'A2' }, HERE],
    [true, 'an organisation that sends no team', { team: null, enterprise: { id: 'E1' } }, ORGANISATION],
    [true, 'another team of our organisation', { team_id: 'T2', enterprise_id: 'E1' }, ORGANISATION],
    [false, 'another organisation without a team', { team: null, enterprise: { id: 'E2' } }, ORGANISATION],
    [false, 'another team of another organisation', { team_id: 'T2', enterprise_id: 'E2' }, ORGANISATION],
    [true, 'anybody, while it is not known who we are', { team_id: 'T2' }, UNKNOWN],
    [
      true,
      'a window that somebody of another organisation has open',
      { team: { id: 'T2' }, view: { app_installed_team_id: 'T1' } },
      HERE,
    ],
    [false, 'a window of another installation', { team: { id: 'T1' }, view: { app_installed_team_id: 'T2' } }, HERE],
    [false, 'what is no payload', 'text', HERE],
  ])('%s: %s', (expected, _what, payload, installation) => {
    expect(isOurs(payload, installation)).toBe(expected);
  });
});
