import { describe, expect, it } from 'vitest';
import type { Visit } from '../../../../../src/qos/visit.ts';
import { joinListRow } from '../../../../../src/reports/reading/list/join-list-row.ts';
import { toStream } from '../../support.ts';

function toVisit(given: Partial<Visit> = {}): Visit {
  return {
    ...{ visitId: 'v1', identityKeys: [], name: '', role: null, staySeconds: null, streams: [] },
    ...{ cpuOverloaded: false, attributes: {}, ...given },
  };
}

describe('a visit joined to its row of the list', () => {
  it('keeps what was measured and the name, and gets the rest', () => {
    const streams = [toStream(3)];
    const measured = toVisit({ name: 'Pat', identityKeys: ['a'], streams, cpuOverloaded: true });
    const listed = toVisit({
      ...{ identityKeys: ['a', 'b'], role: 'host', staySeconds: 90, leaveReason: 'Removed by host.' },
      ...{ joinedAtMs: 1_000, leftAtMs: 91_000, transport: 'TCP' as const },
      ...{ attributes: { device: 'Mac' }, zoomQuality: { audio: 'poor', video: null, share: null } },
    });
    expect(joinListRow(measured, listed)).toEqual({
      ...{ visitId: 'v1', name: 'Pat', streams, cpuOverloaded: true },
      ...{ identityKeys: ['a', 'b'], role: 'host', staySeconds: 90, leaveReason: 'Removed by host.' },
      ...{ joinedAtMs: 1_000, leftAtMs: 91_000, transport: 'TCP' as const },
      ...{ attributes: { device: 'Mac' }, zoomQuality: { audio: 'poor', video: null, share: null } },
    });
  });

  it('keeps what was pushed where the list is blank', () => {
    const pushed = toVisit({
      ...{ role: 'attendee', staySeconds: 60, leaveReason: 'Network connection error.' },
      ...{ joinedAtMs: 2_000, leftAtMs: null, transport: 'UDP' as const },
      ...{ attributes: { device: 'Mac', location: 'Lyon' }, zoomQuality: { audio: 'good', video: 'bad', share: null } },
    });
    expect(joinListRow(pushed, toVisit({ attributes: { location: 'Turku' } }))).toEqual({
      ...pushed,
      attributes: { device: 'Mac', location: 'Turku' },
    });
  });

  it.each([
    ['attendee', 'HOST', 'HOST'],
    ['Panelist', 'attendee', 'Panelist'],
    ['mascot', 'attendee', 'mascot'],
    [' ', 'attendee', 'attendee'],
    [null, null, null],
  ])('of the roles %j and %j is %j', (one, other, role) => {
    expect(joinListRow(toVisit({ role: one }), toVisit({ role: other })).role).toBe(role);
  });

  it('has dropped when either says so, and the worse of two labels', () => {
    const dropped = toVisit({ leaveReason: 'Pat got disconnected from the webinar.' });
    const left = toVisit({
      leaveReason: 'Pat left the webinar.',
      zoomQuality: { audio: 'fair', video: null, share: null },
    });
    const bad = toVisit({ zoomQuality: { audio: 'bad', video: 'good', share: null } });
    for (const joined of [joinListRow(dropped, left), joinListRow(left, dropped)]) {
      expect(joined.leaveReason).toBe(dropped.leaveReason);
    }
    expect(joinListRow(left, bad).zoomQuality).toEqual({ audio: 'bad', video: 'good', share: null });
  });
});
