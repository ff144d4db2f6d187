import { parse } from 'yaml';
import { z } from 'zod';

const EXAMPLE_ORIGIN = 'https://webinar-qos.example.com';
const Manifest = z.record(z.string(), z.unknown());

/**
 * The address that makes a Slack app from the manifest.
 * @param manifest the text of manifest.yml, or of manifest.socket-mode.yml, which has no addresses
 * @param origin the bot's public address, in the place of the example's; null where there is none
 */
export function manifestLink(manifest: string, origin: string | null): string {
  const text = JSON.stringify(Manifest.parse(parse(manifest)));
  const own = origin === null ? text : text.replaceAll(EXAMPLE_ORIGIN, origin);
  return `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(own)}`;
}
