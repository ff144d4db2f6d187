import { cpuEntry, qosEntry, type SimStream, type UnitStyle } from '../samples/sample-streams.ts';
import type { SimParticipant } from './webinar.ts';

/** One joining in plain words; blank fields go out as `""`, as Zoom does for people outside the account. */
export interface SimPerson {
  /** Unique inside a run. */
  readonly participantId: string;
  readonly name?: string;
  readonly email?: string;
  readonly zoomUserId?: string;
  readonly role?: string;
  readonly streams: readonly SimStream[];
  readonly style?: UnitStyle;
  /** More entries of `qos[]`, as they are. */
  readonly entries?: readonly unknown[];
  readonly systemCpuPercent?: number;
  readonly joinAfterSeconds?: number;
  readonly staySeconds?: number | null;
  /** Further fields of the participant list: location, network_type, … */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A participant of the simulator from plain numbers. */
export function simPerson(person: SimPerson): SimParticipant {
  const cpu = person.systemCpuPercent === undefined ? [] : [cpuEntry(person.systemCpuPercent)];
  const entries = person.streams.map((stream) => qosEntry(stream, person.style));
  return {
    qosRow: {
      id: person.zoomUserId ?? '',
      participant_id: person.participantId,
      user_name: person.name ?? '',
      email: person.email ?? '',
      qos: [...entries, ...cpu, ...(person.entries ?? [])],
    },
    detail: {
      role: person.role ?? 'attendee',
      device: 'Windows',
      network_type: 'Wired',
      data_center: 'Germany',
      location: 'Hamburg',
      version: '6.3.5.1000',
      client: 'Zoom Workplace',
      audio_quality: '',
      video_quality: '',
      screen_share_quality: '',
      ...person.detail,
    },
    joinAfterSeconds: person.joinAfterSeconds ?? 0,
    staySeconds: person.staySeconds ?? null,
  };
}
