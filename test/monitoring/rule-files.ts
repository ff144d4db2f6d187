import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

export const ALERTS_FILE = 'deploy/prometheus/alerts.yml';
const DASHBOARD_FILE = 'deploy/grafana/dashboard.json';

const RuleFile = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
          annotations: z.strictObject({ summary: z.string().endsWith('.'), runbook: z.string() }),
        }),
      ),
    }),
  ),
});
export type Alert = z.infer<typeof RuleFile>['groups'][number]['rules'][number];

const Panel = z.looseObject({
  id: z.number(),
  type: z.string(),
  title: z.string().min(1),
  gridPos: z.strictObject({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  fieldConfig: z.looseObject({ defaults: z.looseObject({ unit: z.string().optional() }) }).optional(),
  datasource: z.looseObject({ type: z.string(), uid: z.string() }).optional(),
  targets: z.array(z.looseObject({ refId: z.string(), expr: z.string() })).default([]),
});
export type Panel = z.infer<typeof Panel>;

const Dashboard = z.looseObject({
  title: z.string(),
  uid: z.string(),
  schemaVersion: z.number(),
  templating: z.looseObject({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  panels: z.array(Panel),
});

/** What is in deploy/prometheus. */
export function readAlerts(): Alert[] {
  return RuleFile.parse(parse(readFileSync(ALERTS_FILE, 'utf8'))).groups.flatMap(({ rules }) => rules);
}

/** What is in deploy/grafana. */
export function readDashboard(): z.infer<typeof Dashboard> {
  return Dashboard.parse(JSON.parse(readFileSync(DASHBOARD_FILE, 'utf8')));
}

export interface Expression {
  /** The alert, or the panel's title. */
  readonly from: string;
  readonly text: string;
}

/** Every question that is asked of Prometheus, in both. Grafana's own variables are put in. */
export function readExpressions(): Expression[] {
  const ofAlerts = readAlerts().map(({ alert, expr }) => ({ from: alert, text: expr }));
  const ofPanels = readDashboard().panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({ from: title, text: expr.replaceAll(/\$__(?:rate_interval|range)\b/g, '5m') })),
  );
  return [...ofAlerts, ...ofPanels];
}
