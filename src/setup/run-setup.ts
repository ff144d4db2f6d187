import type { CheckResult } from '../doctor/check.ts';
import { renderLine } from '../doctor/render.ts';
import { type Arguments, SetupError } from './arguments.ts';
import { renderEnvFile } from './env-file.ts';
import type { Field, Step } from './steps.ts';
import type { Talk } from './talk.ts';

type Values = Readonly<Record<string, string>>;

/** What the setup is given of the process. */
export interface SetupDependencies {
  /** null: there is nobody to ask. */
  readonly talk: Talk | null;
  readonly steps: readonly Step[];
  /** What the environment says. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `.env` says, and its text; null where there is none. */
  readonly oldFile: { readonly text: string; readonly values: Readonly<Record<string, string | undefined>> } | null;
  readonly openLink: (link: string) => void;
  /** Readable by its owner alone. */
  readonly writeFile: (text: string) => void;
  /** With what the file says now. */
  readonly runDoctor: (values: Values) => Promise<readonly CheckResult[]>;
  readonly now: () => number;
}

/** So often somebody may try again; then the answer is kept as it is. */
const MOST_TRIES = 10;

/**
 * Asks for what is missing, looks at each answer, writes `.env` and has the doctor look at it all.
 * @returns the doctor's results
 * @throws SetupError, SetupCancelled: nothing was written
 */
export async function runSetup(
  { given, force, url }: Pick<Arguments, 'given' | 'force' | 'url'>,
  deps: SetupDependencies,
): Promise<readonly CheckResult[]> {
  const { talk, steps, oldFile } = deps;
  const startedAt = deps.now();
  const known = withoutBlank({ ...oldFile?.values, ...deps.env, ...given });
  talk?.begin(`Webinar QoS for Slack, ${url === null ? 'without a public address' : `at ${url}`}`);
  const asked = talk === null ? requireAll(steps, known) : await askAll(talk, deps, known);
  // What only the environment says stays there.
  const chosen = { ...given, ...asked };
  if (oldFile !== null && !force && Object.keys(chosen).length > 0) {
    if (talk === null) throw new SetupError('There is a .env already: say --force to change it.');
    if (!(await talk.confirm('There is a .env already. Change these lines in it?'))) {
      throw new SetupError('Nothing was written.');
    }
  }
  if (Object.keys(chosen).length > 0) deps.writeFile(renderEnvFile(oldFile?.text ?? '', chosen));
  const isChanged = Object.keys(chosen).length > 0;
  talk?.tell('good', isChanged ? '.env is written' : '.env stays as it is: nothing was missing');
  const look = deps.runDoctor({ ...known, ...chosen });
  const results = await (talk === null ? look : talk.during('The doctor looks at it all', look));
  const minutes = Math.max(1, Math.round((deps.now() - startedAt) / 60_000));
  for (const result of results) tell(talk, result);
  talk?.end(`${minutes === 1 ? 'A minute' : `${minutes} minutes`} in all. npm start starts the bot.`);
  return results;
}

async function askAll(talk: Talk, deps: SetupDependencies, known: Values): Promise<Values> {
  const asked: Record<string, string> = {};
  for (const step of deps.steps) {
    const missing = step.fields.filter(({ name }) => !isKnown(known, name));
    if (missing.length === 0) continue;
    talk.explain(step.title, step.lines, step.link);
    if (step.link !== null) deps.openLink(step.link);
    Object.assign(asked, await askStep(talk, step, missing, { ...known, ...asked }));
  }
  return asked;
}

/** Until what was answered works, or is wanted all the same. */
async function askStep(talk: Talk, step: Step, fields: readonly Field[], known: Values): Promise<Values> {
  for (let tries = 1; ; tries += 1) {
    const answers: Record<string, string> = {};
    for (const field of fields) {
      const answer = await talk.ask(field);
      if (answer !== '') answers[field.name] = answer;
    }
    if (step.look === null || Object.keys(answers).length === 0) return answers;
    const results = await talk.during('Looking whether that works', step.look({ ...known, ...answers }));
    for (const result of results) tell(talk, result);
    const isWrong = results.some(({ state }) => state === 'wrong' || state === 'unseen');
    if (!isWrong || tries === MOST_TRIES || (await talk.confirm('Keep it all the same?'))) return answers;
  }
}

function requireAll(steps: readonly Step[], known: Values): Values {
  const missing = steps
    .flatMap(({ fields }) => fields)
    .filter(({ name, isOptional }) => !isOptional && !isKnown(known, name));
  if (missing.length === 0) return {};
  const names = missing.map(({ name }) => name).join(', ');
  throw new SetupError(`There is nobody to ask for ${names}: give them with --set NAME=value or in the environment.`);
}

function tell(talk: Talk | null, result: CheckResult): void {
  talk?.tell(result.state, renderLine(result));
}

/** By itself, or in a file. */
function isKnown(known: Values, name: string): boolean {
  return known[name] !== undefined || known[`${name}_FILE`] !== undefined;
}

/** A variable that is set but empty counts as not set. */
function withoutBlank(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
