import { describe, expect, it } from 'vitest';
import { parseTransport, worseTransport } from '../../../src/qos/transport.ts';
import type { Visit } from '../../../src/qos/visit.ts';
import { MAX_VISIT_TIMES, timesOfVisits } from '../../../src/qos/visit-times.ts';

function visit(given: Partial<Visit>): Visit {
  return {
    visitId: '',
    identityKeys: [],
    name: '',
    role: null,
    staySeconds: null,
    streams: [],
    cpuOverloaded: false,
    attributes: {},
    ...given,
  };
}

describe('the times of visits', () => {
  it('are in the order of joining, with how each ended', () => {
    const first = visit({ joinedAtMs: 1_000, leftAtMs: 2_000, leaveReason: 'Network connection error.' });
    const second = visit({ joinedAtMs: 3_000, leftAtMs: null, leaveReason: 'left the webinar' });
    expect(timesOfVisits([second, visit({}), first])).toEqual([
      { joinedAtMs: 1_000, leftAtMs: 2_000, dropped: true },
      { joinedAtMs: 3_000, leftAtMs: null, dropped: false },
    ]);
  });

  it('are nothing where none is known, and never many', () => {
    expect(timesOfVisits([visit({}), visit({ joinedAtMs: null })])).toBeUndefined();
    const many = Array.from({ length: 500 }, (_, index) => visit({ joinedAtMs: 500 - index }));
    const kept = timesOfVisits(many);
    expect(kept).toHaveLength(MAX_VISIT_TIMES);
    expect(kept?.[0]?.joinedAtMs).toBe(1);
  });
});

describe('how media travelled', () => {
  it('is one of Zoom’s words, in any letter case, and nothing else', () => {
    expect(['udp', ' TCP+proxy ', 'Reliable UDP'].map(parseTransport)).toEqual(['UDP', 'TCP+Proxy', 'Reliable UDP']);
    expect(['', 'QUIC', null, 7, {}].map(parseTransport)).toEqual([null, null, null, null, null]);
  });

  it('is a detour, if any was one', () => {
    expect(worseTransport([null, 'UDP', 'TCP', undefined])).toBe('TCP');
    expect(worseTransport(['P2P', 'UDP'])).toBe('P2P');
    expect(worseTransport([null, undefined])).toBeNull();
  });
});
