import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMinuteRecord, toMinuteEvent } from '../../../../src/zoom/webhook/minute-record.ts';
import { parseWebhook } from '../../../../src/zoom/webhook/parse.ts';
import { PUSHED_ROWS } from './support.ts';

const { parseStreams } = PUSHED_ROWS;
// The shape of Zoom's own example.
const EXAMPLE = JSON.parse(readFileSync('test/fixtures/zoom/webhook/webinar.participant_qos.json', 'utf8'));
const NOW = EXAMPLE.event_ts + 1_000;

function read(object: object, { eventMs = NOW, now = NOW }: { eventMs?: number | undefined; now?: number } = {}) {
  return readMinuteRecord(toMinuteEvent({ account_id: 'A', object }, eventMs), parseStreams, now);
}
const UUID = '4444AAAiAAAAAiAiAiiAii==';
const audio = (details: object, more: object = {}) => ({
  ...{ date_time: new Date(NOW).toISOString(), type: 'audio_input', details },
  ...more,
});
const person = (qos: unknown, more: object = {}) => ({ uuid: UUID, participant: { user_id: '17', qos, ...more } });

describe("a participant's minute", () => {
  it("is read from Zoom's example", () => {
    const parsed = parseWebhook(EXAMPLE);
    expect(parsed.kind).toBe('minute');
    const record = parsed.kind === 'minute' ? readMinuteRecord(parsed.event, parseStreams, NOW) : null;
    expect(record).toMatchObject({
      uuid: UUID,
      visitId: '1234567890',
      // Its own time is five hours from that of the event.
      atMs: EXAMPLE.event_ts,
      notice: null,
      streams: [
        {
          type: 'audio_input',
          bitrateKbps: { average: 63 },
          latencyMs: { average: 134 },
          jitterMs: { average: 6 },
          lossPercent: { average: 0, peak: 0 },
        },
      ],
    });
    expect(JSON.stringify(record)).not.toMatch(/example\.com|rstuvwxyz/);
  });

  it.each(['network bandwidth low', 'Internet Connection Unstable '])(
    "tells what Zoom's client noticed: %s",
    (said) => {
      const notice = { type: 'notification', details: { network_notification: said } };
      expect(read(person([audio({ avg_loss: '3%' }), notice]))).toMatchObject({ notice: said.trim().toLowerCase() });
    },
  );

  it.each([
    ['without a run', { participant: { user_id: '17', qos: [] } }],
    ['without a visit', person([], { user_id: '  ' })],
    ['with an endless visit', person([], { user_id: '7'.repeat(65) })],
    ['without what was measured', person(undefined)],
    ['with 501 entries', person(Array(501).fill(audio({})))],
  ])('%s is none', (_, object) => {
    expect(read(object)).toBeNull();
  });

  it.each(['2019-01-01T00:00:00Z', '2031-01-01T00:00:00Z', 'yesterday', null])(
    'with a time that makes no sense, as %s, was at the time of its event, and is none without that',
    (date_time) => {
      const object = person([audio({}, { date_time })]);
      expect(read(object)).toMatchObject({ atMs: NOW });
      expect(readMinuteRecord(toMinuteEvent({ object }, undefined), parseStreams, NOW)).toBeNull();
    },
  );

  it('whose event is hours from now is none', () => {
    expect(read(person([audio({})]), { eventMs: NOW - 4 * 3_600_000 })).toBeNull();
    expect(read(person([audio({})]), { eventMs: NOW + 4 * 3_600_000 })).toBeNull();
  });

  it('may be empty, have types that nobody knows, nulls and numbers as ids', () => {
    expect(read(person([]))).toMatchObject({ streams: [], atMs: NOW });
    const odd = [audio({ avg_loss: null, bitrate: 7 }, { type: 'smell_input' }), null, 7, { type: 'audio_input' }];
    expect(read(person([...odd, audio({ avg_loss: '3%' })], { user_id: 17 }))).toMatchObject({ visitId: '17' });
  });
});
