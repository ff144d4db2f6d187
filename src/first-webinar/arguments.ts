import { AppError } from '../errors.ts';
import type { WebinarRef } from '../webinar/ids.ts';
import { parseWebinarRef } from '../webinar/parse-webinar-ref.ts';
import { SummaryError } from './explain-error.ts';

/** What was asked for on the command line. */
export interface Arguments {
  readonly webinar: WebinarRef;
  readonly asJson: boolean;
}

const USAGE =
  'say which webinar: npm run first-webinar -- 932 0123 5621 (a number, a link or a UUID; --json for a program)';

/**
 * Words that are no option belong together: a number may be typed in groups.
 * @throws SummaryError in words for whoever typed
 */
export function parseArguments(words: readonly string[]): Arguments {
  const options = words.filter((word) => word.startsWith('--'));
  const unknown = options.find((word) => word !== '--json');
  if (unknown !== undefined) throw new SummaryError(`There is no such option; ${USAGE}.`);
  const typed = words.filter((word) => !word.startsWith('--')).join(' ');
  if (typed.trim() === '') throw new SummaryError(`No webinar was named; ${USAGE}.`);
  try {
    return { webinar: parseWebinarRef(typed), asJson: options.length > 0 };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new SummaryError(`That is no webinar; ${USAGE}.`, { cause });
  }
}
