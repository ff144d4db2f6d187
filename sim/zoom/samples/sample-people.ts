import { createRandom, type SimRandom } from '../../runtime/random.ts';
import { simPerson } from '../webinars/sim-person.ts';
import type { SimParticipant } from '../webinars/webinar.ts';
import { sampleEmail, sampleName } from './sample-names.ts';
import { type SimStream, silentEntry } from './sample-streams.ts';

/** The connection a person is given; its numbers stay well inside one grade. */
type Connection = 'good' | 'fair' | 'poor' | 'bad' | 'none';

export interface SamplePeopleOptions {
  /** People, not joinings: rejoins come on top. */
  readonly count: number;
  readonly fair?: number;
  readonly poor?: number;
  readonly bad?: number;
  /** People without a usable number. */
  readonly noData?: number;
  /** Hosts and panelists, all good senders, first in the list. */
  readonly presenters?: number;
  /** People who drop out and come back: a second row with the same e-mail address in other letters. */
  readonly rejoins?: number;
  readonly seed?: number;
  /** Per attendee (0-based): overrides of the participant list, e.g. a location. */
  readonly detail?: (index: number, connection: Connection) => Readonly<Record<string, unknown>>;
}

/**
 * A crowd with the given numbers of bad connections, the same for the same options.
 * The rows are as untidy as Zoom's: three ways to write units, blanks, unknown types and keys, rooms and browsers.
 */
export function samplePeople(options: SamplePeopleOptions): SimParticipant[] {
  const { count, fair = 0, poor = 0, bad = 0, noData = 0, presenters = 0, rejoins = 0 } = options;
  const random = createRandom(options.seed ?? 1);
  const attendees = count - presenters;
  if (fair + poor + bad + noData > attendees) throw new Error('more special people than attendees');
  const connections: Connection[] = [
    ...repeat('bad', bad),
    ...repeat('poor', poor),
    ...repeat('fair', fair),
    ...repeat('none', noData),
  ];
  connections.push(...repeat('good', attendees - connections.length));
  shuffle(connections, random);

  const people = Array.from({ length: presenters }, (_, index) => presenter(index, random));
  for (const [index, connection] of connections.entries()) {
    const detail = options.detail?.(index, connection) ?? {};
    people.push(attendee(presenters + index, connection, { random, detail, suffix: '', known: index < rejoins }));
  }
  for (let index = 0; index < rejoins; index += 1) {
    const connection = connections[index];
    if (connection === undefined) throw new Error('more rejoins than attendees');
    const detail = options.detail?.(index, connection) ?? {};
    people.push(attendee(presenters + index, connection, { random, detail, suffix: '9', known: true }));
  }
  return people;
}

function presenter(index: number, random: SimRandom): SimParticipant {
  const sending = (type: string, bitrateKbps: number): SimStream => ({
    type,
    bitrateKbps,
    ...numbers('good', random),
  });
  return simPerson({
    participantId: String(16_778_240 + index * 1024),
    name: sampleName(index),
    email: sampleEmail(index),
    zoomUserId: `sim${String(index).padStart(4, '0')}AbCdEfGhIjKlMn`,
    role: index === 0 ? 'host' : 'panelist',
    streams: [
      sending('audio_input', 70),
      { ...sending('video_input', 1100), resolution: '1280*720', fps: 25 },
      sending('audio_output', 60),
      ...(index === 0 ? [{ ...sending('as_input', 400), resolution: '1920*1080', fps: 6 }] : []),
    ],
    detail: { audio_quality: 'good', video_quality: 'good' },
    systemCpuPercent: random.whole(10, 60),
    style: index % 2 === 0 ? 'webhook' : 'spec',
  });
}

interface AttendeeMaking {
  readonly random: SimRandom;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Not blank for the second joining of the same person. */
  readonly suffix: string;
  /** Has an e-mail address: only by it can a rejoin be recognised. */
  readonly known: boolean;
}

