import { parseArgs } from 'node:util';
import { ENVIRONMENT_VARIABLES } from '../config.ts';

/** What was asked for on the command line. */
export interface Arguments {
  /** The bot's public address, without a slash at the end; null: Socket Mode and Zoom's WebSocket, which need none. */
  readonly url: string | null;
  /** Settings that are known already, by the names of their variables. */
  readonly given: Readonly<Record<string, string>>;
  /** Writes over a file that is there without asking. */
  readonly force: boolean;
  /** Asks nothing: what is missing is an error. */
  readonly isSilent: boolean;
}

const USAGE = 'npm run setup -- [--url https://webinar-qos.example.com] [--set NAME=value]… [--no-questions] [--force]';
const OPTIONS = {
  url: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  force: { type: 'boolean', default: false },
  'no-questions': { type: 'boolean', default: false },
} as const;

/** Has its words already: a sentence for whoever typed. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** @throws SetupError */
export function parseArguments(words: readonly string[]): Arguments {
  const { url, set, force, 'no-questions': isSilent } = readOptions(words);
  return {
    url: url === undefined ? null : toOrigin(url),
    given: Object.fromEntries(set.map(toSetting)),
    force,
    isSilent,
  };
}

function readOptions(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS }).values;
  } catch (cause) {
    throw new SetupError(`There is no such option: ${USAGE}`, { cause });
  }
}

function toSetting(text: string): [string, string] {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(0, at));
  if (!ENVIRONMENT_VARIABLES.includes(name)) {
    throw new SetupError(`--set wants NAME=value with the name of a variable of .env.example: ${USAGE}`);
  }
  return [name, text.slice(at + 1).trim()];
}

function toOrigin(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'https:') return url.origin;
  throw new SetupError(`--url wants an https address, as Slack and Zoom call no other: ${USAGE}`);
}
