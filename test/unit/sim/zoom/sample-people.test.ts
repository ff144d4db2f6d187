import { describe, expect, it } from 'vitest';
import { samplePeople } from '../../../../sim/zoom/samples/sample-people.ts';
import { qosEntry, silentEntry } from '../../../../sim/zoom/samples/sample-streams.ts';
import { SAMPLE_IDS, sampleWebinars } from '../../../../sim/zoom/samples/sample-webinars.ts';

const options = { count: 400, presenters: 4, bad: 10, poor: 12, fair: 20, noData: 6, rejoins: 12, seed: 7 };
const rows = samplePeople(options).map((person) => person.qosRow);
const text = JSON.stringify(rows);

interface Row {
  readonly email: string;
  readonly qos: readonly { type: string; details: Record<string, unknown> }[];
}

/** The audio loss an attendee receives, from the row's text. */
function audioLoss(row: unknown): number | null {
  const { qos } = row as Row; // safe: rows of samplePeople
  const audio = qos.find((entry) => /^audio_(output|device_to)/.test(entry.type) && entry.details.avg_loss);
  return audio === undefined ? null : Number.parseFloat(String(audio.details.avg_loss));
}

describe('samplePeople', () => {
  it('makes the same crowd for the same options, another for another seed', () => {
    expect(samplePeople(options).map((person) => person.qosRow)).toEqual(rows);
    expect(JSON.stringify(samplePeople({ ...options, seed: 8 }).map((person) => person.qosRow))).not.toBe(text);
  });

  it('has exactly as many bad connections as asked for', () => {
    const losses = samplePeople({ ...options, rejoins: 0 }).map((person) => audioLoss(person.qosRow));
    expect(losses.filter((loss) => loss !== null && loss >= 10)).toHaveLength(10);
    expect(losses.filter((loss) => loss !== null && loss >= 5 && loss < 10)).toHaveLength(12);
    expect(losses.filter((loss) => loss !== null && loss >= 2 && loss < 5)).toHaveLength(20);
  });

  it('is as untidy as Zoom', () => {
    const parts = ['kbps"', ' kbps"', ' Kbps"', '"id":""', '"email":""', '"user_name":""', '"0*0"', '"resolution":""'];
    parts.push('_to_crc', '_to_rwg', 'wifi_rssi', 'concealment_events', '"qos":[]', '"avg_frame_rate":""');
    for (const part of parts) expect(text).toContain(part);
  });

  it('lets rejoining people be recognised by their address only', () => {
    const emails = rows.map((row) => String(row.email).toLowerCase()).filter((email) => email !== '');
    expect(emails.length - new Set(emails).size).toBe(12);
    expect(new Set(rows.map((row) => row.participant_id)).size).toBe(412);
  });

  it.each([
    [SAMPLE_IDS.allHands, 37],
    [SAMPLE_IDS.good, 120],
    [SAMPLE_IDS.badUplink, 41],
    [SAMPLE_IDS.badRegion, 60],
    [SAMPLE_IDS.rolesUnknown, 31],
    [SAMPLE_IDS.labelsDisagree, 48],
    [SAMPLE_IDS.large, 2000],
  ])('gives webinar %s its %d people', (id, people) => {
    const webinar = sampleWebinars(0).find((one) => one.id === id);
    const emails = (webinar?.participants ?? []).map(({ qosRow }) => String(qosRow.email).toLowerCase());
    const anonymous = emails.filter((email) => email === '').length;
    expect(new Set(emails.filter((email) => email !== '')).size + anonymous).toBe(people);
  });

  it('uses addresses at example.com only', () => {
    const all = JSON.stringify(sampleWebinars(0));
    const hosts = [...all.matchAll(/@([a-z.]+)"/gi)].map((match) => match[1]?.toLowerCase());
    expect(new Set(hosts)).toEqual(new Set(['example.com']));
  });
});

describe('qosEntry', () => {
  it('writes the units in each of the ways seen', () => {
    const stream = { type: 'audio_output', bitrateKbps: 27.15, latencyMs: 126, lossPercent: 0.03 };
    expect(qosEntry(stream, 'spec').details).toMatchObject({
      avg_bitrate: '27.15kbps',
      avg_latency: '126ms',
      avg_loss: '0.03%',
    });
    expect(qosEntry(stream, 'webhook').details).toMatchObject({ avg_bitrate: '27 kbps', avg_loss: '0.0%' });
    expect(qosEntry(stream, 'capital').details).toMatchObject({ avg_bitrate: '27 Kbps' });
  });

  it('writes a silent stream as zeros with no resolution', () => {
    expect(silentEntry('video_output').details).toMatchObject({ avg_bitrate: '0 kbps', resolution: '0*0' });
  });
});
