import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ALERT_CASES } from './alert-cases.ts';
import { everyMetricText } from './every-metric.ts';
import { findPromtool } from './promtool.ts';
import { ALERTS_FILE, type Alert, readAlerts } from './rule-files.ts';

/** A new machine has to get promtool first. */
vi.setConfig({ testTimeout: 20_000 });
const promtool = findPromtool();
const ALERTS = readAlerts();

/** What promtool says, and whether it is content. */
function run(args: readonly string[], input = ''): { readonly ok: boolean; readonly said: string } {
  try {
    return { ok: true, said: execFileSync(promtool ?? '', args, { input, encoding: 'utf8', stdio: 'pipe' }) };
  } catch (error) {
    return { ok: false, said: error instanceof Error ? error.message : String(error) };
  }
}

/** promtool's test of one alert: that it fires, and that it does not. */
function toTests({ alert, labels, annotations }: Alert): object[] {
  const one = ALERT_CASES[alert];
  if (!one) throw new Error(`no case for ${alert}`);
  const toTest = (series: object, expected: object[]) => ({
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [{ eval_time: one.at, alertname: alert, exp_alerts: expected }],
  });
  const firing = { exp_labels: { ...labels, ...one.labels }, exp_annotations: annotations };
  return [toTest(one.fires, [firing]), toTest(one.quiet, [])];
}

/** promtool's answer; each alert in a file of its own, as all rules of a file are evaluated for all its tests. */
function testRules(alerts: readonly Alert[]) {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // YAML is a superset of JSON.
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  const files = alerts.map((alert, index) => {
    write(`${index}-rules.yml`, { groups: [{ name: 'of one', rules: [alert] }] });
    write(`${index}-tests.yml`, { rule_files: [`${index}-rules.yml`], tests: toTests(alert) });
    return join(folder, `${index}-tests.yml`);
  });
  return run(['test', 'rules', ...files]);
}

describe('the alerts', () => {
  it('have a case each, and no case is of another', () => {
    expect(ALERTS.length).toBeGreaterThan(20);
    expect(ALERTS.map(({ alert }) => alert).toSorted()).toEqual(Object.keys(ALERT_CASES).toSorted());
  });
});

describe.skipIf(promtool === null)('the metrics, to Prometheus itself', () => {
  it('are named as it wants them', async () => {
    const text = await everyMetricText();
    expect(text).toContain('webinar_qos_zoom_quota_used_calls');
    expect(run(['check', 'metrics'], text)).toEqual({ ok: true, said: '' });
    expect(run(['check', 'metrics'], text.replaceAll('jobs_total', 'jobs'))).toMatchObject({ ok: false });
  });
});

describe.skipIf(promtool === null)('the alerts, to Prometheus itself', () => {
  it('are rules without a fault', () => {
    expect(run(['check', 'rules', resolve(ALERTS_FILE)])).toMatchObject({ ok: true });
  });

  it('fire when they should, each, and else are quiet', () => {
    expect(testRules(ALERTS)).toMatchObject({ ok: true });
  });

  it.each([
    ['never fires', 'vector(0) > 1'],
    ['always fires', 'vector(1)'],
  ])('would not be let pass when one %s', (_what, expr) => {
    const [alert] = ALERTS;
    if (!alert) throw new Error('there are no alerts');
    expect(testRules([{ ...alert, expr }])).toMatchObject({ ok: false });
  });
});
