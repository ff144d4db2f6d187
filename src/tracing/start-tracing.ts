import { noTracing, type Tracing } from './tracing.ts';

/**
 * Traces to an OpenTelemetry collector; OpenTelemetry is loaded only then.
 * @param endpoint null: nothing is traced
 * @param onExported hears of every try to send: null, or what was wrong
 */
export async function startTracing(
  endpoint: string | null,
  onExported: (error: Error | null) => void,
): Promise<Tracing> {
  if (endpoint === null) return noTracing;
  const { createOtlpTracing } = await import('./otlp-tracing.ts');
  return createOtlpTracing({ endpoint, onExported });
}
