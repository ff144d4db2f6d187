import { existsSync, readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { ConfigError, parseConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { createExportComplaint } from './tracing/export-complaint.ts';
import { startTracing } from './tracing/start-tracing.ts';

/** Slack and container runtimes give up on a process at about this time. */
const EXIT_AT_THE_LATEST_MS = 9_500;

/** Read where there is one; what the environment itself says wins. */
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
  // Before all else is loaded: the next start finds it compiled. Where nothing can be written, each start compiles.
  enableCompileCache();
  const { createApp } = await import('./app.ts');
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
  const config = parseConfig(process.env, readSecretFile);
  const tracing = await startTracing(config.otlpEndpoint, (error) => complaint(error));
  const logger = createLogger(config.logLevel, undefined, () => tracing.ids());
  const complaint = createExportComplaint(logger);
  process.on('unhandledRejection', (err) => logger.error({ err }, 'a promise was rejected and nobody was listening'));
  process.on('uncaughtException', (err) => {
    logger.error({ err }, 'stopped by an unexpected error');
    process.exit(1);
  });

  const app = await createApp(config, logger, tracing);
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(0), EXIT_AT_THE_LATEST_MS).unref();
    app.stop().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (err: unknown) => {
        logger.error({ err }, 'could not stop in order');
        process.exit(0);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));

  try {
    const port = await app.start();
    logger.info({ port }, 'Webinar QoS is listening');
  } catch (err) {
    const isTaken = err instanceof Error && 'code' in err && err.code === 'EADDRINUSE';
    const why = isTaken ? `: something else listens on port ${config.port}; stop it, or set PORT` : '';
    logger.error({ err }, `could not start${why}`);
    process.exit(1);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
