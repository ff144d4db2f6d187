import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Manifest = z.object({ version: z.string() });

/** Of this bot, as its package.json says. @throws Error when it is not beside the source */
export function readVersion(): string {
  const path = new URL('../../../package.json', import.meta.url);
  return Manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
