import { z } from 'zod';
import type { ListenerGrade, SentMinute } from '../../qos/live-minute.ts';
import type { GradedMedium } from '../../qos/thresholds.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { parseStored, toStored } from '../../storage/stored-value.ts';
import type { AudienceMinute, SentTrack, ShowState } from '../live-show.ts';

/** A minute may be told in two halves: each has a place of its own, and the same told twice has one. */
const SLOT_MS = 30_000;
const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
/** Looked at: the half hour that is, the one before, and one more where a clock was ahead. */
const HALF_HOURS = 3;
/** Their counts are made anew while records of them still come. */
const MINUTES_RECOUNTED = 20;
const MOST_MINUTES = 45;
/** Of half an hour: some hundred people who send, every minute of it. More than a webinar has, and a look at it takes milliseconds. */
const MOST_SENT = 20_000;

const HALF_HOUR = 'half-hour:';
const MINUTE = 'minute:';
const COUNT = 'count:';
const LAST_AT = 'last-at';
const ENDED_AT = 'ended-at';
const TOLD = 'told';
const CHANNEL = 'channel:';

const measured = z.number().nullable();
/** The time, loss, latency, jitter, and what Zoom's client told its user. */
const StoredMinute = z.tuple([z.number(), measured, measured, measured, z.string().nullable()]);

const MEDIA: readonly GradedMedium[] = ['audio', 'video', 'share'];
const LETTERS: Readonly<Record<ListenerGrade, string>> = { Good: 'g', Fair: 'f', Poor: 'p', Bad: 'b' };

/** What is kept of one participant's minute. */
export interface KeptMinute {
  readonly visitId: string;
  readonly atMs: number;
  readonly sent: readonly SentMinute[];
  /** Of somebody who only receives. */
  readonly listener: ListenerGrade | null;
  readonly notice: string | null;
}

/**
 * The minutes of running shows. A field for each visit, medium and half minute, written without looking: records that come twice, in
 * another order or to another replica come to the same.
 */
export interface MinuteStore {
  add(uuid: string, minutes: readonly KeptMinute[], now: number): Promise<void>;
  load(uuid: string): Promise<ShowState>;
  end(uuid: string, endedAtMs: number): Promise<void>;
  markTold(uuid: string, revision: string, channels: readonly string[]): Promise<void>;
}

