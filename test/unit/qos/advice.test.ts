import { describe, expect, it } from 'vitest';
import { type AdvisedPerson, type Cause, causesOf } from '../../../src/qos/advice.ts';
import type { MetricName, Reason } from '../../../src/qos/person.ts';
import type { StreamType } from '../../../src/qos/stream.ts';
import { sampleStream } from '../../messages/samples.ts';

function because(metric: MetricName, type: StreamType = 'audio_output', spike = false): Reason {
  return { type, metric, spike };
}

const DROPS: Reason = { type: null, metric: 'drops', spike: false };

function person(given: Partial<AdvisedPerson>): AdvisedPerson {
  return {
    grade: 'Poor',
    reason: because('loss'),
    drops: 0,
    cpuOverloaded: false,
    attributes: {},
    streams: [],
    ...given,
  };
}

const WIRED = { network_type: 'Wired' };
const FAR = { location: 'United States', data_center: 'Germany (FRA)' };

describe('the causes that fit a person', () => {
  it.each([
    ['loss on Wi-Fi', { attributes: { network_type: 'Wifi' } }, ['wifi', 'downlink']],
    ['loss on a cable', { attributes: WIRED }, ['downlink', 'cable']],
    [
      'loss of what is sent, on a cable',
      { reason: because('loss', 'audio_input'), attributes: WIRED },
      ['uplink', 'cable'],
    ],
    ['loss on a mobile network', { attributes: { network_type: 'Cellular' } }, ['cellular', 'downlink']],
    ['loss on who knows what', {}, ['unknown-network', 'downlink']],
    ['loss on what Zoom calls Others', { attributes: { network_type: 'Others' } }, ['unknown-network', 'downlink']],
    ['a network that looks like a VPN', { attributes: { network_type: 'PPP' } }, ['vpn', 'downlink']],
    ['a proxy', { attributes: WIRED, transport: 'TCP+Proxy' }, ['proxy', 'downlink', 'cable']],
    ['a firewall that lets no UDP through', { attributes: WIRED, transport: 'SSL' }, ['proxy', 'downlink', 'cable']],
    ['the ordinary way', { attributes: WIRED, transport: 'UDP' }, ['downlink', 'cable']],
    [
      'delay from another part of the world',
      { reason: because('latency'), attributes: { ...WIRED, ...FAR } },
      ['far-data-centre', 'downlink', 'cable'],
    ],
    ['delay in the same part', { reason: because('latency'), attributes: WIRED }, ['downlink', 'cable']],
    [
      'loss, wherever the data centre is: distance loses nothing',
      { attributes: { ...WIRED, ...FAR } },
      ['downlink', 'cable'],
    ],
    ['an old version', { attributes: { ...WIRED, version: '5.9.1.2581' } }, ['old-client', 'downlink', 'cable']],
    ['a version like that of the others', { attributes: { ...WIRED, version: '6.0.2' } }, ['downlink', 'cable']],
    [
      'a browser',
      { attributes: WIRED, streams: [sampleStream({ type: 'audio_device_to_rwg' })] },
      ['downlink', 'browser', 'cable'],
    ],
    [
      'a camera with few pictures a second',
      { reason: because('fps', 'video_input'), attributes: WIRED },
      ['effects', 'uplink'],
    ],
    [
      'few pictures a second that others sent',
      { reason: because('fps', 'video_output'), attributes: WIRED },
      ['downlink'],
    ],
    [
      'few pictures a second on a busy computer',
      { reason: because('fps', 'video_input'), attributes: WIRED, cpuOverloaded: true },
      ['busy-computer', 'effects', 'uplink'],
    ],
    ['a busy computer', { cpuOverloaded: true }, ['busy-computer', 'unknown-network', 'downlink']],
    [
      'a connection that broke off',
      { reason: DROPS, drops: 3, attributes: { network_type: 'Wifi' } },
      ['wifi', 'drops'],
    ],
    [
      'loss on a connection that broke off, too',
      { drops: 1, attributes: { network_type: 'Wifi' }, cpuOverloaded: true },
      ['busy-computer', 'wifi', 'drops'],
    ],
    ['everything at once', { drops: 2, cpuOverloaded: true, transport: 'HTTP' }, ['busy-computer', 'proxy', 'drops']],
    ['one short peak', { grade: 'Fair', reason: because('loss', 'audio_output', true) }, ['bad-moment']],
    [
      'one short peak on a busy computer',
      { grade: 'Fair', reason: because('loss', 'audio_output', true), cpuOverloaded: true },
      ['busy-computer', 'bad-moment'],
    ],
    ['a good connection', { grade: 'Good', reason: null }, []],
    ['a good connection and a busy computer', { grade: 'Good', reason: null, cpuOverloaded: true }, []],
    ['a short stay', { grade: 'Short stay', reason: null, cpuOverloaded: true }, []],
    ['nothing measured', { grade: 'No data', reason: null }, []],
  ] satisfies [string, Partial<AdvisedPerson>, Cause[]][])('for %s', (_, given, expected) => {
    expect(causesOf(person(given), '6.2')).toEqual(expected);
  });

  it('has no old version where it is not known what the others had', () => {
    const old = person({ attributes: { ...WIRED, version: '5.9.1.2581' } });
    expect(causesOf(old, null)).toEqual(['downlink', 'cable']);
    expect(causesOf(old, undefined)).toEqual(['downlink', 'cable']);
  });
});
