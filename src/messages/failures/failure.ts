import type { Failure } from '../../errors.ts';
import { actions, type ButtonSpec, section } from '../block-kit/blocks.ts';
import { createMessage, type Message } from '../block-kit/message.ts';
import { slackTime, utcTime } from '../text/dates.ts';
import { mrkdwn } from '../text/mrkdwn.ts';
import { explainFailure, mayPostAtEnd } from './failure-words.ts';
import { readAgainButton } from './read-again-button.ts';

export interface FailureContext {
  /** Also in the log; shown where the operator has to look. */
  readonly reference: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether the bot can post by itself when a webinar ends. */
  readonly canNotify?: boolean;
}

/** What happened, why, and what to do: for the person who asked, and nobody else. */
export function renderFailure(failure: Failure, context: FailureContext): Message {
  const text = explainFailure(failure, context, (iso) => mrkdwn`${utcTime(iso)}`);
  const sentence = explainFailure(failure, context, slackTime);
  return createMessage(text, [section(sentence), actions([failureButton(failure, context.canNotify ?? false)])]);
}

function failureButton(failure: Failure, canNotify: boolean): ButtonSpec | null {
  switch (failure.kind) {
    case 'report-gone':
      if (failure.report === null) return null;
      return readAgainButton(failure.report);
    case 'newer-report':
      return {
        action: 'failure.show-newer',
        label: 'Show the newer report',
        spoken: 'Show the newer report, of this webinar',
        state: { v: 1, report: failure.report, view: 'report' },
        primary: true,
      };
    case 'not-found':
    case 'still-running':
      if (!mayPostAtEnd(failure, canNotify)) return null;
      return {
        action: 'failure.notify-when-ended',
        label: 'Post here when it ends',
        spoken: 'Post here when it ends, the report of this webinar',
        state: { v: 1, report: `id:${failure.webinar}`, view: 'report' },
        primary: true,
      };
    default:
      return null;
  }
}
