import type { Failure } from '../../errors.ts';
import { section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { NO_LONGER_UPDATED } from '../channel-words.ts';
import { gradeMark } from '../quality/grade-words.ts';
import { slackTime, utcTime } from '../text/dates.ts';
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { webinarName } from '../webinar-words.ts';
import { explainFailure } from './failure-words.ts';

/** A webinar of which a channel gets no report, or not yet. */
export interface NoReport {
  readonly webinar: { readonly key: string; readonly webinarId: string | null; readonly topic: string | null };
  readonly failure: Failure;
  readonly reference: string;
  /** False while it may still come. */
  readonly final: boolean;
}

/**
 * The automatic message instead of a report.
 * @param now milliseconds since 1970
 */
export function renderNoReport(noReport: NoReport, now: number): Message {
  const { webinar, final } = noReport;
  const name = webinarName({ ...webinar, uuid: null });
  const outcome = final ? 'no quality report' : 'no quality report yet';
  const text = explain(noReport, now, (iso) => mrkdwn`${utcTime(iso)}`);
  const sentence = explain(noReport, now, slackTime);
  return createMessage(mrkdwn`${name}: ${outcome}. ${text}`, [
    section(mrkdwn`${gradeMark('No data')} *${name}* – ${outcome}. ${sentence}`),
  ]);
}

/** The same once nobody in the channel is subscribed any more. */
export function renderNoReportAnyMore(webinar: NoReport['webinar']): Message {
  const name = webinarName({ ...webinar, uuid: null });
  return createMessage(mrkdwn`${name}: no quality report. ${NO_LONGER_UPDATED}`, [
    section(mrkdwn`${gradeMark('No data')} *${name}* – no quality report. ${NO_LONGER_UPDATED}`),
  ]);
}

/** Those who wait are told of the next try. After the last one there is none. */
function explain({ failure, reference, final }: NoReport, now: number, showTime: (iso: string) => Mrkdwn): Mrkdwn {
  if (final && failure.kind === 'zoom-limited') {
    return mrkdwn`Zoom's limits left no room to read it. Type \`/webinar-qos\` and the webinar ID to have it read all the same.`;
  }
  const last = final && failure.kind === 'zoom-unavailable' ? { ...failure, retryAt: null } : failure;
  return explainFailure(last, { reference, now }, showTime);
}
