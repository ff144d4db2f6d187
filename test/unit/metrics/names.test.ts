import { describe, expect, it } from 'vitest';
import { everyMetric } from '../../monitoring/every-metric.ts';

/** https://prometheus.io/docs/practices/naming, as far as a machine can tell. */
const UNITS = ['seconds', 'bytes', 'ratio', 'calls'];
const NOT_BASE_UNITS =
  /_(?:ms|milliseconds|minutes|hours|days|percent|kb|mb|kilobytes|megabytes|count|sum|bucket)(?:_|$)/;
/** Whether something is so, and how many there are of what the name says. */
const WITHOUT_UNIT = [
  'webinar_qos_paused_subscriptions',
  'webinar_qos_doctor_checks',
  'webinar_qos_slack_socket_connected',
  'webinar_qos_zoom_socket_connected',
  'webinar_qos_recent_webinar_people',
];

describe('the names of metrics', async () => {
  const metrics = await everyMetric();

  it('are those of all metrics', () => {
    expect(metrics.length).toBeGreaterThan(30);
  });

  it.each(metrics)('$name follows the conventions', ({ name, type, help, labels }) => {
    expect(name).toMatch(/^webinar_qos_[a-z]+(?:_[a-z]+)*$/);
    expect(name).not.toMatch(NOT_BASE_UNITS);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    const hasUnit = UNITS.some((unit) => name.endsWith(`_${unit}`));
    if (type !== 'counter') expect(hasUnit || WITHOUT_UNIT.includes(name)).toBe(true);
    expect(help).toMatch(/\.$/);
    for (const label of labels) {
      expect(label).toMatch(/^[a-z]+$/);
      expect(['le', 'quantile', 'job', 'instance']).not.toContain(label);
    }
  });
});
