import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { botEnvironment } from '../../../sim/bot/bot-environment.ts';
import { startSlackSim } from '../../../sim/slack/slack-sim.ts';
import { startZoomSim } from '../../../sim/zoom/zoom-sim.ts';
import { followDockerfile, type Image } from './dockerfile.ts';

const isRoot = process.getuid?.() === 0;
let place: string;
let image: Image;
let node: string;

/** What .ci/image does with a container, without one: the Dockerfile's files, its user, and nothing that can be written. */
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'webinar-qos-image-'));
  image = followDockerfile(join(place, 'app'));
  // This one may lie in a folder that only its owner may enter.
  node = join(place, 'node');
  cpSync(process.execPath, node);
  for (const path of folders()) chmodSync(path, 0o555);
});
afterAll(() => {
  for (const path of folders()) chmodSync(path, 0o755);
  rmSync(place, { recursive: true, force: true });
});

const entries = () => readdirSync(place, { recursive: true, withFileTypes: true });
const contents = () => entries().map(({ parentPath, name }) => join(parentPath, name));
const folders = () => [place, ...entries().flatMap((one) => (one.isDirectory() ? join(one.parentPath, one.name) : []))];

interface Started {
  readonly child: ChildProcess;
  readonly lines: () => string;
  readonly exited: Promise<number | null>;
}

/** Runs words of the Dockerfile as its user. The only folder for passing files cannot be written either. */
function run([, ...words]: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(node, words, {
    cwd: image.folder,
    env: { ...image.environment, HOME: '/nonexistent', TMPDIR: image.folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot ? { uid: image.userId, gid: image.groupId } : {}),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  return { child, lines: () => text, exited: once(child, 'close').then(([code]) => code) };
}

async function simulated(): Promise<Record<string, string>> {
  const [zoom, slack] = [await startZoomSim({}), await startSlackSim()];
  onTestFinished(async () => {
    await zoom.stop();
    await slack.stop();
  });
  return botEnvironment(zoom, slack);
}

it('runs nothing as root', () => {
  expect(image.userId).toBeGreaterThan(0);
  expect(image.groupId).toBeGreaterThan(0);
});

it('says what lacks when there are no settings, and leaves with exit code 1', async () => {
  const bot = run(image.command);
  expect(await bot.exited).toBe(1);
  expect(bot.lines()).toContain('ZOOM_CLIENT_SECRET is missing');
});

it('answers /livez and its own health check, writes nothing, and stops in order', async () => {
  const before = contents();
  const bot = run(image.command, { ...(await simulated()), PORT: '0' });
  const port = await vi.waitUntil(() => /"port":(\d+).*is listening/.exec(bot.lines())?.[1], 20_000);
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, 10_000);
  expect(await run(image.healthCheck, { PORT: port }).exited).toBe(0);
  bot.child.kill('SIGTERM');
  expect(await bot.exited).toBe(0);
  expect(await run(image.healthCheck, { PORT: port }).exited).toBe(1);
  expect(contents()).toEqual(before);
  expect(bot.lines()).not.toMatch(/EROFS|EACCES|EPERM/);
});

it('has what every command for operators needs, and nothing that only developers do', () => {
  const inImage = contents().map((path) => path.slice(image.folder.length + 1));
  const commands = Object.entries(manifest.scripts).filter(([, words]) => / src\//.test(words));
  expect(commands.map(([name]) => name)).toEqual(expect.arrayContaining(['start', 'first-webinar']));
  for (const [name, words] of commands) expect(inImage, name).toContain(/src\/\S+/.exec(words)?.[0]);
  // Types come with the packages of others, too.
  const forDevelopers = Object.keys(manifest.devDependencies).filter((name) => !name.startsWith('@types/'));
  for (const name of forDevelopers) expect(inImage).not.toContain(`node_modules/${name}`);
  for (const name of Object.keys(manifest.dependencies)) expect(inImage).toContain(`node_modules/${name}`);
  expect(inImage.filter((path) => /^(?:test|sim|bench|docs|\.env|\.git)/.test(path))).toEqual([]);
});
