import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { listenOnFreePort } from './listen.ts';

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Lets it end in order. */
  stop(): Promise<void>;
  /** As if the machine had lost power. */
  kill(): Promise<void>;
  /** Takes connections, answers nothing: the worst kind of outage. */
  freeze(): void;
  thaw(): void;
}

/** redis-server or valkey-server on PATH; null when there is neither. */
export function findRedisBinary(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = ['redis-server', 'valkey-server'].flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

interface RedisOptions {
  /** Lines of redis.conf, by name, beside those that every test needs. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A Sentinel that watches nothing. */
  readonly isSentinel?: boolean;
}

/** A port that was free may be taken a moment later, and a node of a cluster wants the one that is 10,000 higher, too. */
const PORTS_TO_TRY = 6;

/**
 * Starts a Redis of its own on 127.0.0.1: nothing kept on disk, gone with the test.
 *
 * @param options.port a free one unless told
 * @throws when it does not listen within ten seconds
 */
export async function startRedis({
  port,
  ...options
}: RedisOptions & { readonly port?: number } = {}): Promise<RedisServer> {
  if (port !== undefined) return startAt(port, options);
  for (let tries = 1; ; tries += 1) {
    try {
      return await startAt(await findFreePort(), options);
    } catch (error) {
      if (tries === PORTS_TO_TRY) throw error;
    }
  }
}

async function startAt(port: number, options: RedisOptions): Promise<RedisServer> {
  const binary = findRedisBinary();
  if (!binary) throw new Error('no redis-server or valkey-server on PATH');
  const folder = mkdtempSync(join(tmpdir(), 'test-redis-'));
  const forData = options.isSentinel ? {} : { save: '""', appendonly: 'no' };
  const settings = { port, bind: '127.0.0.1', dir: folder, ...forData, ...options.settings };
  // A file, as a Sentinel wants one that it can write to.
  const file = join(folder, 'redis.conf');
  writeFileSync(
    file,
    Object.entries(settings)
      .flatMap(([name, value]) => `${name} ${value}\n`)
      .join(''),
  );
  const child = spawn(binary, [file, ...(options.isSentinel ? ['--sentinel'] : [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    process.off('exit', killWithUs);
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    await untilListening(child);
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnFreePort(server);
  server.close();
  await once(server, 'close');
  return port;
}

function untilListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`Redis does not listen: ${output}`)), 10_000);
    const settle = (done: () => void) => {
      clearTimeout(timer);
      done();
    };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (/ready to accept connections|Sentinel ID is/i.test(output)) settle(resolve);
    });
    child.once('exit', () => settle(() => reject(new Error(`Redis ended at once: ${output}`))));
    child.once('error', (error) => settle(() => reject(error)));
  });
}
