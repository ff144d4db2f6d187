import type { SharedCause, WebinarSummary } from '../../qos/analysis.ts';
import type { Thresholds } from '../../qos/thresholds.ts';
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { formatCount, formatShare } from '../text/numbers.ts';
import { sanitizeText } from '../text/sanitize.ts';
import { FEWEST_FOR_PERCENT } from './verdict-words.ts';

const MAX_VALUE = 60;

/** Of all people: who is compared with the others. */
const WHERE: Readonly<Record<SharedCause['attribute'], string>> = {
  location: 'there',
  data_center: 'there',
  network_type: 'on it',
  device: 'with it',
  version: 'with it',
};

/** "9 of the 16 with trouble are in *Lyon* (22.5 % of all people there had trouble, 2.0 % of the others)": likely, never proof. */
export function causeClause(
  cause: SharedCause,
  summary: WebinarSummary,
  mark: (value: string) => Mrkdwn,
  thresholds: Thresholds,
): Mrkdwn {
  const value = mark(sanitizeText(cause.value, MAX_VALUE));
  const some = `${formatCount(cause.flagged)} of the ${formatCount(summary.affected)} with trouble`;
  const rates = `${rate(cause.flagged, cause.people, thresholds)} of all people ${WHERE[cause.attribute]} had trouble, ${rate(cause.othersFlagged, cause.others, thresholds)} of the others`;
  return mrkdwn`${some} ${share(cause, value)} (${rates})`;
}

function share({ attribute }: SharedCause, value: Mrkdwn): Mrkdwn {
  switch (attribute) {
    case 'location':
      return mrkdwn`are in ${value}`;
    case 'data_center':
      return mrkdwn`go through Zoom’s data centre ${value}`;
    case 'network_type':
      return mrkdwn`are on ${value}`;
    case 'device':
      return mrkdwn`use ${value}`;
    case 'version':
      return mrkdwn`run Zoom ${value}`;
  }
}

function rate(flagged: number, people: number, thresholds: Thresholds): string {
  return people < FEWEST_FOR_PERCENT
    ? `${formatCount(flagged)} in ${formatCount(people)}`
    : formatShare(flagged, people, thresholds);
}
