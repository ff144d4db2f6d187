import { renderLiveView } from '../../../src/messages/live/live-view.ts';
import { renderMuted } from '../../../src/messages/live/muted.ts';
import { renderWarning } from '../../../src/messages/live/warning.ts';
import type { LiveAlert } from '../../../src/reports/live-alert.ts';
import type { ShowState } from '../../../src/reports/live-show.ts';
import { entry, type Group } from './entry.ts';

const BEGAN = Date.parse('2026-05-14T15:31:00Z');
const MINUTE_MS = 60_000;
const uuid = 'Zm9vYmFyYmF6cXV1eA==';

type Presenter = Extract<LiveAlert['who'], { kind: 'presenter' }>;
const pat: Presenter = { kind: 'presenter', visitId: '16778240', name: 'Pat Host', medium: 'audio', metric: 'loss' };

export function alert(given: Partial<LiveAlert> = {}): LiveAlert {
  return {
    about: 'a',
    who: pat,
    limit: 5,
    sinceMs: BEGAN,
    untilMs: null,
    closedBy: null,
    worst: 18,
    latest: 14,
    notice: null,
    ...given,
  };
}

function warning(given: Partial<LiveAlert> = {}, more: { topic?: string | null; isMuted?: boolean } = {}) {
  return renderWarning({ kind: 'live', uuid, topic: 'Q3 All-Hands', isMuted: false, alert: alert(given), ...more });
}

const audience = Array.from({ length: 12 }, (_, index) => ({
  atMs: BEGAN + index * MINUTE_MS,
  ...{ good: 380 - index * 4, fair: 16, poor: 9 + index * 3, bad: 7 + index },
}));
const minutes = [0.2, 14, 13.4, 18, 0].map((lossPercent, index) => ({
  atMs: BEGAN + index * MINUTE_MS,
  ...{ lossPercent, latencyMs: 120 + index, jitterMs: 6, notice: null },
}));
const show: ShowState = {
  tracks: [
    { visitId: '16778240', medium: 'audio', minutes },
    { visitId: '16778240', medium: 'video', minutes },
    { visitId: '16779264', medium: 'share', minutes: minutes.slice(2) },
  ],
  audience,
  lastAtMs: BEGAN + 5 * MINUTE_MS,
  endedAtMs: null,
  told: null,
  channels: [],
};
const names = new Map([['16778240', 'Pat Host']]);
const until = { untilMs: BEGAN + 11 * MINUTE_MS };

export const LIVE: readonly Group[] = [
  {
    title: 'While a webinar runs',
    about: 'In channels that are subscribed with `live`; the same message says when it is over.',
    entries: [
      entry('A voice', warning()),
      entry("A voice, and Zoom's own client noticed", warning({ notice: 'network bandwidth low' })),
      entry('A picture', warning({ who: { ...pat, medium: 'video' } })),
      entry(
        'Slides that come late',
        warning({ who: { ...pat, medium: 'share', metric: 'latency' }, limit: 500, latest: 812 }),
      ),
      entry('A voice that is unsteady', warning({ who: { ...pat, metric: 'jitter' }, limit: 100, latest: 130 })),
      entry('Of somebody whom Zoom does not name', warning({ who: { ...pat, name: '' } }, { topic: null })),
      entry('The audience', warning({ who: { kind: 'audience' }, limit: 10, latest: 14.2 })),
      entry('Over', warning(until)),
      entry('Over: slides', warning({ ...until, who: { ...pat, medium: 'share', metric: 'latency' }, worst: 900 })),
      entry('Over: jitter', warning({ ...until, who: { ...pat, metric: 'jitter' }, worst: 140 })),
      entry('Over: the audience', warning({ ...until, who: { kind: 'audience' }, worst: 22 })),
      entry('Until the end', warning({ ...until, closedBy: 'end' })),
      entry('Zoom fell silent', warning({ ...until, closedBy: 'silence', notice: 'internet connection unstable' })),
      entry('Muted', warning({}, { isMuted: true })),
      entry('After Mute', renderMuted()),
      entry('Show live quality', renderLiveView({ topic: 'Q3 All-Hands', show, names })),
      entry(
        'Show live quality, when there is nothing yet',
        renderLiveView({
          topic: null,
          show: { ...show, tracks: [], audience: [], lastAtMs: null, endedAtMs: BEGAN },
          names,
        }),
      ),
    ],
  },
];
