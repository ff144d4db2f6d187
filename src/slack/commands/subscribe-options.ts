import type { MinimumGrade } from '../../reports/subscriptions/subscription.ts';
import { badSubscription } from './bad-subscription.ts';

/** What stands around the filter: `only poor` and `in #events`. */
interface Options {
  /** The text without them. */
  readonly rest: string;
  readonly minimumGrade: MinimumGrade | null;
  readonly channelId: string | null;
  /** `live`: warnings while it runs, too. */
  readonly live: boolean;
  /** `to me`: into the direct messages of whoever types it. */
  readonly toMe: boolean;
}

const GRADES: Readonly<Record<string, MinimumGrade>> = { fair: 'Fair', poor: 'Poor', bad: 'Bad' };
const GRADE = 'only:? (good|fair|poor|bad)(?: or worse)?';
const CHANNEL = '(?:(?:in|into|to) )?<#([A-Z0-9]+)(?:\\|[^>]*)?>';
/** The quotes at its end belong to a topic, which then is not looked into. */
const UNRESOLVED = '#[^\\s"\'\\u2018-\\u201f]+';

const GRADE_AT_END = new RegExp(`(?:^| )${GRADE}$`, 'i');
const GRADE_AT_START = new RegExp(`^${GRADE}(?= |$)`, 'i');
const CHANNEL_AT_END = new RegExp(`(?:^| )${CHANNEL}$`, 'i');
const CHANNEL_AT_START = new RegExp(`^${CHANNEL}(?= |$)`, 'i');
/** In any order with the others; a topic in quotes is not looked into. */
const LIVE = /(?:^| )(?:with )?live(?: warnings?)?$|^live(?: warnings?)?(?= |$)/i;
const TO_ME = /(?:^| )to me$|^to me(?= |$)/i;
/** `#events` that Slack left as it is: a name that it does not know, or that the person may not see. */
const UNRESOLVED_AT_END = new RegExp(`(?:^| )(?:in|into|to) (${UNRESOLVED})$`, 'i');
const UNRESOLVED_ANYWHERE = new RegExp(`(?:^| )(${UNRESOLVED})(?= |$)`);
const OTHER_GRADE = /(?:^| )only(?: |$)/i;
const CLOSING_QUOTE = /["'\u2018-\u201f]$/;
/** Texts that may hold anything. */
const FREE_TEXT = /^(?:topic|host)\b/i;

/**
 * Takes the options off both ends of one line, in any order.
 * @throws AppError `bad-subscription` for options that make no sense
 */
export function takeOptions(line: string): Options {
  let rest = line;
  let minimumGrade: MinimumGrade | null = null;
  let channelId: string | null = null;
  let live = false;
  let toMe = false;
  for (;;) {
    const grade = GRADE_AT_END.exec(rest) ?? GRADE_AT_START.exec(rest);
    const channel = grade ? null : (CHANNEL_AT_END.exec(rest) ?? CHANNEL_AT_START.exec(rest));
    const alive = grade || channel ? null : outsideOfTitle(LIVE, rest);
    const mine = grade || channel || alive ? null : outsideOfTitle(TO_ME, rest);
    const taken = grade ?? channel ?? alive ?? mine;
    if (!taken) break;
    if (alive ? live : mine ? toMe : false) throw badSubscription('repeated', line);
    live ||= alive !== null;
    toMe ||= mine !== null;
    if (grade ? minimumGrade !== null : channel ? channelId !== null : false) throw badSubscription('repeated', line);
    if (grade) minimumGrade = toGrade(taken[1] ?? '');
    else if (channel) channelId = taken[1] ?? null;
    rest = `${rest.slice(0, taken.index)} ${rest.slice(taken.index + taken[0].length)}`.trim();
  }
  const unresolved = UNRESOLVED_AT_END.exec(rest) ?? (FREE_TEXT.test(rest) ? null : UNRESOLVED_ANYWHERE.exec(rest));
  if (unresolved) throw badSubscription('channel', unresolved[1] ?? '');
  if (!FREE_TEXT.test(rest) && OTHER_GRADE.test(rest)) throw badSubscription('grade', rest);
  if (toMe && channelId !== null) throw badSubscription('repeated', line);
  return { rest, minimumGrade, channelId, live, toMe };
}

/** "Friday Live" and "Talk to me" are titles: behind one, such a word counts after its closing quote, or as `with live warnings`. */
function outsideOfTitle(option: RegExp, rest: string): RegExpExecArray | null {
  const found = option.exec(rest);
  if (!found || !FREE_TEXT.test(rest) || /with live/i.test(found[0])) return found;
  return CLOSING_QUOTE.test(rest.slice(0, found.index).trimEnd()) ? found : null;
}

function toGrade(word: string): MinimumGrade {
  const name = word.toLowerCase();
  const grade = Object.hasOwn(GRADES, name) ? GRADES[name] : undefined;
  // Everything is at least as bad as Good: whoever types that means something else.
  if (grade === undefined) throw badSubscription('grade', `only ${word}`);
  return grade;
}
