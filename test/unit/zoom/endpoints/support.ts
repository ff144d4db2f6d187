import { readFileSync } from 'node:fs';
import { parseParticipantRow } from '../../../../src/qos/participant-row.ts';
import { NO_ZOOM_QUALITY } from '../../../../src/qos/zoom-quality.ts';
import type { OccurrenceUuid, WebinarId } from '../../../../src/webinar/ids.ts';
import type { Occurrence } from '../../../../src/webinar/occurrence.ts';
import type { WebinarSource } from '../../../../src/webinar/source.ts';
import type { ParseStreams } from '../../../../src/zoom/endpoints/qos-row.ts';
import { createZoomSource } from '../../../../src/zoom/source.ts';
import { type Reply, type Seen, startClient } from '../support.ts';

// The brands promise no more than the shape of these texts.
export const ID = '99264817135' as WebinarId;
export const UUID = 'NknQtFSgSUSEYt2a9gc13A==' as OccurrenceUuid;
export const SLASHED = '/abc//D+1==' as OccurrenceUuid;

export const fixture = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/zoom/${name}.json`, 'utf8'));

export const GONE: Reply = {
  status: 404,
  body: { code: 3001, message: "This webinar's detail info is not available." },
};
export const NO_SCOPE: Reply = {
  status: 400,
  body: { code: 4711, message: 'Invalid access token, does not contain scopes:[dashboard:read:webinar:admin].' },
};

export const PAST: Occurrence = {
  key: UUID,
  uuid: UUID,
  webinarId: ID,
  topic: 'my webinar',
  startedAt: '2022-01-13T05:27:11.000Z',
  endedAt: '2022-01-13T07:00:46.000Z',
  participantCount: 1,
  state: 'past',
  hostKey: null,
};

export const noStreams: ParseStreams = () => ({
  streams: [],
  cpuOverloaded: false,
  zoomQuality: NO_ZOOM_QUALITY,
  unknownTypes: {},
  invalidValues: {},
});

/** Zoom as the reports see it, against a server that answers what `answer` says. */
export async function startSource(
  answer: (request: Seen, count: number) => Reply,
  parseStreams = noStreams,
  rowsPerPage = 10,
) {
  const world = await startClient(answer);
  const source: WebinarSource = createZoomSource({
    client: world.client,
    parseParticipantRow,
    parseStreams,
    rowsPerPage,
  });
  return { ...world, source, urls: () => world.calls.map(({ url }) => url) };
}
