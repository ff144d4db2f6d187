import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isActive } from '../../../../../src/qos/active.ts';
import { analyseWebinar } from '../../../../../src/qos/analyse.ts';
import { STREAM_KINDS, type Stream, type StreamType } from '../../../../../src/qos/stream.ts';
import { DEFAULT_THRESHOLDS } from '../../../../../src/qos/thresholds.ts';
import { NO_ZOOM_QUALITY } from '../../../../../src/qos/zoom-quality.ts';
import { StoredVisit } from '../../../../../src/reports/reading/pages/stored-visit.ts';
import { createVisitConverter } from '../../../../../src/reports/reading/pages/to-visit.ts';
import { toReadVisit, toStream } from '../../support.ts';

const isUsed = (stream: Stream) => isActive(stream, DEFAULT_THRESHOLDS);
const hash = (text: string) => `#${[...text].reverse().join('')}`;

describe('what is kept of a visit', () => {
  it('has hashes instead of what tells people apart', () => {
    const visit = toReadVisit(1, { zoomUserId: 'zoom1', registrantId: 'registrant1', participantUuid: 'uuid1' });
    const kept = createVisitConverter(hash, () => true)(visit);
    expect(kept.identityKeys).toEqual([
      hash('registrant:registrant1'),
      hash('user:zoom1'),
      hash('uuid:uuid1'),
      hash('email:person.1@mail.example'),
    ]);
    expect(Object.keys(kept).sort()).toEqual([
      'attributes',
      'cpuOverloaded',
      'identityKeys',
      'joinedAtMs',
      'leaveReason',
      'leftAtMs',
      'name',
      'role',
      'staySeconds',
      'streams',
      'transport',
      'visitId',
      'zoomQuality',
    ]);
  });

  it('is read again as it was kept, and by an older version without leave reason and labels as unknown', () => {
    const zoomQuality = { audio: 'poor', video: null, share: 'good' } as const;
    const kept = createVisitConverter(hash, () => true)(toReadVisit(1, { leaveReason: 'Left.', zoomQuality }));
    expect(StoredVisit.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    const { leaveReason: _, zoomQuality: __, ...older } = kept;
    expect(StoredVisit.parse(older)).toEqual({ ...older, leaveReason: null, zoomQuality: NO_ZOOM_QUALITY });
  });

  it('has no key for what Zoom left blank', () => {
    expect(createVisitConverter(hash, () => true)(toReadVisit(1, { email: ' ' })).identityKeys).toEqual([]);
  });

  it('has only the streams that were used', () => {
    const unused = toStream(0, { type: 'video_output', bitrateKbps: { min: 0, average: 0, peak: 0 } });
    const visit = toReadVisit(1, { streams: [toStream(1), unused] });
    expect(createVisitConverter(hash, isUsed)(visit).streams).toEqual([toStream(1)]);
  });

  it('is graded as if every stream were still there', () => {
    const number = fc.option(fc.constantFrom(0, 0.4, 0.99999, 1, 3, 30, 200, 2_000), { nil: null });
    const range = fc.record({ min: number, average: number, peak: number });
    // The table's own names, whose literal types map() keeps only as a list.
    const type = fc.constantFrom(...STREAM_KINDS.map((kind): StreamType => kind.type));
    const stream = fc
      .record({ type, bitrateKbps: range, lossPercent: range, latencyMs: range, jitterMs: range, frameRateFps: range })
      .chain((numbers) => fc.boolean().map((invalid) => toStream(0, { ...numbers, averageLossInvalid: invalid })));
    const visit = fc.record({
      streams: fc.array(stream, { maxLength: 6 }),
      email: fc.constantFrom('', 'one@mail.example', 'two@mail.example'),
      role: fc.constantFrom(null, 'host', 'attendee'),
      staySeconds: fc.constantFrom(null, 30, 600),
    });
    fc.assert(
      fc.property(fc.array(visit, { maxLength: 6 }), (visits) => {
        const rows = visits.map((given, index) => toReadVisit(index, given));
        const all = rows.map(createVisitConverter(hash, () => true));
        const used = rows.map(createVisitConverter(hash, isUsed));
        expect(analyseWebinar(used, DEFAULT_THRESHOLDS)).toEqual(analyseWebinar(all, DEFAULT_THRESHOLDS));
      }),
    );
  });
});
