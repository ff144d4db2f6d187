import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_HEADER, toCsvRows } from '../../../src/messages/people/csv-rows.ts';
import { range, samplePerson, sampleStream } from '../samples.ts';

function rowOf(person: ReturnType<typeof samplePerson>): Record<string, string> {
  const [row = []] = toCsvRows([person]);
  return Object.fromEntries(CSV_HEADER.map((name, index) => [name, row[index] ?? '']));
}

describe('the rows of the CSV file', () => {
  it('are all as long as the header', () => {
    const rows = toCsvRows([samplePerson(), samplePerson({ streams: [] })]);
    expect(rows.map((row) => row.length)).toEqual([50, 50]);
    expect(new Set(CSV_HEADER).size).toBe(50);
  });

  it('hold plain numbers in the units of their column', () => {
    expect(rowOf(samplePerson({ mos: 3.4071234567 }))).toMatchObject({
      number: '3',
      name: 'C. Cy',
      role: 'attendee',
      grade: 'Poor',
      reason: 'audio_output loss',
      visits: '2',
      stay_seconds: '2880',
      loss_percent: '6',
      loss_stream: 'audio_output',
      latency_ms: '120',
      estimated_mos: '3.407123',
      location: 'Lyon',
      audio_received_loss_percent: '6',
      audio_received_loss_peak_percent: '22',
      audio_sent_latency_ms: '118',
      video_sent_loss_percent: '',
    });
  });

  it('leave what is missing empty and number the nameless', () => {
    const row = rowOf(samplePerson({ name: ' ', reason: null, mos: null, latencyMs: null, latencyType: null }));
    expect(row).toMatchObject({ name: 'Attendee #3', reason: '', estimated_mos: '', latency_ms: '' });
  });

  it('show the worse of two paths', () => {
    const streams = [
      sampleStream({ severity: 10, lossPercent: range(1) }),
      sampleStream({ type: 'audio_device_to_rwg', severity: 60, lossPercent: range(7) }),
    ];
    expect(rowOf(samplePerson({ streams }))).toMatchObject({ audio_received_loss_percent: '7' });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1'])('do not run %j as a formula', (name) => {
    expect(rowOf(samplePerson({ name })).name).toBe(`'${name.trim()}`);
  });

  it('say what is said of a person elsewhere', () => {
    const person = samplePerson({
      reason: { type: 'audio_output', metric: 'latency', spike: true },
      notes: ['loss not reported', 'latency not reported'],
      listenOnly: true,
      cpuOverloaded: true,
    });
    expect(rowOf(person)).toMatchObject({
      reason: 'audio_output latency spike',
      notes: 'loss not reported, latency not reported',
      listen_only: 'yes',
      computer_overloaded: 'yes',
      audio_received_jitter_ms: '12',
      audio_received_bitrate_kbps: '60',
    });
    expect(rowOf(samplePerson())).toMatchObject({ notes: '', listen_only: 'no', computer_overloaded: 'no' });
  });

  it('mask addresses', () => {
    expect(
      rowOf(samplePerson({ name: 'jane@example.com', attributes: { location: 'jane@example.com' } })),
    ).toMatchObject({
      name: 'j…@…',
      location: 'j…@…',
    });
  });

  it('hold no formula and no line break, whatever the names are', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n \u200b\u202eab1') }), (name) => {
        const rows = toCsvRows([samplePerson({ name, attributes: { device: name } })]);
        expect(rows).toHaveLength(1);
        for (const cell of rows.flat()) {
          expect(cell).not.toMatch(/^[=+\-@\t\r]|[\r\n]/);
        }
      }),
    );
  });
});
