import type { Logger } from '../logger.ts';

/** A collector that is away is worth a line, and so is that it is back; nothing else stops because of it. */
export function createExportComplaint(logger: Logger): (error: Error | null) => void {
  let away = false;
  return (error) => {
    if (error !== null && !away) logger.warn({ err: error }, 'traces cannot be sent to OTEL_EXPORTER_OTLP_ENDPOINT');
    if (error === null && away) logger.info('traces are sent again');
    away = error !== null;
  };
}
