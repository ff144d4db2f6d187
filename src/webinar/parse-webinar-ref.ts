import { AppError } from '../errors.ts';
import type { OccurrenceUuid, WebinarId, WebinarRef } from '../reports/ports.ts';

/** Zoom's longest links have a few hundred characters; past this nobody means a webinar. */
const LONGEST_INPUT = 2_000;
const SHOWN_INPUT_LENGTH = 60;
/** What people type inside a number: spaces and every kind of dash. NFKC has made one space of all kinds of them. */
const SEPARATORS = /[\s\u2010-\u2015\u2212-]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** Quotes, brackets and the full stop of the sentence that something was copied from. */
const AROUND =
  /^[\s"'`<>([\u2018-\u201f\u00ab\u00bb\u2039\u203a]+|[\s"'`<>)\].,;:!?\u2018-\u201f\u00ab\u00bb\u2039\u203a]+$/g;
const LABEL = /^(?:zoom )?(?:webinar|meeting)?[ -]?(?:id|number)?(?: ?[:#])? ?(?=\d)/i;
const LINK = /^(?:https?:\/\/)?(?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com|com\.cn)(?:\/\S*)?$/i;
const REGISTRATION_TOKEN = /^(?:WN|tZ)[\w-]{6,}$/;
const ID = /^\d{9,11}$/;
/** 16 bytes in base64; Zoom's always end in `==`, which is what tells them from words. */
const UUID = /^[A-Za-z0-9+/]{1,62}={1,2}$/;

/**
 * Reads what somebody typed or pasted: a webinar number in any grouping, a Zoom link (also in Slack's `<…|label>`
 * form), or an occurrence's UUID.
 * @throws AppError `bad-id` or `registration-link`
 */
export function parseWebinarRef(input: string): WebinarRef {
  // Before anything else is done to it: what follows need not be fast on a megabyte.
  if (input.length > LONGEST_INPUT) throw badId(input);
  const text = unescapeSlack(input).replace(INVISIBLE, '').normalize('NFKC').replace(AROUND, '');
  if (LINK.test(text)) return parseLink(text, input);
  if (REGISTRATION_TOKEN.test(text)) throw registrationLink();
  if (UUID.test(text)) return { kind: 'uuid', uuid: text as OccurrenceUuid }; // Checked against UUID's pattern.
  return toId(text.replace(/\s+/g, ' ').replace(LABEL, ''), input);
}

/** `/j/…`, `/w/…`, `/s/…`, `/wc/…/join`, `/wc/join/…`, `/webinar/register/…`, `/launch/jc/…` */
function parseLink(link: string, input: string): WebinarRef {
  const path = link.replace(/^https?:\/\//i, '').split(/[?#]/)[0] ?? '';
  const segments = path.split('/').slice(1).map(decodeSegment);
  if (segments.some((segment) => REGISTRATION_TOKEN.test(segment))) throw registrationLink();
  const numbers = new Set(segments.map(withoutSeparators).filter((segment) => ID.test(segment)));
  const [number = '', ...others] = numbers;
  return toId(others.length === 0 ? number : '', input);
}

function toId(text: string, input: string): WebinarRef {
  const digits = withoutSeparators(text);
  if (!ID.test(digits)) throw badId(input);
  return { kind: 'id', id: digits as WebinarId }; // Checked against ID's pattern.
}

function withoutSeparators(text: string): string {
  return text.replace(SEPARATORS, '');
}

function badId(input: string): AppError {
  const shown = [...unescapeSlack(input.slice(0, LONGEST_INPUT)).trim()];
  const cut = shown.slice(0, SHOWN_INPUT_LENGTH).join('');
  return new AppError(
    { kind: 'bad-id', input: shown.length > SHOWN_INPUT_LENGTH ? `${cut}…` : cut },
    'not a webinar ID',
  );
}

function registrationLink(): AppError {
  return new AppError({ kind: 'registration-link' }, 'a registration token instead of a webinar ID');
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Slack wraps links as `<url|label>`, also numbers that it takes for a telephone's, and escapes `& < >`. */
function unescapeSlack(text: string): string {
  return text
    .trim()
    .replace(/^["'\u2018-\u201f]+(?=<)|(?<=>)["'\u2018-\u201f]+$/g, '')
    .replace(/^<([^|>]*)(?:\|[^>]*)?>$/, '$1')
    .replace(/^tel:/, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
