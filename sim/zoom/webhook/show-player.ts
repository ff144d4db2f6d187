import type { SimWebinar } from '../webinars/webinar.ts';
import { minuteEvents, type SpoiledStream } from './minute-events.ts';

/** A played minute takes two seconds. */
const MINUTE_EVERY_MS = 2_000;
const MINUTE_MS = 60_000;
/** A show begins an hour ago, and is over before its minutes are still to come. */
const BEGAN_MS = 60 * MINUTE_MS;
const MOST_MINUTES = 70;

const LOST: Omit<SpoiledStream, 'visitId'> = {
  type: 'audio_input',
  lossPercent: 14,
  notice: 'internet connection unstable',
};

/** Plays the minutes of running webinars to whoever takes Zoom's events. */
export interface ShowPlayer {
  /** Somebody's voice breaks up from the next minute on; the first time, the show begins to be played. */
  spoil(webinar: SimWebinar): void;
  heal(webinar: SimWebinar): void;
  isSpoiled(uuid: string): boolean;
  /** It ended; whether it was played. */
  end(uuid: string): boolean;
  stop(): void;
}

/** @param send what becomes of an event that is not taken is nobody's business here: the next minute is another one */
export function createShowPlayer(send: (event: object) => Promise<unknown>, now: () => number): ShowPlayer {
  const shows = new Map<string, { isSpoiled: boolean; minute: number; readonly timer: NodeJS.Timeout }>();

  function play(webinar: SimWebinar, startMs: number): void {
    const show = shows.get(webinar.uuid);
    if (!show) return;
    if (show.minute >= MOST_MINUTES) {
      clearInterval(show.timer);
      show.isSpoiled = false;
      return;
    }
    const visitId = speakerOf(webinar);
    const spoiled = show.isSpoiled && visitId !== null ? [{ ...LOST, visitId }] : [];
    for (const event of minuteEvents(webinar, startMs + show.minute * MINUTE_MS, spoiled)) {
      send(event).catch(() => undefined);
    }
    show.minute += 1;
  }

  return {
    spoil(webinar) {
      const show = shows.get(webinar.uuid);
      if (show) {
        show.isSpoiled = true;
        return;
      }
      const startMs = now() - BEGAN_MS;
      const timer = setInterval(() => play(webinar, startMs), MINUTE_EVERY_MS);
      timer.unref();
      shows.set(webinar.uuid, { isSpoiled: true, minute: 0, timer });
    },
    heal({ uuid }) {
      const show = shows.get(uuid);
      if (show) show.isSpoiled = false;
    },
    isSpoiled: (uuid) => shows.get(uuid)?.isSpoiled ?? false,
    end(uuid) {
      const show = shows.get(uuid);
      if (show) clearInterval(show.timer);
      return shows.delete(uuid);
    },
    stop() {
      for (const { timer } of shows.values()) clearInterval(timer);
      shows.clear();
    },
  };
}

/** The first who sends a voice. */
function speakerOf({ participants }: SimWebinar): string | null {
  const speaker = participants.find(({ qosRow }) => JSON.stringify(qosRow.qos ?? []).includes('"audio_input"'));
  return speaker === undefined ? null : String(speaker.qosRow.participant_id ?? '');
}
