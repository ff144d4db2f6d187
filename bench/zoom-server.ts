import { createInterface } from 'node:readline';
import { startZoomSim } from '../sim/zoom/zoom-sim.ts';
import { crowd, JUST_ENDED, uuidOf } from './crowd.ts';

const [thousand, tenThousand] = [crowd(1_000), crowd(10_000)];
const numbered = (first: number, many: number) => Array.from({ length: many }, (_, index) => String(first + index));

/** The simulated Zoom as a process of its own, so that it does not share a core's time slice with what is measured. */
const now = Date.now();
const webinar = (id: string, count: number, participants = crowd(count)) => ({
  id,
  uuid: uuidOf(id),
  topic: `Bench of ${count}`,
  host: 'Apple A',
  hostEmail: 'apple.a@example.com',
  startedAt: new Date(now - 90_000_000).toISOString(),
  endedAt: new Date(now - 86_400_000).toISOString(),
  participants,
});

const sim = await startZoomSim({
  heavyPerSecond: 1_000_000,
  heavyPerDay: 1_000_000_000,
  webinars: [
    webinar('93200000100', 100),
    webinar('93200010000', 10_000, tenThousand),
    webinar('93200050000', 50_000),
    ...[JUST_ENDED.pushed, JUST_ENDED.pulled].map((id) => ({
      ...webinar(id, JUST_ENDED.people, tenThousand),
      startedAt: new Date(now - 3_660_000).toISOString(),
      endedAt: new Date(now - 60_000).toISOString(),
    })),
    ...numbered(94_100_001_000, 60).map((id) => webinar(id, 1_000, thousand)),
    ...numbered(94_200_010_000, 20).map((id) => webinar(id, 10_000, tenThousand)),
  ],
});
/** Between a call and its answer, as over a distance; changed by a line on stdin. */
createInterface({ input: process.stdin }).on('line', (line) => sim.setLatency(Number(line)));
const { accountId, clientId, clientSecret } = sim.settings;
process.stdout.write(
  `${JSON.stringify({ apiUrl: sim.apiUrl, oauthUrl: sim.oauthUrl, accountId, clientId, clientSecret })}\n`,
);
