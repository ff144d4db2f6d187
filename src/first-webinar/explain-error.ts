import { AppError, type Failure } from '../errors.ts';
import { withoutAnybody } from '../zoom/http/zoom-sentence.ts';

/** Has its words already: one sentence without anybody's data. */
export class SummaryError extends Error {
  override readonly name = 'SummaryError';
}

/** One plain sentence for whoever runs the command; nothing in it is of a person. */
export function explainError(error: unknown): string {
  if (error instanceof SummaryError) return error.message;
  if (error instanceof AppError) return explainFailure(error.failure);
  return 'The summary could not be made, for a reason of the program itself; LOG_LEVEL=debug npm start tells more of Zoom.';
}

function explainFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'not-found':
      return 'Zoom knows no such webinar in this account.';
    case 'too-old':
      return 'The webinar ended more than a year ago, and Zoom tells nothing of it any more.';
    case 'scope-missing':
      return `The Zoom app lacks a scope${failure.scopes.length > 0 ? `: ${failure.scopes.join(', ')}` : ''}; docs/setup.md lists them.`;
    case 'qss-missing':
      return 'Zoom wants the app to subscribe to the event webinar.participant_qos_summary first; docs/setup.md says where.';
    case 'plan-missing':
      return `The Zoom plan, an add-on or a role is missing${said(failure.said)}.`;
    case 'zoom-credentials':
      return 'Zoom refuses ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID or ZOOM_CLIENT_SECRET.';
    case 'zoom-refused':
      return `Zoom refused with ${failure.status}/${failure.code ?? 'no code'}${said(failure.said)}.`;
    case 'network':
      return `Something between this machine and Zoom answered instead of Zoom: ${failure.seen}.`;
    case 'zoom-limited':
      return `Zoom's limit of calls is reached; it allows the next ones at ${failure.retryAt}.`;
    case 'zoom-unavailable':
      return `Zoom could not be reached in ${failure.tries} tries (${failure.last}).`;
    case 'storage-unavailable':
    case 'storage-outcome-unknown':
      return 'The store at REDIS_URL does not work.';
    default:
      return `Zoom could not be read (${failure.kind}).`;
  }
}

function said(sentence: string | undefined): string {
  const words =
    withoutAnybody(sentence ?? '')
      .trim()
      .replace(/\.$/, '') ?? '';
  return words === '' ? '' : `; it says: ${words}`;
}
