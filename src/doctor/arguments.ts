import { parseArgs } from 'node:util';
import type { WebinarRef } from '../webinar/ids.ts';
import { parseWebinarRef } from '../webinar/parse-webinar-ref.ts';

/** What was asked for on the command line. */
export interface Arguments {
  readonly asJson: boolean;
  /** A channel that gets a test message, which is deleted at once. */
  readonly channel: string | null;
  /** The bot's public address, without a slash at the end: it is called as Zoom and Slack call it. */
  readonly url: string | null;
  /** A past webinar to try everything with; the newest one unless told. */
  readonly webinar: WebinarRef | null;
}

const USAGE =
  'npm run doctor -- [--json] [--channel C0123456789] [--url https://webinar-qos.example.com] [--webinar "932 0123 5621"]';
const CHANNEL = /^[CG][A-Z0-9]{2,30}$/;
const OPTIONS = {
  json: { type: 'boolean', default: false },
  channel: { type: 'string' },
  url: { type: 'string' },
  webinar: { type: 'string' },
} as const;

/** Has its words already: one sentence for whoever typed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function parseArguments(words: readonly string[]): Arguments {
  const { json, channel, url, webinar } = readOptions(words);
  if (channel !== undefined && !CHANNEL.test(channel)) {
    throw new UsageError(`--channel wants the ID of a channel, such as C0123456789: ${USAGE}`);
  }
  return {
    asJson: json,
    channel: channel ?? null,
    url: url === undefined ? null : toOrigin(url),
    webinar: webinar === undefined ? null : toWebinar(webinar),
  };
}

function readOptions(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS }).values;
  } catch (cause) {
    throw new UsageError(`There is no such option: ${USAGE}`, { cause });
  }
}

/** A path that the address has anyway is left away: the bot's own paths begin at the root. */
function toOrigin(text: string): string {
  const url = URL.parse(text);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)) return url.origin;
  throw new UsageError(`--url wants an https address, as Zoom calls no other: ${USAGE}`);
}

function toWebinar(text: string): WebinarRef {
  try {
    return parseWebinarRef(text);
  } catch (cause) {
    throw new UsageError(`--webinar wants the number of a webinar, its link or a UUID: ${USAGE}`, { cause });
  }
}
