import type { SimParticipant, SimWebinar } from './webinar.ts';

/**
 * One joining as /metrics/webinars/{id}/participants lists it, with every key of Zoom's example, those about the person's
 * computer and network too. What `detail` names is as it says; a key that is undefined there is left out.
 */
export function listRow(webinar: SimWebinar, participant: SimParticipant, withRegistrant: boolean): object {
  const { qosRow, detail } = participant;
  const id = String(qosRow.participant_id ?? '');
  const name = String(qosRow.user_name ?? '');
  const { registrant_id: registrant, ...rest } = detail;
  return {
    ...machineOf(id),
    id: qosRow.id ?? '',
    participant_user_id: qosRow.id ?? '',
    user_id: id,
    user_name: name,
    email: qosRow.email ?? '',
    participant_uuid: `SIM-${id}`,
    ...timesOf(webinar, participant),
    ...rest,
    ...(withRegistrant ? { registrant_id: registrant ?? '' } : {}),
  };
}

function timesOf(webinar: SimWebinar, { joinAfterSeconds, staySeconds }: SimParticipant): object {
  const joinMs = Date.parse(webinar.startedAt) + joinAfterSeconds * 1000;
  const endMs = Date.parse(webinar.endedAt ?? '');
  const leaveMs = staySeconds === null ? endMs : Math.min(joinMs + staySeconds * 1000, endMs || Number.MAX_VALUE);
  return {
    join_time: isoSeconds(joinMs),
    ...(Number.isNaN(leaveMs) ? {} : { leave_time: isoSeconds(leaveMs), leave_reason: 'Host ended the webinar.' }),
  };
}

/** Made up from the id, in ranges that are kept for documentation; nothing of it is anybody's. */
export function machineOf(id: string): object {
  const number = [...id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 65_536, 7);
  const [high, low] = [Math.floor(number / 256), number % 256];
  return {
    connection_type: 'UDP',
    video_connection_type: 'UDP',
    as_connection_type: 'UDP',
    customer_key: `key${number}`,
    domain: 'workgroup.example.com',
    from_sip_uri: '',
    sip_uri: '',
    full_data_center: 'Germany;Netherlands (AM RWG);',
    ip_address: `203.0.113.${low}`,
    internal_ip_addresses: [`198.51.100.${high}`, `2001:db8::${number.toString(16)}`],
    mac_addr: `f85e-a0${hex(high)}-${hex(low)}d8`,
    pc_name: `LAPTOP-SIM${number}`,
    harddisk_id: `SIMDISK${number}`,
    microphone: `Simphone BT${number}`,
    speaker: `Simspeaker ${number} (High Definition Audio Device)`,
    audio_call: [{ call_number: `4915550${number}`, call_type: 'call-in', zoom_number: '4969555001' }],
    os: 'Windows',
    os_version: '11',
    browser_name: '',
    browser_version: '',
    device_name: `Simbook ${number}`,
    recording: false,
    share_application: false,
    share_desktop: false,
    share_whiteboard: false,
    has_archiving: false,
    optional_archiving: 'no optional archiving',
    bo_mtg_id: '',
    zoom_thin_client_plugin_version: '',
  };
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
