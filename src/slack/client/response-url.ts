import { DeliveryError } from '../../reports/delivery/delivery-error.ts';

const TIMEOUT_MS = 5_000;
const MAX_ANSWER_CHARACTERS = 200;

/** What can be posted to a response_url. */
export interface ResponseBody {
  readonly text: string;
  readonly blocks?: readonly object[];
  /** Who sees it; never left to a default. */
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly replace_original?: boolean;
}

/**
 * Posts to a response_url: five uses within 30 minutes, works where the bot is no member.
 * @throws DeliveryError `gone` when the URL is used up or expired
 */
export async function postToResponseUrl(responseUrl: string, body: ResponseBody): Promise<void> {
  if (!isSlackLike(responseUrl)) throw new DeliveryError('gone', 'not a response_url');
  let response: Response;
  let answer: string;
  try {
    response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    answer = (await response.text()).slice(0, MAX_ANSWER_CHARACTERS);
  } catch (error) {
    throw new DeliveryError('passing', 'no answer', { cause: error });
  }
  const word = /\b(?:used_url|expired_url|invalid_blocks\w*|invalid_attachments|no_text|msg_too_long)\b/.exec(
    answer,
  )?.[0];
  const refused = /"ok"\s*:\s*false/.test(answer);
  if (response.ok && !refused) return;
  const slackError = word ?? `HTTP ${response.status}`;
  if (response.status === 429) {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    throw new DeliveryError('passing', 'ratelimited', { retryAfterMs: seconds > 0 ? seconds * 1000 : null });
  }
  if (response.status >= 500) throw new DeliveryError('passing', slackError);
  if (word !== undefined && !word.endsWith('_url')) {
    throw new DeliveryError('final', slackError, { cause: new Error(answer) });
  }
  throw new DeliveryError('gone', slackError);
}

/** The URL came in a request that Slack signed; it is still checked, as it makes this process send data somewhere. */
function isSlackLike(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
}
