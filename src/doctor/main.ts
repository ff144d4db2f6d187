import { existsSync, readFileSync, statSync } from 'node:fs';
import { systemClock } from '../runtime/clock.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { exitCodeOf } from './check.ts';
import { renderJson, renderText } from './render.ts';
import { runDoctor } from './run-doctor.ts';

const ENV_FILE = '.env';

/** null when it cannot be read: the name of its variable is told. */
function readSecretFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

async function main(): Promise<void> {
  const startedAt = performance.now();
  const { asJson, ...asked } = parseArguments(process.argv.slice(2));
  const hasFile = existsSync(ENV_FILE);
  if (hasFile) process.loadEnvFile(ENV_FILE);
  const results = await runDoctor(asked, {
    env: process.env,
    readFile: readSecretFile,
    envFileMode: hasFile ? statSync(ENV_FILE).mode : null,
    nodeVersion: process.versions.node,
    clock: systemClock,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(asJson ? renderJson(results, seconds) : renderText(results, seconds));
  process.exitCode = exitCodeOf(results);
}

main().catch((error: unknown) => {
  const words = error instanceof UsageError ? error.message : 'The doctor could not run, for a reason of the program.';
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
});
