import { z } from 'zod';
import type { PushedVisit } from '../../webinar/pushed-visit.ts';
import { text, uuid } from '../endpoints/fields.ts';
import { type ParseParticipantRow, toUnmeasuredVisit } from '../endpoints/participants.ts';
import { type ParseStreams, readQosRow } from '../endpoints/qos-row.ts';

/** Zoom's events of one visit each, sent when it is over. */
export const PUSHED_EVENTS: ReadonlyMap<string, PushedVisit['part']> = new Map([
  ['webinar.participant_qos_summary', 'qos'],
  ['webinar.participant_data_summary', 'data'],
]);

/** An event of a visit, its row still as it came: it holds what must not be kept. */
export interface PushedEvent {
  readonly part: PushedVisit['part'];
  /** null where Zoom does not say. */
  readonly accountId: string | null;
  readonly payload: unknown;
}

/** What reads the rows (functions of qos/, handed in by compose/). */
export interface PushedRowReaders {
  readonly parseStreams: ParseStreams;
  readonly parseParticipantRow: ParseParticipantRow;
}

const Account = z.object({ account_id: text });
/** The number is no help: it means another run as soon as there is one. */
const Payload = z.object({ object: z.object({ uuid, participant: z.record(z.string(), z.unknown()) }) });
/** Most of a data event's list that is looked at; Zoom says that it has the last five. */
const MOST_DATA = 20;

export function toPushedEvent(part: PushedVisit['part'], payload: unknown): PushedEvent {
  return { part, accountId: Account.safeParse(payload).data?.account_id ?? null, payload };
}

/**
 * Reads an event as the same row of Zoom's lists is read: nothing else of it goes further, no address, no name of a computer or
 * a disk. null when it does not say which run it is of, or has no participant. Never throws.
 */
export function readPushedVisit({ part, payload }: PushedEvent, readers: PushedRowReaders): PushedVisit | null {
  const parsed = Payload.safeParse(payload).data?.object;
  if (!parsed?.uuid) return null;
  const { uuid: run, participant } = parsed;
  if (part === 'qos') {
    const row = readQosRow(participant, readers.parseStreams);
    return row && { uuid: run, part, visit: row.visit };
  }
  const visit = toUnmeasuredVisit(readers.parseParticipantRow(withLastValues(participant)));
  // Nobody could be joined by it.
  return visit.visitId === '' ? null : { uuid: run, part, visit };
}

/** The list has what changed during the visit, each entry whole or in part: of each field the last that says something. */
function withLastValues(participant: Readonly<Record<string, unknown>>): object {
  const { data, ...person } = participant;
  const values = new Map<string, unknown>();
  for (const entry of Array.isArray(data) ? data.slice(-MOST_DATA) : []) {
    if (typeof entry !== 'object' || entry === null) continue;
    for (const [name, value] of Object.entries(entry)) {
      if (value !== '' && value !== null && value !== undefined) values.set(name, value);
    }
  }
  // fromEntries defines keys instead of assigning them: a field named __proto__ is only a name. Whose visit it is, is said outside.
  return { ...Object.fromEntries(values), ...person };
}
