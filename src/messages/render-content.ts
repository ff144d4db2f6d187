import { assertNever } from '../errors.ts';
import type { Content } from '../reports/delivery/content.ts';
import type { Message } from './block-kit/message.ts';
import { renderEarlyWord } from './early-word.ts';
import { renderFailure } from './failures/failure.ts';
import { renderNoReport, renderNoReportAnyMore } from './failures/no-report.ts';
import { renderRemoved } from './forgetting.ts';
import { renderWarning } from './live/warning.ts';
import { isGoodOneLine, renderGoodOneLine } from './report/good-one-line.ts';
import { renderReport } from './report/report.ts';
import { renderWorseReply } from './report/worse-reply.ts';
import { renderOwnerGone } from './subscriptions/owner-gone.ts';
import { renderSubscriptionsPaused } from './subscriptions/subscription-notices.ts';

/**
 * @param now milliseconds since 1970
 * @param shownTo who sees a report
 */
export function renderContent(content: Content, now: number, shownTo: 'asker' | 'shared' = 'asker'): Message {
  switch (content.kind) {
    case 'report':
      return renderReport(content.head, { shownTo });
    case 'worse':
      return renderWorseReply(content.head);
    case 'concluded':
      return renderConcluded(content);
    case 'early-word':
      return renderEarlyWord(content);
    case 'failure':
      return renderFailure(content.failure, { reference: content.reference, now, canNotify: true });
    case 'live':
      return renderWarning(content);
    case 'no-report':
      return renderNoReport(content, now);
    case 'removed':
      return renderRemoved();
    case 'paused':
      return renderSubscriptionsPaused(content);
    case 'owner-gone':
      return renderOwnerGone(content);
    default:
      return assertNever(content);
  }
}

/** The last form of a post that had promised updates. */
function renderConcluded({ head, webinar }: Extract<Content, { kind: 'concluded' }>): Message {
  if (!head) return renderNoReportAnyMore(webinar);
  return isGoodOneLine(head)
    ? renderGoodOneLine(head, { concluded: true })
    : renderReport(head, { shownTo: 'channel', concluded: true });
}

/** As posted by itself: a webinar that went well is one line. */
export function renderForChannel(content: Content, now: number): Message {
  if (content.kind !== 'report') return renderContent(content, now);
  const { head } = content;
  return isGoodOneLine(head) ? renderGoodOneLine(head) : renderReport(head, { shownTo: 'channel' });
}
