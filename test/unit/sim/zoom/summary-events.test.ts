import { describe, expect, it } from 'vitest';
import { samplePeople } from '../../../../sim/zoom/samples/sample-people.ts';
import { planEvents } from '../../../../sim/zoom/webhook/plan-events.ts';
import { dataSummaryEvents, qosSummaryEvents } from '../../../../sim/zoom/webhook/summary-events.ts';
import type { SimWebinar } from '../../../../sim/zoom/webinars/webinar.ts';

const webinar: SimWebinar = {
  id: '93201235621',
  uuid: 'NknQtFSgSUSEYt2a9gc13A==',
  topic: 'Fruit',
  startedAt: '2026-03-10T19:00:00Z',
  endedAt: '2026-03-10T20:00:00Z',
  participants: samplePeople({ count: 20, presenters: 1, bad: 2, rejoins: 2 }),
};
const eventMs = Date.parse('2026-03-10T20:00:00Z');
const qos = qosSummaryEvents(webinar, { eventMs });
const data = dataSummaryEvents(webinar, { eventMs });
const textOf = (events: readonly object[]) => events.map((event) => JSON.stringify(event));

/** Names of all keys, in any order. */
function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((one) => keysOf(one, `${path}[]`));
  return Object.entries(value).flatMap(([key, one]) => keysOf(one, `${path}.${key}`));
}

describe('the summary events', () => {
  it('are one of each kind for every joining', () => {
    expect([qos.length, data.length]).toEqual([22, 22]);
    expect(new Set(textOf(qos)).size).toBe(22);
  });

  it('carry the row of the API, and after it what Zoom itself thinks', () => {
    const [host] = qos;
    const types = JSON.stringify(host).match(/"type":"\w+"/g);
    expect(types?.slice(-2)).toEqual(['"type":"audio_quality"', '"type":"video_quality"']);
    expect(JSON.stringify(host)).toContain('{"quality":"good","quality_score":"4.41"}');
  });

  it('of data name the webinar by its UUID alone, and neither name, role nor times of a person', () => {
    expect(keysOf(data[0]).filter((key) => key.startsWith('.payload.object.') && !key.includes('participant'))).toEqual(
      ['.payload.object.uuid'],
    );
    expect(JSON.stringify(data)).not.toMatch(/"(?:role|user_name|join_time|leave_time)"/);
    expect(JSON.stringify(data[0])).toMatch(/"mac_addr":"\S+"/);
  });
});

describe('mishaps on the way', () => {
  it('lose, double and delay as many as they are told, always the same ones', () => {
    const plan = planEvents(qos, { missing: 0.5, late: 0.25 });
    expect([plan.prompt.length, plan.late.length]).toEqual([5, 6]);
    expect(planEvents(qos, { missing: 0.5, late: 0.25 })).toEqual(plan);
    expect(new Set([...plan.prompt, ...plan.late]).size).toBe(11);
    const twice = planEvents(qos, { doubled: 1 }).prompt;
    expect([twice.length, new Set(twice).size]).toEqual([44, 22]);
  });

  it('change the order only when they are told to', () => {
    expect(planEvents(qos, {}).prompt).toEqual(qos);
    const mixed = planEvents(qos, { shuffled: true }).prompt;
    expect(mixed).not.toEqual(qos);
    expect(textOf(mixed).sort()).toEqual(textOf(qos).sort());
  });
});
