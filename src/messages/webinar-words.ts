import type { ReportHead } from '../reports/report.ts';
import { sanitizeText } from './text/sanitize.ts';
import { formatWebinarNumber } from './text/webinar-number.ts';

/** Characters of a topic before it is cut; Zoom allows 200. */
const MAX_TOPIC = 100;

type Named = Pick<ReportHead, 'topic' | 'webinarId' | 'uuid' | 'key'>;

/** The topic, or the number when it is unknown. */
export function webinarName(head: Named): string {
  return shownTopic(head.topic) ?? webinarNumber(head);
}

/** The number as people know it, or the occurrence's UUID. */
export function webinarNumber({ webinarId, uuid, key }: Omit<Named, 'topic'>): string {
  const candidates = [webinarId, uuid, key].map((id) => formatWebinarNumber(id ?? ''));
  return candidates.find((id) => id !== '') ?? 'unknown number';
}

/** `“Q3 All-Hands” (932 0123 5621)`, or the number alone. `webinar` is a number without spaces or a UUID. */
export function quotedWebinar(webinar: string, topic: string | null): string {
  const number = formatWebinarNumber(webinar);
  const shown = shownTopic(topic);
  if (shown === null) return number === '' ? 'this webinar' : `webinar ${number}`;
  return number === '' ? `“${shown}”` : `“${shown}” (${number})`;
}

/** null when the topic is unknown or has nothing visible. */
function shownTopic(topic: string | null): string | null {
  return sanitizeText(topic ?? '', MAX_TOPIC) || null;
}
