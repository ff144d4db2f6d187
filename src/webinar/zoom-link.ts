import { parseWebinarId, type WebinarId } from './ids.ts';
import { decode, parameterOf } from './wrapped-links.ts';

const LINK =
  /^(?:(?:https?|zoommtg|zoomus):\/\/)?(?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com|com\.cn)(?::\d{1,5})?(?:[/?#]\S*)?$/i;
/** Where the app's own links have the number. */
const NUMBER_PARAMETER = 'confno';
const REGISTRATION_TOKEN = /^(?:WN|tZ)[\w-]{6,}$/;
/** What people type inside a number: spaces and every kind of dash. */
const SEPARATORS = /[\s\u2010-\u2015\u2212-]/g;

/** What a Zoom link leads to. `id` is null where the link names no webinar, or several. */
export type ZoomLink =
  | { readonly kind: 'webinar'; readonly id: WebinarId | null }
  /** A registration token stands in for the number, which cannot be found from it. */
  | { readonly kind: 'registration' };

/**
 * Reads a link to a webinar: `/j/…`, `/w/…`, `/s/…`, `/wc/…/join`, `/wc/join/…`, `/webinar/register/…`, `/launch/jc/…`, and those
 * of Zoom's app, `zoommtg://…?confno=…`.
 * null when the text is no link to Zoom.
 */
export function parseZoomLink(text: string): ZoomLink | null {
  if (!LINK.test(text)) return null;
  const path = text.replace(/^\w{1,10}:\/\//, '').split(/[?#]/)[0] ?? '';
  const segments = path.split('/').slice(1).map(decode);
  if (segments.some(isRegistrationToken)) return { kind: 'registration' };
  const ids = new Set(
    [...segments, parameterOf(text, NUMBER_PARAMETER) ?? ''].flatMap((segment) => toWebinarId(segment) ?? []),
  );
  const [id = null, ...others] = ids;
  return { kind: 'webinar', id: others.length === 0 ? id : null };
}

/** Whether this is the token of a registration (`WN_…`), which is no webinar ID. */
export function isRegistrationToken(text: string): boolean {
  return REGISTRATION_TOKEN.test(text);
}

/** A number as people group it, with spaces or dashes; null for anything else. */
export function toWebinarId(text: string): WebinarId | null {
  return parseWebinarId(text.replace(SEPARATORS, ''));
}
