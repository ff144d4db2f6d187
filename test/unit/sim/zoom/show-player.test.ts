import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { samplePeople } from '../../../../sim/zoom/samples/sample-people.ts';
import { createShowPlayer } from '../../../../sim/zoom/webhook/show-player.ts';
import type { SimWebinar } from '../../../../sim/zoom/webinars/webinar.ts';

const NOW = Date.parse('2026-05-14T15:00:00Z');
const webinar: SimWebinar = {
  id: '93201235621',
  uuid: '4444AAAiAAAAAiAiAiiAii==',
  topic: 'Show',
  startedAt: '2026-05-14T14:00:00Z',
  endedAt: null,
  participants: samplePeople({ count: 8, presenters: 2, seed: 8 }),
};
const [speaker = ''] = webinar.participants.map(({ qosRow }) => String(qosRow.participant_id));

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

function openPlayer() {
  const sent: {
    event_ts: number;
    payload: { object: { uuid: string; participant: { user_id: string; qos: Entry[] } } };
  }[] = [];
  const player = createShowPlayer(
    async (event) => {
      sent.push(JSON.parse(JSON.stringify(event)));
    },
    () => NOW,
  );
  /** What the speaker's voice lost, minute by minute. */
  const lost = () =>
    sent
      .filter(({ payload }) => payload.object.participant.user_id === speaker)
      .map(
        ({ payload }) => payload.object.participant.qos.find(({ type }) => type === 'audio_input')?.details.avg_loss,
      );
  return { player, sent, lost };
}
interface Entry {
  readonly type: string;
  readonly date_time: string;
  readonly details: Readonly<Record<string, unknown>>;
}

it('a show is played a minute every two seconds, a record for each joining, once a voice was spoiled; then it is healed', () => {
  const { player, sent, lost } = openPlayer();
  vi.advanceTimersByTime(10_000);
  expect(sent).toEqual([]);
  player.spoil(webinar);
  vi.advanceTimersByTime(4_000);
  expect(sent).toHaveLength(2 * webinar.participants.length);
  expect(sent[webinar.participants.length]?.event_ts).toBe((sent[0]?.event_ts ?? 0) + 60_000);
  expect(player.isSpoiled(webinar.uuid)).toBe(true);
  player.heal(webinar);
  vi.advanceTimersByTime(2_000);
  expect(lost().slice(0, 2)).toEqual(['14.0%', '14.0%']);
  expect(lost()[2]).not.toBe('14.0%');
  expect(player.end(webinar.uuid)).toBe(true);
  vi.advanceTimersByTime(10_000);
  expect(sent).toHaveLength(3 * webinar.participants.length);
  expect(player.end(webinar.uuid)).toBe(false);
});

it('a record has the names of Zoom’s own example, no number of a webinar and no name of anybody', () => {
  const { player, sent } = openPlayer();
  player.spoil(webinar);
  vi.advanceTimersByTime(2_000);
  const [first] = sent;
  expect(Object.keys(first?.payload.object ?? {})).toEqual(['uuid', 'participant']);
  const voice = first?.payload.object.participant.qos.find(({ type }) => type === 'audio_input');
  expect(Object.keys(voice?.details ?? {})).toEqual(
    expect.arrayContaining(['bitrate', 'latency', 'jitter', 'avg_loss', 'max_loss']),
  );
  expect(voice?.date_time).toMatch(/^2026-05-14T14:0\d:00Z$/);
  const names = webinar.participants.map(({ qosRow }) => String(qosRow.user_name)).filter((name) => name.trim() !== '');
  expect(names.filter((name) => JSON.stringify(sent).includes(name))).toEqual([]);
});

it('a show ends by itself before its minutes are still to come', () => {
  const { player, sent } = openPlayer();
  player.spoil(webinar);
  vi.advanceTimersByTime(600_000);
  const last = Math.max(...sent.map(({ event_ts }) => event_ts));
  expect(last - NOW).toBeLessThan(15 * 60_000);
  expect(player.isSpoiled(webinar.uuid)).toBe(false);
  player.stop();
});
