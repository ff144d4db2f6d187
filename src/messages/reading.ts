import type { ReadingProgress } from '../reports/report.ts';
import { actions, section } from './block-kit/blocks.ts';
import { createMessage, type Message } from './block-kit/message.ts';
import { slackTime, utcTime } from './text/dates.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from './text/mrkdwn.ts';
import { formatCount } from './text/numbers.ts';
import { quotedWebinar } from './webinar-words.ts';

const UNKNOWN_LENGTH = 'A small webinar takes seconds, a thousand people a minute or two.';

/**
 * That a webinar is being read, and how far that is: the acknowledgement of a command, and what its button brings in its
 * place. The report comes by itself.
 * @param button null where the answer goes to another message: looking up would move it
 */
export function renderReading(
  progress: ReadingProgress,
  button: { readonly report: string; readonly request: string } | null,
): Message {
  const name = quotedWebinar(progress.webinar, progress.topic);
  const text = (formatTime: (iso: string) => Mrkdwn | string) => stateWords(progress, formatTime);
  return createMessage(mrkdwn`Reading quality data of ${name}: ${text(utcTime)}`, [
    section(mrkdwn`:hourglass_flowing_sand: *Reading quality data* of ${name}: ${text(slackTime)}`),
    actions([
      button && {
        action: 'reading.progress',
        label: 'Show progress',
        spoken: 'Show progress of the reading, in place of this message',
        state: { v: 1, view: 'report', ...button },
      },
    ]),
  ]);
}

function stateWords(progress: ReadingProgress, formatTime: (iso: string) => Mrkdwn | string): Mrkdwn {
  const { pausedUntil } = progress;
  const rest =
    pausedUntil === null
      ? timeWords(progress)
      : mrkdwn`Zoom lets me go on at ${formatTime(pausedUntil)}; I do that by myself.`;
  return joinMrkdwn([amountWords(progress), rest], ' ');
}

/** Zoom counts joins: some join twice, some leave no data. */
function amountWords({ rowsRead, rowsExpected, rowsWithTrouble, pagesLeft }: ReadingProgress): string {
  if (rowsExpected === null || rowsExpected <= 0)
    return rowsRead === 0 ? 'just begun.' : `${people(rowsRead)} read so far.`;
  if (rowsRead === 0) return `about ${people(rowsExpected)}${pagesLeft === null ? '' : `, ${calls(pagesLeft)}`}.`;
  const trouble = rowsWithTrouble === null ? '' : `, ${formatCount(rowsWithTrouble)} with trouble so far`;
  return `${formatCount(rowsRead)} of about ${people(rowsExpected)} read${trouble}.`;
}

function timeWords({ secondsLeft, rowsExpected }: ReadingProgress): string {
  if (secondsLeft === null || rowsExpected === null || rowsExpected <= 0) return UNKNOWN_LENGTH;
  if (secondsLeft < 8) return 'Ready in a few seconds.';
  if (secondsLeft < 50) return `Ready in about ${Math.ceil(secondsLeft / 10) * 10} seconds.`;
  const minutes = Math.max(1, Math.round(secondsLeft / 60));
  return minutes === 1 ? 'Ready in about a minute.' : `Ready in about ${formatCount(minutes)} minutes.`;
}

const people = (count: number): string => (count === 1 ? '1 person' : `${formatCount(count)} people`);
const calls = (count: number): string => (count === 1 ? '1 call to Zoom' : `${formatCount(count)} calls to Zoom`);
