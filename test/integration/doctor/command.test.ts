import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { openDoctorWorld } from './doctor-world.ts';

interface Outcome {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** The command as an operator runs it, in a folder with this `.env`. */
async function startCommand() {
  const folder = await mkdtemp(join(tmpdir(), 'webinar-qos-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const world = await openDoctorWorld('');
  onTestFinished(() => world.close());
  const lines = Object.entries(world.env).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(folder, '.env'), lines.join(''), { mode: 0o600 });
  const script = resolve(manifest.scripts.doctor.replace('node ', ''));
  const run = (words: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
    new Promise<Outcome>((done) => {
      const startedAt = performance.now();
      const options = { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env }, timeout: 30_000 };
      execFile(process.execPath, [script, ...words], options, (error, stdout, stderr) => {
        done({ code: error ? error.code : 0, stdout, stderr, ms: performance.now() - startedAt });
      });
    });
  return { world, run };
}

it('says of a good installation that it is good, for people and for programs', async () => {
  const { run } = await startCommand();
  const text = await run();
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toMatch(/^✓ Configuration: every variable makes sense\n/);
  expect(text.stdout).toMatch(/\n\n\d+ good, 2 pieces of advice, 0 wrong; \d+\.\d s\.\n$/);
  const json = await run(['--json']);
  expect(json).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(json.stdout)).toMatchObject({
    ...{ version: 1, ok: true, counts: { advice: 2, wrong: 0, unseen: 0 } },
    checks: expect.arrayContaining([{ name: 'Zoom token', state: 'good', said: 'Zoom gives one', act: null }]),
  });
});

it('ends with 1 when something is wrong, and lets the environment win over .env', async () => {
  const { run } = await startCommand();
  const { code, stdout } = await run([], { ZOOM_CLIENT_SECRET: 'of-another-app' });
  expect(code).toBe(1);
  expect(stdout).toContain('✗ Zoom token: ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET do not belong together');
  expect(stdout).toContain('✗ The rest of Zoom: not looked at, as there is no token');
});

it('takes less than twenty seconds when everything hangs', async () => {
  const { run, world } = await startCommand();
  world.zoom.fail({ endpoint: '*', kind: 'slow', delayMs: 3_900, always: true });
  world.slack.fail({ method: '*', kind: 'timeout', always: true });
  const { code, stdout, ms } = await run();
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ Slack token: 127\.0\.0\.1:\d+ takes the connection and does not answer in time/);
  expect(ms).toBeLessThan(20_000);
});

it.each([
  [['--jsn'], /^There is no such option: npm run doctor/],
  [['--channel', 'general'], /^--channel wants the ID of a channel/],
  [['--url', 'http://webinar-qos.example.com'], /^--url wants an https address/],
  [['--webinar', 'all of them'], /^--webinar wants the number of a webinar/],
])('says how it is used instead of %s', async (words, said) => {
  const { run } = await startCommand();
  const { code, stdout, stderr } = await run(words);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(said);
});
