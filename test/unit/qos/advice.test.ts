import { describe, expect, it } from 'vitest';
import { adviseFor } from '../../../src/qos/advice.ts';
import type { MetricName, Person, Reason } from '../../../src/qos/person.ts';

function because(metric: MetricName, spike = false): Reason {
  return { type: 'audio_output', metric, spike };
}

function person(given: Partial<Person>) {
  return {
    grade: 'Poor' as const,
    reason: because('loss'),
    role: 'attendee' as const,
    cpuOverloaded: false,
    attributes: {},
    ...given,
  };
}

describe('adviseFor', () => {
  it.each([
    ['loss on Wi-Fi', { attributes: { network_type: 'Wifi' } }, ['wired', 'closer-to-access-point', 'stop-uploads']],
    ['loss on a cable', { attributes: { network_type: 'Wired' } }, ['stop-uploads', 'leave-vpn', 'other-network']],
    [
      'loss on a mobile network',
      { attributes: { network_type: 'Cellular' } },
      ['other-network', 'stop-uploads', 'leave-vpn'],
    ],
    ['loss on who knows what', {}, ['wired', 'stop-uploads', 'leave-vpn']],
    ['latency', { reason: because('latency') }, ['wired', 'leave-vpn', 'stop-uploads']],
    ['a low frame rate', { reason: because('fps') }, ['close-other-programs', 'stop-uploads', 'update-client']],
    ['a presenter', { role: 'presenter' }, ['check-presenter-uplink', 'wired', 'stop-uploads']],
    ['a busy computer', { cpuOverloaded: true }, ['close-other-programs', 'wired', 'stop-uploads']],
    [
      'a busy computer and few frames',
      { cpuOverloaded: true, reason: because('fps') },
      ['close-other-programs', 'stop-uploads', 'update-client'],
    ],
    ['one short peak', { grade: 'Fair', reason: because('loss', true) }, ['mostly-fine']],
    ['a good connection', { grade: 'Good', reason: null }, ['mostly-fine']],
    [
      'a good connection and a busy computer',
      { grade: 'Good', reason: null, cpuOverloaded: true },
      ['close-other-programs', 'mostly-fine'],
    ],
    ['a short stay', { grade: 'Short stay', reason: null, cpuOverloaded: true }, []],
    ['nothing measured', { grade: 'No data', reason: null }, []],
  ] satisfies [string, Partial<Person>, string[]][])('for %s', (_, given, expected) => {
    expect(adviseFor(person(given))).toEqual(expected);
  });
});
