import type { ReadingProgress } from '../reports/report.ts';
import { context, section } from './block-kit/blocks.ts';
import { createMessage, type Message } from './block-kit/message.ts';
import { joinMrkdwn, mrkdwn } from './text/mrkdwn.ts';
import { formatCount } from './text/numbers.ts';
import { quotedWebinar } from './webinar-words.ts';

const SMALL_PRINT = 'Zoom limits how fast this can be read. You can go on working; the report replaces this message.';

/** How far the reading has come. */
export function renderReading(progress: ReadingProgress): Message {
  const { webinar, topic, throttledSeconds } = progress;
  const words = [progressWords(progress), timeWords(progress)].filter((part) => part !== null).join(', ');
  const name = quotedWebinar(webinar, topic);
  const throttled =
    throttledSeconds === null
      ? null
      : `Zoom asked us to slow down; going on in ${formatCount(Math.ceil(throttledSeconds))} s.`;
  return createMessage(joinMrkdwn([`Reading quality data of ${name}: ${words}.`, throttled], ' '), [
    section(
      joinMrkdwn([mrkdwn`:hourglass_flowing_sand: *Reading quality data* of ${name} – ${words}.`, throttled], '\n'),
    ),
    context([SMALL_PRINT]),
  ]);
}

function progressWords({ rowsRead, rowsExpected }: ReadingProgress): string {
  if (rowsExpected === null || rowsExpected <= 0) {
    return rowsRead === 0 ? 'just started' : `${formatCount(rowsRead)} people read`;
  }
  // Zoom's count is an estimate: some join twice, some leave no data.
  const expected = Math.max(rowsExpected, rowsRead);
  const percent = Math.round((100 * rowsRead) / expected);
  return `${formatCount(rowsRead)} of about ${formatCount(expected)} people (${percent} %)`;
}

function timeWords({ secondsLeft }: ReadingProgress): string | null {
  if (secondsLeft === null) return null;
  if (secondsLeft < 15) return 'a few seconds left';
  if (secondsLeft < 50) return `about ${Math.ceil(secondsLeft / 10) * 10} seconds left`;
  const minutes = Math.max(1, Math.round(secondsLeft / 60));
  return minutes === 1 ? 'about 1 minute left' : `about ${formatCount(minutes)} minutes left`;
}
