import type { SimWebinar } from '../webinars/webinar.ts';

/** The object that /metrics/webinars and /metrics/webinars/{id} have in common. */
export function dashboardObject(webinar: SimWebinar): Record<string, unknown> {
  const over = webinar.endedAt !== null;
  const plain: Record<string, unknown> = {
    host: webinar.host ?? 'Host H',
    custom_keys: [],
    dept: 'Events',
    duration: over ? clockText(Date.parse(webinar.endedAt ?? '') - Date.parse(webinar.startedAt)) : '',
    email: webinar.hostEmail ?? 'host@example.com',
    ...(over ? { end_time: webinar.endedAt } : {}),
    has_3rd_party_audio: false,
    has_archiving: false,
    has_pstn: false,
    has_recording: true,
    has_screen_share: true,
    has_sip: false,
    has_video: true,
    has_voip: true,
    has_manual_captions: false,
    has_automated_captions: true,
    id: Number(webinar.id),
    participants: webinar.participants.length,
    start_time: webinar.startedAt,
    topic: webinar.topic,
    user_type: 'Licensed',
    uuid: webinar.uuid,
    audio_quality: 'good',
    video_quality: 'good',
    screen_share_quality: 'good',
    has_poll: false,
    has_survey: false,
    ...webinar.overrides,
  };
  return plain;
}

/** `hh:mm:ss`, or `mm:ss` below an hour: Zoom's text form of a duration. */
function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (seconds >= 3600) parts.unshift(Math.floor(seconds / 3600));
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
