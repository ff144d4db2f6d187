import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { trackWebinarQuality, type WebinarQuality } from '../../../src/metrics/webinar-quality.ts';

function quality(overrides: Partial<WebinarQuality> = {}): WebinarQuality {
  return {
    ...{ verdict: 'poor', state: 'complete', coverage: 0.99, number: '93201235621', topic: 'Q3 All-Hands' },
    people: { audience: { good: 30, fair: 3, poor: 2, bad: 1 }, presenters: { good: 2, fair: 0, poor: 0, bad: 1 } },
    ungraded: { 'short-stay': 4, 'no-data': 5 },
    endedAtSeconds: 1_768_000_000,
    ...overrides,
  };
}

function start(withTopics: boolean) {
  const registry = new Registry();
  const count = trackWebinarQuality({ registry }, withTopics);
  /** Lines with a number, without those that are 0. */
  const lines = async () =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#') && !/ 0$/.test(line));
  return { registry, count, lines };
}

describe('the quality of finished webinars', () => {
  it('is counted by verdict, side and grade', async () => {
    const { count, lines } = start(false);
    count(quality());
    count(quality({ verdict: 'good', coverage: null, state: 'incomplete' }));
    expect((await lines()).filter((line) => !line.includes('_bucket'))).toEqual([
      'webinar_qos_webinars_total{verdict="good",state="incomplete"} 1',
      'webinar_qos_webinars_total{verdict="poor",state="complete"} 1',
      'webinar_qos_webinar_people_total{side="audience",grade="good"} 60',
      'webinar_qos_webinar_people_total{side="audience",grade="fair"} 6',
      'webinar_qos_webinar_people_total{side="audience",grade="poor"} 4',
      'webinar_qos_webinar_people_total{side="audience",grade="bad"} 2',
      'webinar_qos_webinar_people_total{side="presenters",grade="good"} 4',
      'webinar_qos_webinar_people_total{side="presenters",grade="bad"} 2',
      'webinar_qos_webinar_ungraded_people_total{reason="short-stay"} 8',
      'webinar_qos_webinar_ungraded_people_total{reason="no-data"} 10',
      'webinar_qos_webinar_coverage_ratio_sum 0.99',
      'webinar_qos_webinar_coverage_ratio_count 1',
    ]);
  });

  it('has every series before the first webinar, so that an alert sees the first bad one', async () => {
    const text = await start(false).registry.metrics();
    expect(text).toContain('webinar_qos_webinars_total{verdict="bad",state="complete"} 0');
    expect(text).toContain('webinar_qos_webinar_people_total{side="presenters",grade="bad"} 0');
  });

  it('says nothing of which webinar it was, unless that is wished for', async () => {
    const { count, registry } = start(false);
    count(quality());
    expect(await registry.metrics()).not.toMatch(/All-Hands|93201235621|1768000000/);
  });
});

describe('topics in the metrics', () => {
  it('stand by each number, with the last of a series of webinars', async () => {
    const { count, lines } = start(true);
    count(quality());
    count(quality({ topic: 'Q4 "All-Hands"', endedAtSeconds: 1_776_000_000 }));
    expect((await lines()).filter((line) => line.includes('_recent_'))).toEqual([
      ...['good"} 30', 'fair"} 3', 'poor"} 2', 'bad"} 1'].map(
        (end) =>
          `webinar_qos_recent_webinar_people{webinar="93201235621",topic="Q4 \\"All-Hands\\"",side="audience",grade="${end}`,
      ),
      ...['good"} 2', 'bad"} 1'].map(
        (end) =>
          `webinar_qos_recent_webinar_people{webinar="93201235621",topic="Q4 \\"All-Hands\\"",side="presenters",grade="${end}`,
      ),
      'webinar_qos_recent_webinar_ended_timestamp_seconds{webinar="93201235621",topic="Q4 \\"All-Hands\\""} 1776000000',
    ]);
  });

  it('are those of the last twenty webinars, whatever comes', async () => {
    const { count, lines } = start(true);
    for (let number = 0; number < 500; number += 1)
      count(quality({ number: String(number), topic: `Topic ${number}` }));
    const shown = (await lines()).filter((line) => line.includes('_ended_'));
    expect(shown).toHaveLength(20);
    expect(shown.map((line) => /topic="([^"]+)"/.exec(line)?.[1])).toEqual(
      Array.from({ length: 20 }, (_, index) => `Topic ${480 + index}`),
    );
    expect((await lines()).filter((line) => line.includes('_recent_webinar_people'))).toHaveLength(20 * 6);
  });
});
