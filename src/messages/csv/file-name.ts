import type { ReportHead } from '../../reports/report.ts';
import { sanitizeText } from '../text/sanitize.ts';

const MAX_TOPIC = 60;
const RUN_LENGTH = 8;

/**
 * `Q3-All-Hands_2026-05-14-1500_run-Zm9vYmFy_read-2026-05-14-1630_people.csv`: two webinars, two runs and two reads have
 * different names. Times are UTC.
 */
export function csvFileName(head: ReportHead, content: 'people' | 'streams'): string {
  const { topic, webinarId, startedAt, uuid, key, state, readAt, thinnerRead } = head;
  const name = toFileText(topic ?? '') || toFileText(webinarId ?? '') || 'webinar';
  const run = (uuid ?? key).replace(/[^A-Za-z0-9]/g, '').slice(0, RUN_LENGTH);
  const parts = [
    name,
    toFileTime(startedAt) ?? 'start-unknown',
    run === '' ? null : `run-${run}`,
    `read-${toFileTime(thinnerRead?.readAt ?? readAt) ?? 'unknown'}`,
    state === 'final' ? null : state,
    content,
  ];
  return `${parts.filter((part) => part !== null).join('_')}.csv`;
}

/** Letters and numbers of every script, with a dash between the words. */
function toFileText(text: string): string {
  return sanitizeText(text, MAX_TOPIC)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** `2026-05-14-1500`; null for what is no time. */
function toFileTime(iso: string | null): string | null {
  const date = new Date(iso ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return null;
  const [day = '', time = ''] = date.toISOString().split('T');
  return `${day}-${time.slice(0, 5).replace(':', '')}`;
}
