import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { findRedisBinary, startRedis } from './start-redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    redisUrl: string;
    /** Empty where TEST_REDIS_URL is used and none is installed: tests that stop a Redis of their own are skipped. */
    redisBinary: string;
  }
}

const APT = '/usr/bin/apt-get';
const POLICY = '/usr/sbin/policy-rc.d';

/** Brings the Redis that the integration tests run against; they share it, so each uses keys of its own. */
export default async function setUpRedis(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_REDIS_URL;
  if (given) {
    project.provide('redisUrl', given);
    project.provide('redisBinary', findRedisBinary() ?? '');
    return async () => {};
  }
  if (!findRedisBinary()) installRedis();
  const binary = findRedisBinary();
  if (!binary) throw new Error('The integration tests need redis-server or valkey-server on PATH, or TEST_REDIS_URL.');
  const server = await startRedis();
  project.provide('redisUrl', server.url);
  project.provide('redisBinary', binary);
  return () => server.stop();
}

/** Only as root on Debian, as in a container. The package must not start its own service meanwhile. */
function installRedis(): void {
  if (process.getuid?.() !== 0 || !existsSync(APT)) return;
  const ownPolicy = !existsSync(POLICY);
  if (ownPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const apt = (...args: string[]) =>
      execFileSync(APT, ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'redis-server');
  } finally {
    if (ownPolicy) rmSync(POLICY);
  }
}
