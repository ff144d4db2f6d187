import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { openSetupWorld } from './setup-world.ts';

/** The command without a terminal, as a script runs it. */
async function startCommand() {
  const world = await openSetupWorld();
  const script = resolve(manifest.scripts.setup.replace('node ', ''));
  const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((done) => {
      const options = {
        ...{ cwd: world.folder, timeout: 25_000 },
        env: { PATH: process.env.PATH ?? '', ...world.addresses, ...env },
      };
      execFile(process.execPath, [script, ...words], options, (error, stdout, stderr) => {
        done({ code: error ? error.code : 0, stdout, stderr });
      });
    });
  const file = join(world.folder, '.env');
  const flags = (values: Readonly<Record<string, string>> = world.secrets) =>
    Object.entries(values).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  return { ...world, run, file, flags };
}

it('works without a terminal, by flags, and writes a file that only its owner can read', async () => {
  const { run, file, flags, secrets } = await startCommand();
  const { code, stdout, stderr } = await run(flags());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('✓ Zoom WebSocket: Zoom takes the connection');
  expect(parseEnv(await readFile(file, 'utf8'))).toEqual(secrets);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('names what is missing, and writes nothing', async () => {
  const { run, file, flags, secrets } = await startCommand();
  const { ZOOM_CLIENT_SECRET: _, SLACK_APP_TOKEN: __, ...rest } = secrets;
  expect(await run(flags(rest))).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'There is nobody to ask for SLACK_APP_TOKEN, ZOOM_CLIENT_SECRET: give them with --set NAME=value or in the environment.\n',
  });
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

it('takes what is in .env and in the environment for known, and changes .env only when it is forced to', async () => {
  const { run, file, flags, secrets } = await startCommand();
  const { SLACK_BOT_TOKEN: token = '', ZOOM_CLIENT_ID: clientId = '', ...rest } = secrets;
  const old = `# mine\nREPORT_TTL_H=24\nZOOM_CLIENT_ID=${clientId}\nSLACK_BOT_TOKEN='xoxb-old'\n`;
  await writeFile(file, old, { mode: 0o644 });
  const changes = flags({ SLACK_BOT_TOKEN: token });
  const refused = await run(changes, rest);
  expect(refused).toEqual({ code: 1, stdout: '', stderr: 'There is a .env already: say --force to change it.\n' });
  expect(await readFile(file, 'utf8')).toBe(old);

  const { code } = await run([...changes, '--force'], rest);
  expect(code).toBe(0);
  expect(await readFile(file, 'utf8')).toBe(
    `# mine\nREPORT_TTL_H=24\nZOOM_CLIENT_ID=${clientId}\nSLACK_BOT_TOKEN=${token}\n`,
  );
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it.each([
  [['--ste', 'a=b'], /^There is no such option: npm run setup/],
  [['--set', 'ZOOM_ACOUNT_ID=x'], /^--set wants NAME=value/],
  [['--url', 'http://webinar-qos.example.com'], /^--url wants an https address/],
])('says how it is used instead of %s', async (words, said) => {
  const { run } = await startCommand();
  const { code, stdout, stderr } = await run(words);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(said);
});
