import type { ZoomSettings } from '../settings.ts';
import type { KeptWebinar } from '../webinars/webinar.ts';
import { type Answer, BAD_PAGE_TOKEN, NOT_ENDED, zoomError } from './answer.ts';

// What no page of Zoom's proves, or two contradict each other in; each of it may be otherwise.

const OPPOSITE: Readonly<Record<string, string>> = {
  input: 'output',
  output: 'input',
  device_from_crc: 'device_to_crc',
  device_to_crc: 'device_from_crc',
  device_from_rwg: 'device_to_rwg',
  device_to_rwg: 'device_from_rwg',
};
const PRESENTERS: readonly unknown[] = ['host', 'co-host', 'panelist', 'interpreter'];

/** Rows of qos_summary as texts: of whom the settings say, and with the names that they say. */
export function summaryRows({ streamNames, summaryOf }: ZoomSettings, kept: KeptWebinar): readonly string[] {
  const { participants } = kept.webinar;
  const rows =
    summaryOf === 'everybody'
      ? kept.rowTexts
      : kept.rowTexts.filter((_, place) => PRESENTERS.includes(participants[place]?.detail.role));
  return streamNames === 'as-decided' ? rows : rows.map(reverseNames);
}

function reverseNames(row: string): string {
  return row.replace(/"type":"(audio|video|as)_(\w{1,20})"/g, (whole, medium: string, way: string) =>
    OPPOSITE[way] ? `"type":"${medium}_${OPPOSITE[way]}"` : whole,
  );
}

/** A row of the list whose `user_id` is a number of its own, when the id of the visit stands in another field. */
export function withVisitIdIn(field: ZoomSettings['listVisitIdIn'], row: object, visitId: unknown): object {
  return field === 'user_id' ? row : { ...row, user_id: `5${String(visitId)}`, [field]: visitId };
}

/** 404/3001 of the specification, or other words for the same. */
export function noSuchWebinar({ refusalWords }: ZoomSettings): Answer {
  return refusalWords === 'documented'
    ? zoomError(404, 3001, NOT_ENDED)
    : zoomError(404, 3002, 'The requested event could not be located.');
}

/** 400/300 as a library saw it, or other words for the same. */
export function badPageToken({ refusalWords }: ZoomSettings): Answer {
  return zoomError(400, 300, refusalWords === 'documented' ? BAD_PAGE_TOKEN : 'The cursor has gone stale.');
}
