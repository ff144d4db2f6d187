import { machineOf } from '../webinars/list-row.ts';
import type { SimParticipant, SimWebinar } from '../webinars/webinar.ts';
import { type EventChoices, zoomEvent } from './webhook-bodies.ts';

/** Zoom's own opinion, which only events carry: a word and a score as text, neither derived from the other. */
const SCORES: ReadonlyMap<unknown, string> = new Map([
  ['good', '4.41'],
  ['fair', '3.65'],
  ['poor', '2.9'],
  ['bad', '1.62'],
]);

/** One webinar.participant_qos_summary per joining: the row of the API and Zoom's own labels; no time inside but event_ts. */
export function qosSummaryEvents(webinar: SimWebinar, choices: EventChoices): object[] {
  return webinar.participants.map((participant) =>
    zoomEvent('webinar.participant_qos_summary', choices, {
      uuid: webinar.uuid,
      id: choices.idAs === 'number' ? Number(webinar.id) : webinar.id,
      participant: { ...participant.qosRow, qos: withLabels(participant) },
    }),
  );
}

/** One webinar.participant_data_summary per joining: only the UUID of the webinar, and much about the person's computer. */
export function dataSummaryEvents(webinar: SimWebinar, choices: EventChoices): object[] {
  return webinar.participants.map(({ qosRow, detail }) => {
    const id = String(qosRow.participant_id ?? '');
    return zoomEvent('webinar.participant_data_summary', choices, {
      uuid: webinar.uuid,
      participant: {
        participant_id: id,
        participant_user_id: qosRow.id ?? '',
        email: qosRow.email ?? '',
        data: [dataOf(id, detail)],
      },
    });
  });
}

function withLabels({ qosRow, detail }: SimParticipant): unknown {
  if (!Array.isArray(qosRow.qos)) return qosRow.qos;
  const labels = [
    labelEntry('audio_quality', detail.audio_quality),
    labelEntry('video_quality', detail.video_quality),
    labelEntry('as_quality', detail.screen_share_quality),
  ];
  return [...qosRow.qos, ...labels.filter((entry) => entry !== null)];
}

function labelEntry(type: string, quality: unknown): object | null {
  const score = SCORES.get(quality);
  return score === undefined ? null : { type, details: { quality, quality_score: score } };
}

/** Role, stay and labels are not among it. Zoom writes a device in one example as `WIN`. */
function dataOf(id: string, detail: SimParticipant['detail']): object {
  const machine = new Map(Object.entries(machineOf(id)));
  return {
    device: detail.device === 'Windows' ? 'WIN' : detail.device,
    location: detail.location,
    network_type: detail.network_type,
    microphone: machine.get('microphone'),
    speaker: machine.get('speaker'),
    camera: `Simcam ${id}`,
    data_center: detail.data_center,
    connection_type: 'UDP',
    pc_name: machine.get('pc_name'),
    domain: machine.get('domain'),
    mac_addr: machine.get('mac_addr'),
    harddisk_id: machine.get('harddisk_id'),
    version: detail.version,
    signaling_ip_address: machine.get('ip_address'),
    signaling_internal_ip_address: '198.51.100.7',
    signaling_internal_ip_port: '5060',
    audio_internal_ip_address: '198.51.100.7',
    audio_internal_ip_port: '5060',
    destination_ip_domain: 'zoom.example.com',
    destination_ip_port: '8801',
  };
}