/** @param mostSent fields of half an hour; what is sent beyond them is not kept */
export function createMinuteStore(kv: Kv, mostSent: number = MOST_SENT): MinuteStore {
  async function addSent(uuid: string, minutes: readonly KeptMinute[], state: Record<string, string>) {
    const byHalfHour = Map.groupBy(
      minutes.flatMap(({ visitId, sent, notice }) => sent.map((one) => ({ ...one, visitId, notice }))),
      ({ atMs }) => Math.floor(atMs / HALF_HOUR_MS),
    );
    for (const [halfHour, sent] of byHalfHour) {
      state[`${HALF_HOUR}${halfHour}`] = '';
      const { name, lifeSeconds } = keys.liveSent(uuid, halfHour);
      if ((await kv.hashLength(name)) >= mostSent) continue;
      await kv.hashSet(name, Object.fromEntries(sent.map(toField)), lifeSeconds);
    }
  }

  async function addListeners(uuid: string, minutes: readonly KeptMinute[], state: Record<string, string>) {
    const byMinute = Map.groupBy(minutes, ({ atMs }) => Math.floor(atMs / MINUTE_MS));
    for (const [minute, kept] of byMinute) {
      const listeners = kept.flatMap(({ visitId, listener }) => (listener ? [[visitId, LETTERS[listener]]] : []));
      if (listeners.length === 0) continue;
      state[`${MINUTE}${minute}`] = '';
      const { name, lifeSeconds } = keys.liveListeners(uuid, minute);
      await kv.hashSet(name, Object.fromEntries(listeners), lifeSeconds);
    }
  }

  /** A show that never ends does not grow. */
  async function forgetOld(uuid: string, minutes: readonly number[], halfHours: readonly number[]): Promise<void> {
    if (minutes.length <= 2 * MOST_MINUTES && halfHours.length <= 2 * HALF_HOURS) return;
    await kv.hashDelete(
      keys.liveState(uuid).name,
      ...minutes.slice(0, -MOST_MINUTES).flatMap((one) => [`${MINUTE}${one}`, `${COUNT}${one}`]),
      ...halfHours.slice(0, -HALF_HOURS).map((one) => `${HALF_HOUR}${one}`),
    );
  }

  async function countAudience(uuid: string, state: Readonly<Record<string, string>>): Promise<AudienceMinute[]> {
    const minutes = numbersOf(state, MINUTE).slice(-MOST_MINUTES);
    // Of the last one more will come.
    const over = minutes.slice(0, -1);
    const counts: Record<string, string> = {};
    await Promise.all(
      over.slice(-MINUTES_RECOUNTED).map(async (minute) => {
        const { name } = keys.liveListeners(uuid, minute);
        const length = await kv.hashLength(name);
        const known = state[`${COUNT}${minute}`];
        if (length === 0 || known?.startsWith(`${length} `)) return;
        counts[`${COUNT}${minute}`] = `${length} ${countLetters(Object.values(await kv.hashGetAll(name)))}`;
      }),
    );
    const { name, lifeSeconds } = keys.liveState(uuid);
    if (Object.keys(counts).length > 0) await kv.hashSet(name, counts, lifeSeconds);
    return over.flatMap((minute) => {
      const text = counts[`${COUNT}${minute}`] ?? state[`${COUNT}${minute}`];
      const [, good = 0, fair = 0, poor = 0, bad = 0] = text?.split(' ').map(Number) ?? [];
      return text === undefined ? [] : { atMs: minute * MINUTE_MS, good, fair, poor, bad };
    });
  }

  return {
    async add(uuid, minutes, now) {
      const state: Record<string, string> = { [LAST_AT]: String(now) };
      await addSent(uuid, minutes, state);
      await addListeners(uuid, minutes, state);
      const { name, lifeSeconds } = keys.liveState(uuid);
      await kv.hashSet(name, state, lifeSeconds);
    },

    async load(uuid) {
      const state = await kv.hashGetAll(keys.liveState(uuid).name);
      const all = numbersOf(state, HALF_HOUR);
      await forgetOld(uuid, numbersOf(state, MINUTE), all);
      const halfHours = all.slice(-HALF_HOURS);
      const hashes = await Promise.all(halfHours.map((one) => kv.hashGetAll(keys.liveSent(uuid, one).name)));
      return {
        tracks: toTracks(hashes.flatMap((fields) => Object.entries(fields))),
        audience: await countAudience(uuid, state),
        lastAtMs: toNumber(state[LAST_AT]),
        endedAtMs: toNumber(state[ENDED_AT]),
        told: state[TOLD] ?? null,
        channels: Object.keys(state).flatMap((one) => (one.startsWith(CHANNEL) ? one.slice(CHANNEL.length) : [])),
      };
    },

    async markTold(uuid, revision, channels) {
      const { name, lifeSeconds } = keys.liveState(uuid);
      const fields = Object.fromEntries(channels.map((channelId) => [`${CHANNEL}${channelId}`, '']));
      await kv.hashSet(name, { [TOLD]: revision, ...fields }, lifeSeconds);
    },

    async end(uuid, endedAtMs) {
      const { name, lifeSeconds } = keys.liveState(uuid);
      await kv.hashSet(name, { [ENDED_AT]: String(endedAtMs) }, lifeSeconds);
    },
  };
}

function toField({
  visitId,
  medium,
  atMs,
  lossPercent,
  latencyMs,
  jitterMs,
  notice,
}: SentMinute & { visitId: string; notice: string | null }): [string, string] {
  const value: z.infer<typeof StoredMinute> = [atMs, lossPercent, latencyMs, jitterMs, notice];
  return [`${medium}:${Math.floor(atMs / SLOT_MS)}:${visitId}`, toStored(value)];
}

function toTracks(fields: readonly (readonly [string, string])[]): SentTrack[] {
  const tracks = new Map<string, { visitId: string; medium: GradedMedium; minutes: SentTrack['minutes'][number][] }>();
  for (const [field, text] of fields) {
    const [word = '', , ...rest] = field.split(':');
    const medium = MEDIA.find((one) => one === word);
    const stored = parseStored(StoredMinute, text);
    if (medium === undefined || !stored) continue;
    const visitId = rest.join(':');
    const track = tracks.get(`${medium}:${visitId}`) ?? { visitId, medium, minutes: [] };
    tracks.set(`${medium}:${visitId}`, track);
    const [atMs, lossPercent, latencyMs, jitterMs, notice] = stored;
    track.minutes.push({ atMs, lossPercent, latencyMs, jitterMs, notice });
  }
  for (const { minutes } of tracks.values()) minutes.sort((one, other) => one.atMs - other.atMs);
  // Not in the order in which they came.
  return [...tracks.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, track]) => track);
}

function countLetters(letters: readonly string[]): string {
  return ['g', 'f', 'p', 'b'].map((wanted) => letters.filter((letter) => letter === wanted).length).join(' ');
}

function numbersOf(state: Readonly<Record<string, string>>, prefix: string): number[] {
  return Object.keys(state)
    .flatMap((field) => (field.startsWith(prefix) ? Number(field.slice(prefix.length)) : []))
    .filter(Number.isFinite)
    .sort((one, other) => one - other);
}

function toNumber(text: string | undefined): number | null {
  const number = Number(text ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}
