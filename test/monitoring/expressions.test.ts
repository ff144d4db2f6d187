import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { everyMetric } from './every-metric.ts';
import { parseExpression } from './parse-expression.ts';
import { readAlerts, readExpressions } from './rule-files.ts';

/** What Prometheus itself puts on every series. */
const OF_PROMETHEUS = ['instance', 'job'];
const EXPRESSIONS = readExpressions();

/** Names of series with their labels: a histogram has three. */
async function everySeries(): Promise<Map<string, readonly string[]>> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const ofNode = (await registry.getMetricsAsJSON()).map(({ name }) => [name, ['space', 'kind', 'type']] as const);
  const own = (await everyMetric()).flatMap(({ name, type, labels }) =>
    type === 'histogram'
      ? ([
          [`${name}_bucket`, [...labels, 'le']],
          [`${name}_sum`, labels],
          [`${name}_count`, labels],
        ] as const)
      : ([[name, labels]] as const),
  );
  return new Map([...ofNode, ...own]);
}

/** What is wrong with an expression; empty when it can be asked. */
async function faultsOf(text: string): Promise<string[]> {
  const series = await everySeries();
  const { metrics, grouping } = parseExpression(text);
  const known = metrics.flatMap(({ name }) => series.get(name) ?? []);
  return [
    ...metrics.flatMap(({ name, labels }) => {
      const its = series.get(name);
      if (!its) return [`no metric ${name}`];
      return labels
        .filter((label) => ![...its, ...OF_PROMETHEUS].includes(label))
        .map((label) => `${name} has no ${label}`);
    }),
    ...grouping.filter((label) => ![...known, ...OF_PROMETHEUS].includes(label)).map((label) => `nothing has ${label}`),
  ];
}

describe('the expressions of alerts and panels', () => {
  it.each(EXPRESSIONS)('of $from ask for what there is: $text', async ({ text }) => {
    expect(await faultsOf(text)).toEqual([]);
  });

  it.each([
    ['sum(increase(webinar_qos_jobs_total{result="failed"}[5m]))', 'webinar_qos_jobs_total has no result'],
    ['sum by (endpoint) (webinar_qos_jobs_total)', 'nothing has endpoint'],
    ['webinar_qos_builds_total', 'no metric webinar_qos_builds_total'],
    ['webinar_qos_read_duration_seconds', 'no metric webinar_qos_read_duration_seconds'],
  ])('would be found wrong: %s', async (text, fault) => {
    expect(await faultsOf(text)).toContain(fault);
  });

  it('would be found to be no PromQL', async () => {
    await expect(faultsOf('sum by (name) (rate(webinar_qos_jobs_total))) > 1')).rejects.toThrow('no PromQL');
  });

  it('leave no metric of ours out', async () => {
    const asked = EXPRESSIONS.flatMap(({ text }) => parseExpression(text).metrics.map(({ name }) => name));
    const unused = (await everyMetric()).filter(
      ({ name }) => !asked.some((one) => one.replace(/_(?:bucket|sum|count)$/, '') === name),
    );
    expect(unused.map(({ name }) => name)).toEqual([]);
  });
});

describe('the alerts', () => {
  const runbook = readFileSync('docs/runbook.md', 'utf8');
  const section = /^## Alerts\n(.*?)^## /ms.exec(runbook)?.[1] ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$/gm)];

  it('have an entry in the runbook each, in their order: symptom, check, act', () => {
    expect(rows.map(([, name]) => name)).toEqual(readAlerts().map(({ alert }) => alert));
    for (const [row] of rows) expect(row.length).toBeGreaterThan(100);
  });

  it('say where it is', () => {
    expect(new Set(readAlerts().map(({ annotations }) => annotations.runbook))).toEqual(
      new Set(['docs/runbook.md#alerts']),
    );
  });
});
