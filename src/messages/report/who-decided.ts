import type { WebinarSummary } from '../../qos/analysis.ts';
import type { Person } from '../../qos/person.ts';
import { streamKind } from '../../qos/stream.ts';
import { dropWords } from '../quality/drop-words.ts';
import { personName } from '../text/names.ts';
import { formatCount, formatPercent } from '../text/numbers.ts';

/** What the audience gets of a presenter, and how it notices that it is lost. */
const SENT = {
  audio: { what: 'voice', noticed: 'Everybody heard that.' },
  share: { what: 'screen', noticed: 'Everybody saw that.' },
  video: { what: 'video', noticed: 'Everybody saw that.' },
} as const;

/** What was wrong with the presenters, as sentences: whose it was, where one can say it in a few words. */
export function presenterTrouble(summary: WebinarSummary, decidingPresenter: Person | null): string {
  const one = decidingPresenter === null ? null : troubleOf(decidingPresenter);
  return one ?? `${presenterCounts(summary)}.`;
}

/** "1 of 4 had trouble sending voice or picture". */
export function presenterCounts({ presenters }: WebinarSummary): string {
  const { graded, good, affected } = presenters;
  return affected > 0
    ? `${formatCount(affected)} of ${formatCount(graded)} had trouble sending voice or picture`
    : `${formatCount(graded - good)} of ${formatCount(graded)} had some trouble sending voice or picture`;
}

function troubleOf(person: Person): string | null {
  const { reason, lossType, lossPercent, countsFully } = person;
  const name = personName(person);
  if (reason === null) return null;
  if (reason.type === null) return `${dropWords(person.drops, `${name}’s`)}.`;
  const { medium, direction } = streamKind(reason.type);
  if (reason.metric !== 'loss' || reason.spike || direction !== 'sent') return null;
  if (lossPercent === null || lossType !== reason.type) return null;
  const { what, noticed } = SENT[medium];
  const lost = formatPercent(lossPercent);
  return countsFully === false
    ? `${lost} of the ${what} of ${name}, who said little, was lost on the way to Zoom.`
    : `${lost} of ${name}’s ${what} was lost on the way to Zoom. ${noticed}`;
}

/** Beside a verdict for which who presented was guessed; null otherwise. */
export function guessWords({ roles, people, presenters }: WebinarSummary): string | null {
  if (roles === 'known' || people === 0) return null;
  return presenters.graded === 0
    ? '(Zoom didn’t say who presented, and nobody sent enough to be graded.)'
    : '(Zoom didn’t say who presented; I took those who sent video, a screen or a voice.)';
}
