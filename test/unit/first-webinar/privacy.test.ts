import { expect, it } from 'vitest';
import { listRow } from '../../../sim/zoom/webinars/list-row.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { withoutAnybody } from '../../../src/zoom/http/zoom-sentence.ts';
import { crowd, ID, startSummaries, webinarOf } from './support.ts';

/** Words of Zoom's that say nothing of anybody. */
const NOBODYS =
  /^(?:|UDP|Windows|\d{1,2}|host|panelist|attendee|Wired|good|Zoom Workplace|no optional archiving|call-in)$/;

/** Every text that Zoom tells of anybody or of the webinar, names also word by word. */
function personalTexts(webinar: SimWebinar): Set<string> {
  const rows = webinar.participants.map((one) => listRow(webinar, one, true));
  const ids = webinar.participants.map(({ qosRow: { id, participant_id, user_name, email } }) => [
    ...[id, participant_id, user_name, email],
    ...String(user_name).split(' '),
  ]);
  const own = [webinar.topic, ...webinar.topic.split(' '), webinar.hostEmail, webinar.uuid, webinar.id];
  return new Set([...textsIn(rows), ...textsIn(ids), ...textsIn(own)].filter((text) => !NOBODYS.test(text)));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function holds(output: string, text: string): boolean {
  const escaped = text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`(?<![\\w])${escaped}(?![\\w])`, 'i').test(output);
}

it.each([
  ['as it should be', {}],
  ['with everything otherwise', { streamNames: 'reversed', listVisitIdIn: 'id', refusalWords: 'other' }],
  ['refusing larger pages', { oversizedPage: 'refuse', listWithoutUserId: 1 }],
] as const)('nothing of anybody is in the summary of a Zoom %s', async (_, settings) => {
  const webinar = webinarOf(crowd());
  const texts = personalTexts(webinar);
  expect(texts.size).toBeGreaterThan(300);
  const { write } = await startSummaries(webinar, settings);
  for (const output of [await write(false), await write(true)]) {
    expect(output.length).toBeGreaterThan(1_000);
    expect([...texts].filter((text) => holds(output, text))).toEqual([]);
  }
});

it.each(['of Brackenridge', 'quillfeather0@private.example', `webinar ${ID}`, '"Zyxtra"', 'in Ouagadougou'])(
  'would find one: %s',
  (leak) => {
    expect([...personalTexts(webinarOf(crowd()))].some((text) => holds(leak, text))).toBe(true);
  },
);

it.each([
  ['Webinar 93201235621 does not exist.', 'Webinar … does not exist.'],
  ['User 20161536 not found.', 'User … not found.'],
  ['Webinar "Quarterly Town Hall" has no data', 'Webinar “…” has no data'],
  ["The webinar 'Zyxtra' of 2 people ended", 'The webinar “…” of 2 people ended'],
])("takes out of Zoom's words what they may say of anybody: %s", (sentence, shown) => {
  expect(withoutAnybody(sentence)).toBe(shown);
});
