import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { exitCodeOf } from '../doctor/check.ts';
import { renderText } from '../doctor/render.ts';
import { runDoctor } from '../doctor/run-doctor.ts';
import { systemClock } from '../runtime/clock.ts';
import { parseArguments, SetupError } from './arguments.ts';
import { createChecks } from './checks.ts';
import { createClackTalk } from './clack-talk.ts';
import { linkOpener } from './link-opener.ts';
import { manifestLink } from './manifest-link.ts';
import { runSetup } from './run-setup.ts';
import { stepsFor } from './steps.ts';
import { SetupCancelled } from './talk.ts';

const ENV_FILE = '.env';
const ROOT = join(import.meta.dirname, '../..');
const OWNER_ONLY = 0o600;

/** null when it cannot be read: the name of its variable is told. */
function readSecretFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Whole or not at all. */
function writeEnvFile(text: string): void {
  const half = `${ENV_FILE}.${process.pid}.new`;
  writeFileSync(half, text, { mode: OWNER_ONLY, flag: 'wx' });
  renameSync(half, ENV_FILE);
}

async function main(): Promise<void> {
  const startedAt = performance.now();
  const asked = parseArguments(process.argv.slice(2));
  const { url } = asked;
  const manifest = readFileSync(join(ROOT, url === null ? 'manifest.socket-mode.yml' : 'manifest.yml'), 'utf8');
  const text = existsSync(ENV_FILE) ? readFileSync(ENV_FILE, 'utf8') : null;
  const canAsk = process.stdin.isTTY && process.stdout.isTTY && !asked.isSilent;
  const results = await runSetup(asked, {
    talk: canAsk ? createClackTalk({ input: process.stdin, output: process.stdout }) : null,
    steps: stepsFor(manifestLink(manifest, url), url, createChecks(systemClock, readSecretFile)),
    env: process.env,
    oldFile: text === null ? null : { text, values: parseEnv(text) },
    openLink: linkOpener(process.platform, process.env, spawn),
    writeFile: writeEnvFile,
    runDoctor: (values) =>
      runDoctor(
        { channel: null, url: null, webinar: null },
        {
          ...{ env: values, readFile: readSecretFile, envFileMode: OWNER_ONLY, clock: systemClock },
          nodeVersion: process.versions.node,
        },
      ),
    now: () => performance.now(),
  });
  if (!canAsk) process.stdout.write(renderText(results, (performance.now() - startedAt) / 1000));
  process.exitCode = exitCodeOf(results);
}

main().catch((error: unknown) => {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exitCode = 1;
});

function wordsFor(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  if (error instanceof SetupCancelled) return 'Nothing was written.';
  return 'The setup could not run, for a reason of the program; docs/setup.md says how it is done by hand.';
}
