import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

/** Starts the bot in a folder with this `.env`, to see what it says is wrong. */
async function complaintWith(file: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'webinar-qos-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '.env'), file);
  return new Promise((done) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env }, timeout: 15_000 };
    execFile(process.execPath, [resolve('src/main.ts')], options, (error, stdout, stderr) => {
      expect(error?.code).toBe(1);
      done(`${stdout}${stderr}`);
    });
  });
}

it('reads .env, and names only what that lacks', async () => {
  const complaint = await complaintWith('SLACK_BOT_TOKEN="xoxb-made-up"\nSLACK_SIGNING_SECRET=made-up\nPORT=none\n');
  for (const name of ['ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET', 'PORT'])
    expect(complaint).toContain(name);
  expect(complaint).not.toContain('SLACK_');
  expect(complaint).not.toContain('made-up');
});

it('lets the environment itself win', async () => {
  expect(await complaintWith('PORT=none\n', { PORT: '3000' })).not.toContain('PORT');
});

it('says that the port is taken', async () => {
  const other = createServer().listen(0);
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const names = ['SLACK_SIGNING_SECRET', 'ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET'];
  const nowhere = ['SLACK_API_URL', 'ZOOM_API_URL', 'ZOOM_OAUTH_URL'].map((name) => `${name}=http://127.0.0.1:9/\n`);
  const settings = names.map((name) => `${name}=made-up\n`);
  const file = `SLACK_BOT_TOKEN=xoxb-made-up\nPORT=${port}\n${settings.join('')}${nowhere.join('')}`;
  expect(await complaintWith(file)).toContain(`something else listens on port ${port}; stop it, or set PORT`);
});
