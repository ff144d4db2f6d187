import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');
const START_WITHIN_MS = 40_000;
/** Empty, which counts as not set, so that the `.env` of whoever works here is not read into a test. */
const NOTHING_SET = Object.fromEntries(
  [...readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^(\w+)=/gm)].map(([, name = '']) => [name, '']),
);

/** Nothing is left behind, whatever ends this process. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The bot as its own process, started the way an operator starts it. */
export interface BotProcess {
  readonly url: string;
  readonly pid: number;
  /** Every line that it wrote to stdout and stderr. */
  readonly lines: readonly string[];
  /** SIGTERM, or what is asked for; resolves with the exit code, null after a kill. */
  stop(signal?: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): Promise<number | null>;
  readonly exited: Promise<number | null>;
}

/**
 * Starts the bot and waits until it listens.
 * @param env its whole environment beside PATH; PORT is any free one unless given
 * @param how `npm start` as people do, or node itself with the same flags, which is quicker and can be killed for certain
 * @param folder with another version's `src`
 * @throws Error with its output when it ends first
 */
export async function startBotProcess(
  env: Readonly<Record<string, string>>,
  how: 'npm' | 'node' = 'node',
  folder: string = ROOT,
): Promise<BotProcess> {
  const [command, args] =
    how === 'npm' ? ['npm', ['--silent', 'start']] : [process.execPath, manifest.scripts.start.split(' ').slice(2)];
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...NOTHING_SET, PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const exited = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return typeof code === 'number' ? code : null;
  });

  const lines: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the bot does not listen:\n${lines.join('\n')}`)), START_WITHIN_MS);
    const read = (line: string) => {
      lines.push(line);
      const listening = /"port":(\d+).*is listening/.exec(line);
      if (listening) resolve(Number(listening[1]));
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    exited.then(
      () => reject(new Error(`the bot ended at once:\n${lines.join('\n')}`)),
      (error: unknown) => reject(error),
    );
    exited.finally(() => clearTimeout(timer));
  });

  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    lines,
    exited,
    stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exited;
    },
  };
}
