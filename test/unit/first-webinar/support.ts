import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { SimStream } from '../../../sim/zoom/samples/sample-streams.ts';
import { simPerson } from '../../../sim/zoom/webinars/sim-person.ts';
import type { SimParticipant, SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { startZoomSim, type ZoomSimOptions } from '../../../sim/zoom/zoom-sim.ts';
import { parseConfig } from '../../../src/config.ts';
import { summariseWebinar } from '../../../src/first-webinar/summarise-webinar.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createMemoryKv } from '../../../src/storage/memory-kv.ts';
import { parseWebinarRef } from '../../../src/webinar/parse-webinar-ref.ts';

export const ID = '93201239876';
const MINUTE_MS = 60_000;
const GOOD = { lossPercent: 0.2, latencyMs: 60, jitterMs: 4 };

const Summary = z.object({
  version: z.literal(1),
  read: z.record(z.string(), z.union([z.string(), z.number()])),
  facts: z.array(
    z.object({
      name: z.string(),
      told: z.enum(['as expected', 'otherwise', 'not told']),
      seen: z.string(),
      counts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      change: z.string(),
    }),
  ),
});

/** A microphone that was open all the time, or muted for nearly all of it. */
export const microphone = (muted: boolean): SimStream => ({
  type: 'audio_input',
  bitrateKbps: muted ? 6 : 60,
  ...GOOD,
  extra: { max_bitrate: '80 kbps', min_bitrate: muted ? '0 kbps' : '40 kbps' },
});

/** Two presenters and so many who only watch. */
export function crowd(attendees = 20, microphones: readonly SimStream[] = [microphone(false), microphone(true)]) {
  const presenters = microphones.map((sent, index) =>
    simPerson({
      participantId: `1677${index}0001`,
      name: `Presentrix Quillfeather ${index}`,
      email: `quillfeather${index}@private.example`,
      zoomUserId: `zoomPresenterUser${index}`,
      role: index === 0 ? 'host' : 'panelist',
      streams: [sent, { type: 'video_input', bitrateKbps: 900, fps: 25, ...GOOD }],
    }),
  );
  const audience = Array.from({ length: attendees }, (_, index) =>
    simPerson({
      participantId: `1688${String(index).padStart(4, '0')}`,
      name: `Attendula Brackenridge ${index}`,
      email: `brackenridge${index}@private.example`,
      zoomUserId: `zoomAttendeeUser${index}`,
      streams: [
        { type: 'audio_output', bitrateKbps: 60, ...GOOD },
        { type: 'video_output', bitrateKbps: 800, fps: 25, ...GOOD },
      ],
      detail: { location: 'Ouagadougou', registrant_id: `registrant${index}` },
    }),
  );
  return [...presenters, ...audience];
}

/** @param endedMinutesAgo on the machine's clock */
export function webinarOf(participants: readonly SimParticipant[], endedMinutesAgo = 30): SimWebinar {
  const endedMs = Date.now() - endedMinutesAgo * MINUTE_MS;
  return {
    id: ID,
    uuid: '/privateUuid//Slashes+==',
    topic: 'Confidential merger Zyxtra',
    hostEmail: 'secret.host@private.example',
    startedAt: new Date(endedMs - 60 * MINUTE_MS).toISOString(),
    endedAt: new Date(endedMs).toISOString(),
    participants,
  };
}

/** A simulated Zoom with one webinar, and the summary of it. */
export async function startSummaries(webinar: SimWebinar, settings: ZoomSimOptions = {}) {
  const zoom = await startZoomSim({ webinars: [webinar], ...settings });
  onTestFinished(() => zoom.stop());
  const config = parseConfig({
    SLACK_BOT_TOKEN: 'xoxb-none',
    SLACK_SIGNING_SECRET: 'none',
    ZOOM_ACCOUNT_ID: zoom.settings.accountId,
    ZOOM_CLIENT_ID: zoom.settings.clientId,
    ZOOM_CLIENT_SECRET: zoom.settings.clientSecret,
    ZOOM_API_URL: zoom.apiUrl,
    ZOOM_OAUTH_URL: zoom.oauthUrl,
  });
  const write = (asJson: boolean, id: string = ID) =>
    summariseWebinar(
      { webinar: parseWebinarRef(id), asJson },
      { config, kv: createMemoryKv(systemClock), clock: systemClock },
    );
  return {
    zoom,
    write,
    async facts() {
      const { facts, read } = Summary.parse(JSON.parse(await write(true)));
      const find = (name: string) => {
        const fact = facts.find((one) => one.name === name);
        if (!fact) throw new Error(`no fact ${name}`);
        return fact;
      };
      return { find, read, names: facts.map(({ name }) => name), told: facts.map(({ told }) => told) };
    },
  };
}