function attendee(index: number, connection: Connection, making: AttendeeMaking): SimParticipant {
  const { random, detail, suffix } = making;
  // Every seventh is from outside (no e-mail, no user id); some of those have no name either.
  const outside = index % 7 === 6 && !making.known;
  const email = outside ? '' : sampleEmail(index);
  const path = index % 11 === 5 ? 'device_to_rwg' : index % 17 === 8 ? 'device_to_crc' : 'output';
  const base = {
    participantId: String(16_800_000 + index * 1024) + suffix,
    name: outside && index % 13 === 0 ? '' : sampleName(index),
    email: suffix === '' ? email : email.toUpperCase(),
    detail: { ...labels(connection, index), ...detail },
    joinAfterSeconds: suffix === '' ? random.whole(0, 300) : 1500,
    staySeconds: suffix === '' ? random.whole(700, 1150) : 1200,
  };
  if (connection === 'none') return simPerson({ ...base, streams: [], entries: emptyEntries(index) });
  const audio: SimStream = {
    type: `audio_${path}`,
    bitrateKbps: random.between(27, 80),
    ...numbers(connection, random),
    // A key that no documentation knows, and one that is missing for some.
    ...(index % 9 === 4 ? { extra: { concealment_events: '3' } } : {}),
  };
  const video: SimStream = {
    type: `video_${path}`,
    bitrateKbps: random.between(300, 1400),
    ...numbers('good', random),
    resolution: random.pick(['640*360', '1280*720', '1920*1080']),
    fps: random.whole(15, 30),
  };
  return simPerson({
    ...base,
    ...(index % 3 === 0 && !outside ? { zoomUserId: `sim${String(index).padStart(4, '0')}AbCdEfGhIjKlMn` } : {}),
    streams: index % 5 === 3 ? [audio] : [audio, video],
    entries: [
      ...(index % 4 === 1 ? [silentEntry('as_output')] : []),
      ...(index % 10 === 7 ? [{ type: 'wifi_rssi', details: { avg_rssi: -69, rssi_unit: 'dBm' } }] : []),
      ...(index % 19 === 3 ? [{ type: 'as_output', details: { avg_bitrate: '', resolution: '' } }] : []),
    ],
    systemCpuPercent: random.whole(10, 70),
    style: random.pick(['spec', 'webhook', 'capital'] as const),
  });
}

/** Zoom's own words about a connection; a few people have none, and some are too good for what was measured. */
function labels(connection: Connection, index: number): Readonly<Record<string, string>> {
  if (connection === 'none' || index % 29 === 12) return {};
  return { audio_quality: connection === 'fair' && index % 2 === 0 ? 'good' : connection, video_quality: 'good' };
}

/** Three ways to have no number: no rows, only the computer, only silence. */
function emptyEntries(index: number): unknown[] {
  return [[], [{ type: 'cpu_usage', details: { system_max_cpu_usage: '20%' } }], [silentEntry('audio_output')]][
    index % 3
  ] as unknown[]; // safe: index % 3 is 0, 1 or 2
}

/** Audio numbers well inside the named grade of the method (audio loss 2/5/10 %, latency 150 ms, jitter 30 ms). */
function numbers(connection: Connection, random: SimRandom) {
  const [low, high] = { good: [0, 0.9], fair: [2.6, 4.2], poor: [5.6, 8.5], bad: [12, 28], none: [0, 0] }[
    connection
  ] as [number, number]; // safe: every entry has two numbers
  const lossPercent = random.between(low, high);
  return {
    lossPercent,
    peakLossPercent: connection === 'good' ? lossPercent * 2 + 0.4 : Math.min(90, lossPercent * 2),
    latencyMs: connection === 'bad' ? random.between(160, 280) : random.between(22, 120),
    jitterMs: random.between(0, connection === 'bad' ? 40 : 18),
  };
}

function repeat(connection: Connection, count: number): Connection[] {
  return new Array<Connection>(count).fill(connection);
}

function shuffle(items: Connection[], random: SimRandom): void {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = random.whole(0, index);
    const [a, b] = [items[index], items[other]];
    if (a === undefined || b === undefined) continue;
    items[index] = b;
    items[other] = a;
  }
}
