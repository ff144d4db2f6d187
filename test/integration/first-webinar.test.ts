import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { SAMPLE_IDS, sampleWebinars } from '../../sim/zoom/samples/sample-webinars.ts';
import { startZoomSim } from '../../sim/zoom/zoom-sim.ts';

/** The command as an operator runs it, in a folder without `.env`, with nothing of Slack. */
async function startCommand() {
  const folder = await mkdtemp(join(tmpdir(), 'webinar-qos-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const zoom = await startZoomSim({ webinars: sampleWebinars(Date.now()) });
  onTestFinished(() => zoom.stop());
  const env = {
    ZOOM_ACCOUNT_ID: zoom.settings.accountId,
    ZOOM_CLIENT_ID: zoom.settings.clientId,
    ZOOM_CLIENT_SECRET: zoom.settings.clientSecret,
    ZOOM_API_URL: zoom.apiUrl,
    ZOOM_OAUTH_URL: zoom.oauthUrl,
  };
  const script = resolve(manifest.scripts['first-webinar'].replace('node ', ''));
  const run = (words: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((done) => {
      const options = { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env, ...more }, timeout: 20_000 };
      execFile(process.execPath, [script, ...words], options, (error, stdout, stderr) => {
        done({ code: error ? error.code : 0, stdout, stderr });
      });
    });
  return { zoom, run };
}

it('says what one webinar tells, with a Zoom account and nothing else', async () => {
  const { run } = await startCommand();
  const [text, json] = await Promise.all([run(['932', '0123', '0041']), run([SAMPLE_IDS.badUplink, '--json'])]);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toContain('\nDirection of streams: as expected\n');
  expect(json).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, read: { summaryEnd: 'all' } });
});

it('says what is wrong in one sentence', async () => {
  const { run } = await startCommand();
  const wrong = async (words: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const { code, stdout, stderr } = await run(words, more);
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    return stderr.trim();
  };
  const said = await Promise.all([
    wrong([]),
    wrong([SAMPLE_IDS.good], { ZOOM_PLAN: 'none', ZOOM_ACCOUNT_ID: '' }),
    wrong([SAMPLE_IDS.good], { REDIS_URL: 'redis://127.0.0.1:1' }),
    wrong(['91111111111']),
  ]);
  expect(said).toEqual([
    expect.stringMatching(/^No webinar was named; say which webinar: .*\.$/),
    'The environment is not complete: ZOOM_ACCOUNT_ID is missing (Zoom app → App Credentials); ZOOM_PLAN is neither business nor pro; see .env.example.',
    expect.stringMatching(/^Redis at REDIS_URL cannot be reached, .*\.$/),
    'Zoom knows no such webinar in this account.',
  ]);
});
