import { isActive, isBarelyUsed } from '../../qos/active.ts';
import { streamKind } from '../../qos/stream.ts';
import { DEFAULT_THRESHOLDS } from '../../qos/thresholds.ts';
import type { Seen } from '../seen.ts';
import type { Fact, Told } from './fact.ts';
import { type Group, type JoinedVisit, joinVisits } from './roles.ts';

const MEDIA = ['audio', 'video', 'share'] as const;
type Count = Readonly<Record<'sent' | 'received', number>>;
/** One direction is the rule for an attendee when it is seen so many times as often as the other. */
const CLEARLY = 10;

/**
 * In a webinar attendees receive: they cannot send video or a screen, and sound only when they are let. Read the wrong way
 * round they would send, and each medium may be wrong by itself.
 */
export function tellDirection(seen: Seen): Fact {
  const visits = joinVisits(seen);
  const rows = MEDIA.map((medium) => ({
    medium,
    attendees: countUsed(visits, 'attendees', medium),
    presenters: countUsed(visits, 'presenters', medium),
    unknown: countUsed(visits, null, medium),
  }));
  const told = rows.map(({ attendees }) => toldBy(attendees));
  const wrong = rows.filter((_, place) => told[place] === 'otherwise').map(({ medium }) => medium);
  const parts = rows.map(
    ({ medium, attendees, presenters, unknown }) =>
      `${medium}: attendees sent ${attendees.sent} and received ${attendees.received}, presenters ${presenters.sent} and ${presenters.received}, people of unknown role ${unknown.sent} and ${unknown.received}`,
  );
  const result = wrong.length > 0 ? `Attendees would send, not receive: ${wrong.join(', ')}. ` : '';
  return {
    name: 'Direction of streams',
    told: wrong.length > 0 ? 'otherwise' : told.includes('as expected') ? 'as expected' : 'not told',
    seen: `${result}Streams in use, as the bot reads them: ${parts.join('; ')}.`,
    counts: Object.fromEntries(
      rows.flatMap(({ medium, attendees, presenters, unknown }) => [
        [`${medium}AttendeesSent`, attendees.sent],
        [`${medium}AttendeesReceived`, attendees.received],
        [`${medium}PresentersSent`, presenters.sent],
        [`${medium}PresentersReceived`, presenters.received],
        [`${medium}UnknownSent`, unknown.sent],
        [`${medium}UnknownReceived`, unknown.received],
      ]),
    ),
    change: 'the column `direction` of STREAM_KINDS in src/qos/stream.ts',
  };
}

function toldBy({ sent, received }: Count): Told {
  if (received > 0 && received >= CLEARLY * sent) return 'as expected';
  return sent > 0 && sent >= CLEARLY * received ? 'otherwise' : 'not told';
}

function countUsed(visits: readonly JoinedVisit[], group: Group | null, medium: (typeof MEDIA)[number]): Count {
  const count = { sent: 0, received: 0 };
  for (const { visit } of visits.filter((joined) => joined.group === group)) {
    for (const stream of visit.streams) {
      const kind = streamKind(stream.type);
      if (kind.medium !== medium) continue;
      if (isActive(stream, DEFAULT_THRESHOLDS) && !isBarelyUsed(stream, DEFAULT_THRESHOLDS)) count[kind.direction] += 1;
    }
  }
  return count;
}
