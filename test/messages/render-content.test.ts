import { describe, expect, it } from 'vitest';
import { renderFailure } from '../../src/messages/failures/failure.ts';
import { renderNoReport, renderNoReportAnyMore } from '../../src/messages/failures/no-report.ts';
import { renderContent, renderForChannel } from '../../src/messages/render-content.ts';
import { renderGoodOneLine } from '../../src/messages/report/good-one-line.ts';
import { renderReport } from '../../src/messages/report/report.ts';
import { renderWorseReply } from '../../src/messages/report/worse-reply.ts';
import { renderOwnerGone } from '../../src/messages/subscriptions/owner-gone.ts';
import { renderSubscriptionsPaused } from '../../src/messages/subscriptions/subscription-notices.ts';
import type { Content } from '../../src/reports/delivery/content.ts';
import { buttonsOf } from './inspect.ts';
import { sampleHead, sampleSummary } from './samples.ts';

const NOW = Date.UTC(2026, 4, 14, 17);
const head = sampleHead();
const good = sampleHead({ summary: sampleSummary({ verdict: 'Good' }) });
const failure = { kind: 'still-running', webinar: '93201235621', topic: null } as const;
const noReport = {
  ...{ webinar: { key: 'key', webinarId: '93201235621', topic: null }, failure: { kind: 'internal' } as const },
  ...{ reference: '7F3A', final: true },
};
const ownerGone = { to: 'channel', reason: 'owner-left', subscriptions: [] } as const;
const paused = { channelId: 'C0EVENTS', reason: 'is_archived' };

const OTHERS: [Content, ReturnType<typeof renderReport>][] = [
  [{ kind: 'worse', head }, renderWorseReply(head)],
  [
    { kind: 'failure', failure, reference: '7F3A' },
    renderFailure(failure, { reference: '7F3A', now: NOW, canNotify: true }),
  ],
  [{ kind: 'no-report', ...noReport }, renderNoReport(noReport, NOW)],
  [{ kind: 'concluded', head, webinar: noReport.webinar }, renderReport(head, { shownTo: 'channel', concluded: true })],
  [{ kind: 'concluded', head: good, webinar: noReport.webinar }, renderGoodOneLine(good, { concluded: true })],
  [{ kind: 'concluded', head: null, webinar: noReport.webinar }, renderNoReportAnyMore(noReport.webinar)],
  [{ kind: 'paused', ...paused }, renderSubscriptionsPaused(paused)],
  [{ kind: 'owner-gone', ...ownerGone }, renderOwnerGone(ownerGone)],
];

describe('what is sent', () => {
  it.each(OTHERS)('is the message of its kind, in a channel, too: $kind', (content, message) => {
    expect(renderContent(content, NOW)).toEqual(message);
    expect(renderForChannel(content, NOW)).toEqual(message);
  });

  it('is a report that the asker may share, unless it is shared already', () => {
    expect(renderContent({ kind: 'report', head: good }, NOW)).toEqual(renderReport(good, { shownTo: 'asker' }));
    expect(renderContent({ kind: 'report', head }, NOW, 'shared')).toEqual(renderReport(head, { shownTo: 'shared' }));
  });

  it('is one line in a channel when all went well, and the report otherwise', () => {
    expect(renderForChannel({ kind: 'report', head: good }, NOW)).toEqual(renderGoodOneLine(good));
    for (const verdict of ['Fair', 'Poor', 'Bad', 'No data'] as const) {
      const other = sampleHead({ summary: sampleSummary({ verdict }) });
      expect(renderForChannel({ kind: 'report', head: other }, NOW)).toEqual(
        renderReport(other, { shownTo: 'channel' }),
      );
    }
  });

  it('offers the asker of a webinar that still runs to post at its end', () => {
    const { blocks } = renderContent({ kind: 'failure', failure, reference: '7F3A' }, NOW);
    expect(buttonsOf(blocks).map(({ action }) => action)).toEqual(['failure.notify-when-ended']);
  });
});
