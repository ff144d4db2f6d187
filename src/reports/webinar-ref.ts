import { AppError } from '../errors.ts';
import type { OccurrenceUuid, WebinarId, WebinarRef } from './ports.ts';

const SHOWN_INPUT_LENGTH = 60;
/** What people type around and inside a number: spaces, no-break and thin ones too, and every kind of dash. */
const SEPARATORS = /[\s\u00a0\u2000-\u200a\u202f-]|[\u2010-\u2015\u2212]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const QUOTES = /^["'`\u2018-\u201f\u00ab\u00bb\u2039\u203a]+|["'`\u2018-\u201f\u00ab\u00bb\u2039\u203a]+$/g;
const LABEL = /^(?:zoom\s+)?(?:webinar|meeting)?[\s-]*(?:id|number)?\s*[:#]?\s*(?=\d)/i;
const ID = /^\d{9,11}$/;
/** 16 bytes in base64; Zoom's always end in `==`, which is what tells them from words. */
const UUID = /^[A-Za-z0-9+/]{1,62}={1,2}$/;

/**
 * Reads what somebody typed or pasted: a webinar number in any grouping, a Zoom link (also in Slack's `<…|label>`
 * form), or an occurrence's UUID.
 * @throws AppError `bad-id` or `registration-link`
 */
export function parseWebinarRef(input: string): WebinarRef {
  const text = unescapeSlack(input).replace(INVISIBLE, '').normalize('NFKC').trim().replace(QUOTES, '').trim();
  const link = /^(?:https?:\/\/)?([\w-]+\.)*zoom(?:gov)?\.(?:us|com|com\.cn)\/\S*$/i.test(text);
  if (link) return parseLink(text, input);
  if (UUID.test(text)) return { kind: 'uuid', uuid: text as OccurrenceUuid }; // Checked against UUID's pattern.
  return toId(text.replace(LABEL, ''), input);
}

/** `/j/…`, `/w/…`, `/s/…`, `/wc/…/join`, `/wc/join/…`, `/webinar/register/…`, `/launch/jc/…` */
function parseLink(link: string, input: string): WebinarRef {
  const path = link.replace(/^https?:\/\//i, '').split(/[?#]/)[0] ?? '';
  const segments = path.split('/').slice(1).map(decodeSegment);
  if (segments.some((segment) => /^(?:WN|tZ)[_\w-]{6,}$/.test(segment) && !ID.test(segment))) {
    throw new AppError({ kind: 'registration-link' }, 'a registration token instead of a webinar ID');
  }
  const numbers = segments.filter((segment) => ID.test(segment.replace(SEPARATORS, '')));
  return toId(numbers.length === 1 ? (numbers[0] ?? '') : '', input);
}

function toId(text: string, input: string): WebinarRef {
  const digits = text.replace(SEPARATORS, '');
  if (!ID.test(digits)) {
    const shown = unescapeSlack(input).trim();
    const cut = [...shown].slice(0, SHOWN_INPUT_LENGTH).join('');
    throw new AppError({ kind: 'bad-id', input: cut === shown ? shown : `${cut}…` }, 'not a webinar ID');
  }
  return { kind: 'id', id: digits as WebinarId }; // Checked against ID's pattern.
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Slack wraps links as `<url|label>` and escapes `& < >`. */
function unescapeSlack(text: string): string {
  return text
    .trim()
    .replace(/^<([^|>]*)(?:\|[^>]*)?>$/, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
