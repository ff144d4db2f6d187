import type { Failure } from '../errors.ts';
import { section } from './blocks.ts';
import { explainFailure } from './failure-words.ts';
import { gradeMark } from './grade-words.ts';
import { createMessage, type Message } from './message.ts';
import { slackTime, utcTime } from './text/dates.ts';
import { mrkdwn } from './text/mrkdwn.ts';
import { webinarName } from './webinar-words.ts';

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
export function renderNoReport({ webinar, failure, reference, final }: NoReport, now: number): Message {
  const name = webinarName({ ...webinar, uuid: null });
  const outcome = final ? 'no quality report' : 'no quality report yet';
  const text = explainFailure(failure, { reference, now }, (iso) => mrkdwn`${utcTime(iso)}`);
  const sentence = explainFailure(failure, { reference, now }, slackTime);
  return createMessage(mrkdwn`${name}: ${outcome}. ${text}`, [
    section(mrkdwn`${gradeMark('No data')} *${name}* – ${outcome}. ${sentence}`),
  ]);
}
