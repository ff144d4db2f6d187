import { gradeOfSeverity } from '../../qos/grade.ts';
import type { GradedStream, Person } from '../../qos/person.ts';
import { streamKind } from '../../qos/stream.ts';
import { MEDIUM_NAMES, pathName, streamWords } from '../quality/stream-words.ts';
import { code, joinMrkdwn, type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';
import { streamNumbers } from './stream-numbers.ts';

const MEDIA = ['audio', 'video', 'share'] as const;

/** One stream with Zoom's own name for it, since Zoom's pages disagree about what is sent and what is received. */
export function streamSection(stream: GradedStream, person: Pick<Person, 'role' | 'grade' | 'notes'>): Mrkdwn {
  const { type, severity } = stream;
  const grade = severity === null ? 'not graded' : gradeOfSeverity(severity);
  const why = whyNotCounted(stream, person);
  const path = pathName(type);
  const counts = why === null ? grade : `${grade}, does not count: ${why}`;
  const title = mrkdwn`*${streamWords(type).title}*${path === '' ? '' : ` (${path})`} – ${counts}`;
  return mrkdwn`${title}\n${joinMrkdwn([...streamNumbers(stream), code(type)], ' · ')}`;
}

/** null for a stream that counts. */
export function whyNotCounted(
  { counted, barelyUsed }: GradedStream,
  { role, grade, notes }: Pick<Person, 'role' | 'grade' | 'notes'>,
): string | null {
  if (counted) return null;
  if (barelyUsed) return 'barely used, as when muted or switched off';
  if (grade === 'Short stay' || notes.includes('short stay')) return 'the stay was too short';
  return role === 'presenter' ? 'presenters are graded by what they send' : 'attendees are graded by what they receive';
}

/** "video, screen share": media without any active stream; half-used ones name the half. null when all were used. */
export function unusedWords(streams: readonly GradedStream[]): string | null {
  const used = new Set(streams.map(({ type }) => `${streamKind(type).medium} ${streamKind(type).direction}`));
  const unused = MEDIA.flatMap((medium) => {
    const halves = (['received', 'sent'] as const).filter((direction) => !used.has(`${medium} ${direction}`));
    return halves.length === 2 ? [MEDIUM_NAMES[medium]] : halves.map((half) => `${half} ${MEDIUM_NAMES[medium]}`);
  });
  return unused.length === 0 ? null : `Not used: ${unused.join(', ')}`;
}
