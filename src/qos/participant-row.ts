import type { Identity } from './identity.ts';
import { parseInstant } from './instant.ts';
import { isDrop } from './leave-reason.ts';
import { parseTransport, type Transport, worseTransport } from './transport.ts';
import type { CauseAttribute, Visit } from './visit.ts';
import { parseZoomLabel, type ZoomQuality } from './zoom-quality.ts';

/**
 * What is kept of a row of Zoom's participants list: one join until its leave. No name, no IP or MAC address, no name of
 * a computer, a disk or a microphone. The ids are there to tell whose row it is, the e-mail address in clear: hash them.
 */
export interface ParticipantRow extends Pick<Visit, 'visitId' | 'role' | 'staySeconds' | 'attributes'>, Identity {
  readonly joinedAtMs: number | null;
  readonly leftAtMs: number | null;
  readonly transport: Transport | null;
  readonly leaveReason: string | null;
  readonly zoomQuality: ZoomQuality;
}

/** No text of Zoom's that means something is longer; ids would join nobody when they were cut. */
const MAX_TEXT = 300;
const MAX_ID = 1_000;

/** Where a row of the list, or a pushed one, has the `participant_id` of the quality summary; the first that is not blank. */
const VISIT_ID_FIELDS: readonly string[] = ['user_id', 'participant_id'];

const DEVICES: ReadonlyMap<string, string> = new Map([
  ['win', 'Windows'],
  ['windows', 'Windows'],
  ['mac', 'Mac'],
  ['macos', 'Mac'],
  ['ios', 'iOS'],
  ['android', 'Android'],
]);

/** Words that name no network, and so no cause. */
const UNKNOWN_NETWORKS: ReadonlySet<string> = new Set(['others', 'other', 'unknown']);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a row of the participants list, or a pushed `participant_data_summary` with its last values in one object,
 * whatever it is: never throws. What is blank, missing or of the wrong type is unknown.
 */
export function parseParticipantRow(row: unknown): ParticipantRow {
  // Any object can be read as a record of unknown values; an array simply has none of the fields.
  const fields = typeof row === 'object' && row !== null ? (row as Fields) : {};
  const joinedAtMs = parseInstant(fields.join_time);
  const leftAtMs = parseInstant(fields.leave_time);
  return {
    visitId: VISIT_ID_FIELDS.map((field) => toId(fields[field])).find((id) => id !== '') ?? '',
    zoomUserId: toId(fields.participant_user_id),
    registrantId: toId(fields.registrant_id),
    participantUuid: toId(fields.participant_uuid),
    email: toId(fields.email),
    role: toText(fields.role),
    staySeconds: toStay(joinedAtMs, leftAtMs),
    joinedAtMs,
    leftAtMs,
    transport: toTransport(fields),
    leaveReason: toLeaveReason(fields.leave_reason),
    attributes: toAttributes(fields),
    zoomQuality: {
      audio: parseZoomLabel(fields.audio_quality),
      video: parseZoomLabel(fields.video_quality),
      share: parseZoomLabel(fields.screen_share_quality),
    },
  };
}

function toStay(joinedAtMs: number | null, leftAtMs: number | null): number | null {
  return joinedAtMs === null || leftAtMs === null || leftAtMs <= joinedAtMs ? null : (leftAtMs - joinedAtMs) / 1000;
}

/** Of sound, video and screen. */
function toTransport(fields: Fields): Transport | null {
  const all = [fields.connection_type, fields.video_connection_type, fields.as_connection_type];
  return worseTransport(all.map(parseTransport));
}

/** A text that is far too long is cut, but not what it says of the connection. */
function toLeaveReason(value: unknown): string | null {
  const text = toText(value);
  if (text === null || typeof value !== 'string') return null;
  return isDrop(value) && !isDrop(text) ? 'Network connection error.' : text;
}

function toAttributes(fields: Fields): ParticipantRow['attributes'] {
  const known: Readonly<Record<CauseAttribute, string | null>> = {
    location: toText(fields.location),
    data_center: toDataCenter(fields.data_center) ?? toDataCenter(fields.full_data_center),
    network_type: toNetworkType(fields.network_type),
    device: toDevice(fields.device),
    version: toText(fields.version),
  };
  return Object.fromEntries(Object.entries(known).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** Zoom's long form is a list such as `United States;China (TJ RWG);`: the first one served the person. */
function toDataCenter(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return toText(value.split(';').find((part) => part.trim() !== ''));
}

function toNetworkType(value: unknown): string | null {
  const text = toText(value);
  return text === null || UNKNOWN_NETWORKS.has(text.toLowerCase()) ? null : text;
}

function toDevice(value: unknown): string | null {
  const text = toText(value);
  return text === null ? null : (DEVICES.get(text.toLowerCase()) ?? text);
}

function toText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return value.trim().slice(0, MAX_TEXT) || null;
}

function toId(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = typeof value === 'string' ? value.trim() : '';
  return text.length > MAX_ID ? '' : text;
}
