import { AppError } from '../errors.ts';
import { trimEndOf, trimStartOf } from '../runtime/trim.ts';
import { asMeant } from './as-meant.ts';
import { parseOccurrenceUuid, type WebinarId, type WebinarRef } from './ids.ts';
import { linksWithin } from './wrapped-links.ts';
import { isRegistrationToken, parseZoomLink, toWebinarId } from './zoom-link.ts';

/** Zoom's longest links have a few hundred characters; past this nobody means a webinar. */
const LONGEST_INPUT = 2_000;
const SHOWN_INPUT_LENGTH = 60;
const QUOTES = '\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"\'`';
/** Quotes, brackets and the full stop of the sentence that something was copied from. NFKC has made one space of all kinds of them. */
const BEFORE = ` \t\n\v\f\r${QUOTES}<>([`;
const BEHIND = ` \t\n\v\f\r${QUOTES}<>)].,;:!?`;
const LABEL = /^(?:zoom )?(?:webinar|meeting)?[ -]?(?:id|number)?(?: ?[:#])? ?(?=\d)/i;
/** 16 bytes in base64: 24 characters, the last two of which tell them from words. */
const UUID = /^[A-Za-z0-9+/]{22}==$/;

/**
 * Reads what somebody typed or pasted: a webinar number in any grouping, a Zoom link (also in Slack's `<…|label>`
 * form), or an occurrence's UUID.
 * @throws AppError `bad-id` or `registration-link`
 */
export function parseWebinarRef(input: string): WebinarRef {
  // Before anything else is done to it: what follows need not be fast on a megabyte.
  if (input.length > LONGEST_INPUT) throw badId(input);
  const text = asMeant(unescapeSlack(input)).normalize('NFKC');
  const bare = trimEndOf(trimStartOf(text, BEFORE), BEHIND);
  if (isRegistrationToken(bare)) throw registrationLink();
  const id = parseLink(bare);
  if (id !== undefined) return toRef(id, input);
  const uuid = UUID.test(bare) ? parseOccurrenceUuid(bare) : null;
  if (uuid) return { kind: 'uuid', uuid };
  return toRef(toWebinarId(bare.replace(/\s+/g, ' ').replace(LABEL, '')), input);
}

/** The number that a link to Zoom holds, null where it holds none; undefined for what is no such link. */
function parseLink(text: string): WebinarId | null | undefined {
  const links = linksWithin(text).flatMap((link) => parseZoomLink(link) ?? []);
  if (links.some(({ kind }) => kind === 'registration')) throw registrationLink();
  const ids = new Set(links.flatMap((link) => (link.kind === 'webinar' && link.id) || []));
  const [id = null, ...others] = ids;
  return links.length === 0 ? undefined : others.length === 0 ? id : null;
}

function toRef(id: WebinarId | null, input: string): WebinarRef {
  if (!id) throw badId(input);
  return { kind: 'id', id };
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
