import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EndedEnvelope, parseQosRow, QosEnvelope, ZoomWebinar } from '../../../../src/zoom/endpoints/schema.ts';

describe('the schemas', () => {
  it('say yes or no to any JSON, and never throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
        expect(parseQosRow(value) !== null).toBe(isObject);
        // None of Zoom's names is among the keys: an object alone is no answer.
        for (const schema of [QosEnvelope, ZoomWebinar, EndedEnvelope]) {
          expect(schema.safeParse(value).success).toBe(false);
        }
      }),
    );
    expect(QosEnvelope.safeParse({ participants: [] }).success).toBe(true);
    expect(EndedEnvelope.safeParse({ webinars: [] }).success).toBe(true);
  });

  it.each([{ uuid: 'run1==' }, { id: 93_201_235_621 }, { start_time: '2026-03-02T09:00:00Z' }])(
    'take a webinar for one that names %j alone',
    (webinar) => {
      expect(ZoomWebinar.safeParse(webinar).success).toBe(true);
      expect(ZoomWebinar.safeParse({ topic: 'whose?' }).success).toBe(false);
    },
  );

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
