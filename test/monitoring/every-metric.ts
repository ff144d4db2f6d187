import { trackWebinarQuality } from '../../src/metrics/webinar-quality.ts';
import {
  createMetrics,
  trackPausedSubscriptions,
  trackQuota,
  trackSlackSocket,
  trackZoomSocket,
} from '../../src/metrics.ts';

interface KnownMetric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** All of the project's own, those included that are there only with some setting. */
export async function everyMetric(): Promise<KnownMetric[]> {
  const metrics = createMetrics();
  const { registry } = metrics;
  trackQuota(metrics, 60_000, async () => 0);
  trackPausedSubscriptions(metrics, async () => 0);
  trackSlackSocket(metrics, () => true);
  trackZoomSocket(metrics, () => true);
  trackWebinarQuality(metrics, true);
  return (await registry.getMetricsAsJSON())
    .filter(({ name }) => name.startsWith('webinar_qos_'))
    .map(({ name, help, type }) => ({
      name,
      help,
      type: String(type),
      labels: labelsOf(registry.getSingleMetric(name)),
    }));
}

/** As `/metrics` would show them if each had a series. */
export async function everyMetricText(): Promise<string> {
  const metrics = await everyMetric();
  const series = (name: string, type: string) =>
    type === 'histogram' ? [`${name}_bucket{le="+Inf"} 0`, `${name}_sum 0`, `${name}_count 0`] : [`${name} 0`];
  const lines = metrics.flatMap(({ name, type, help }) => [
    ...[`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...series(name, type)],
  ]);
  return `${lines.join('\n')}\n`;
}

/** prom-client keeps them where its types do not say. */
function labelsOf(metric: object | undefined): string[] {
  return metric && 'labelNames' in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : [];
}
