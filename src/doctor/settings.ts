import { type Config, ConfigError, ENVIRONMENT_VARIABLES, parseConfig } from '../config.ts';
import { advice, type CheckResult, good, wrong } from './check.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings as far as they make sense. */
export interface Settings {
  readonly config: Config;
  /** Whether none of the variables that begin so is bad: otherwise what they are for need not be asked. */
  isGood(prefix: string): boolean;
  readonly results: readonly CheckResult[];
}

const NAME = 'Configuration';
const FILE = '_FILE';
/** In the place of what is missing, so that the others can be looked at. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'xoxb-none',
  SLACK_SIGNING_SECRET: 'none',
  ZOOM_ACCOUNT_ID: 'none',
  ZOOM_CLIENT_ID: 'none',
  ZOOM_CLIENT_SECRET: 'none',
};
/** Nobody else's variables begin so. */
const OUR_PREFIXES = ['SLACK_BOT', 'SLACK_SIGNING', 'SLACK_APP', 'SLACK_API', 'ZOOM_', 'REPORT_'];
const MOST_UNKNOWN = 5;

/**
 * @param env with what `.env` says
 * @param readFile for NAME_FILE; null when the file cannot be read
 * @param fileMode the permissions of `.env`; null where there is none
 */
export function readSettings(
  env: Environment,
  readFile: (path: string) => string | null,
  fileMode: number | null,
): Settings {
  const problems = problemsOf(env, readFile);
  const bad = new Set(problems.map(nameOf));
  const config = parseConfig(withoutBad(env, bad), readFile);
  return {
    config,
    isGood: (prefix) => ![...bad].some((name) => name.startsWith(prefix)),
    results: [
      ...(problems.length === 0 ? [good(NAME, 'every variable makes sense')] : problems.map(tellProblem)),
      ...tellUnknown(env),
      ...tellMissingWays(config, bad),
      ...tellFileMode(fileMode),
    ],
  };
}

function problemsOf(env: Environment, readFile: (path: string) => string | null): readonly string[] {
  try {
    parseConfig(env, readFile);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function nameOf(problem: string): string {
  const name = problem.split(' ')[0] ?? '';
  return name.endsWith(FILE) ? name.slice(0, -FILE.length) : name;
}

function withoutBad(env: Environment, bad: ReadonlySet<string>): Environment {
  const kept = Object.entries(env).filter(
    ([name]) => !bad.has(name) && !(name.endsWith(FILE) && bad.has(name.slice(0, -FILE.length))),
  );
  const placeholders = Object.entries(PLACEHOLDERS).filter(([name]) => bad.has(name));
  return Object.fromEntries([...kept, ...placeholders]);
}

function tellProblem(problem: string): CheckResult {
  return wrong(NAME, problem, 'docs/setup.md and .env.example say what belongs there');
}

/** A name with a slip of the pen looks as if it was set, and is read by nobody. */
function tellUnknown(env: Environment): CheckResult[] {
  const known = new Set(ENVIRONMENT_VARIABLES.flatMap((name) => [name, name + FILE]));
  return Object.keys(env)
    .filter((name) => OUR_PREFIXES.some((prefix) => name.startsWith(prefix)) && !known.has(name))
    .slice(0, MOST_UNKNOWN)
    .map((name) => advice(NAME, `${name} is no variable of the bot`, 'Look at its spelling, or take it out'));
}

/** @param bad variables that are complained of already */
export function tellMissingWays({ redisUrl, zoom }: Config, bad: ReadonlySet<string> = new Set()): CheckResult[] {
  const hasNoEvents = zoom.webhookSecrets.length === 0 && zoom.subscriptionId === null;
  return [
    ...(redisUrl === null && !bad.has('REDIS_URL')
      ? [
          advice(
            'Store',
            'everything is kept in the memory of one process and lost with it',
            'Set REDIS_URL where reports and subscriptions should outlive a restart',
          ),
        ]
      : []),
    ...(hasNoEvents
      ? [
          advice(
            'Zoom events',
            "Zoom's events have no way to the bot: automatic reports come only from a search every half hour",
            'Set ZOOM_WEBSOCKET_SUBSCRIPTION_ID, or ZOOM_WEBHOOK_SECRET_TOKEN where the bot has a public address',
          ),
        ]
      : []),
  ];
}

const OTHERS_MAY_READ = 0o077;

function tellFileMode(mode: number | null): CheckResult[] {
  if (mode === null || (mode & OTHERS_MAY_READ) === 0) return [];
  return [advice(NAME, '.env, which holds secrets, can be read by other users of this machine', 'chmod 600 .env')];
}
