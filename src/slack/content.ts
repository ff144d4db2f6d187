import { assertNever } from '../errors.ts';
import { renderFailure } from '../messages/failure.ts';
import type { Message } from '../messages/message.ts';
import { renderReading } from '../messages/reading.ts';
import { renderReport } from '../messages/report.ts';
import type { Content } from '../reports/ports.ts';

/**
 * @param now milliseconds since 1970
 * @param audience who sees a report
 */
export function renderContent(content: Content, now: number, audience: 'asker' | 'shared' = 'asker'): Message {
  switch (content.kind) {
    case 'report':
      return renderReport(content.head, { audience });
    case 'progress':
      return renderReading(content.progress);
    case 'failure':
      return renderFailure(content.failure, { reference: content.reference, now });
    default:
      return assertNever(content);
  }
}
