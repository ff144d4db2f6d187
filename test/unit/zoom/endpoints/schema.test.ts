import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EndedEnvelope, parseQosRow, QosEnvelope, ZoomWebinar } from '../../../../src/zoom/endpoints/schema.ts';

describe('the schemas', () => {
  it('take any JSON without failing in another way than they promise', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        QosEnvelope.safeParse(value);
        ZoomWebinar.safeParse(value);
        EndedEnvelope.safeParse(value);
        parseQosRow(value);
      }),
    );
  });

  it('drop what they cannot read of a webinar, not the webinar', () => {
    const odd = { uuid: 'has space', id: 'x', topic: 5, start_time: '2026-03-02T09:00:00+01:00', end_time: 'soon' };
    expect(ZoomWebinar.parse({ ...odd, participants: '12' })).toEqual({
      uuid: null,
      webinarId: null,
      topic: null,
      hostEmail: null,
      startedAt: '2026-03-02T08:00:00.000Z',
      endedAt: null,
      participantCount: null,
    });
  });
});
