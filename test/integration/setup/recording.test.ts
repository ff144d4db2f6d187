import { readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { runDoctor } from '../../../src/doctor/run-doctor.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createChecks } from '../../../src/setup/checks.ts';
import { createClackTalk } from '../../../src/setup/clack-talk.ts';
import { manifestLink } from '../../../src/setup/manifest-link.ts';
import { runSetup } from '../../../src/setup/run-setup.ts';
import { stepsFor } from '../../../src/setup/steps.ts';
import { openSetupWorld } from './setup-world.ts';
import { openTerminal } from './terminal.ts';

const DOCUMENT = 'docs/setup.md';
const BLOCK = /(```text setup\n)[\s\S]*?(\n```)/;

/** What is another one in every run: ports, and the link, which is two pages long. */
function toRecording(screen: string): string {
  return screen
    .replace(/(manifest_json=)\S+/, '$1…')
    .replace(/Node: \S+/, 'Node: 24')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'wss-primary.slack.com')
    .replaceAll(/within \d s of (?:Slack and Zoom|Zoom and Slack)/g, 'within 1 s of Slack and Zoom');
}

it('leads from nothing to a doctor that finds nothing wrong, as docs/setup.md records it', async () => {
  const { addresses, secrets, nodeVersion } = await openSetupWorld();
  const terminal = openTerminal();
  const opened: string[] = [];
  let written = '';
  const link = manifestLink(readFileSync('manifest.socket-mode.yml', 'utf8'), null);
  const setup = runSetup(
    { given: {}, force: false, url: null },
    {
      talk: createClackTalk(terminal),
      steps: stepsFor(
        link,
        null,
        createChecks(systemClock, () => null),
      ),
      env: addresses,
      oldFile: null,
      openLink: (one) => opened.push(one),
      writeFile: (text) => {
        written = text;
      },
      runDoctor: (env) =>
        runDoctor(
          { channel: null, url: null, webinar: null },
          { env, readFile: () => null, envFileMode: 0o600, nodeVersion, clock: systemClock },
        ),
      now: () => performance.now(),
    },
  );
  await terminal.answer('Bot User OAuth Token', 'xoxb-copied-by-halves');
  await terminal.answer('Keep it all the same?', 'n', false);
  await terminal.answer('Bot User OAuth Token', secrets.SLACK_BOT_TOKEN ?? '');
  await terminal.answer('Signing Secret', secrets.SLACK_SIGNING_SECRET ?? '');
  await terminal.answer('App-level token', secrets.SLACK_APP_TOKEN ?? '');
  await terminal.answer('Account ID', secrets.ZOOM_ACCOUNT_ID ?? '');
  await terminal.answer('Client ID', secrets.ZOOM_CLIENT_ID ?? '');
  await terminal.answer('Client Secret', secrets.ZOOM_CLIENT_SECRET ?? '');
  await terminal.answer('Subscription ID', secrets.ZOOM_WEBSOCKET_SUBSCRIPTION_ID ?? '');
  await terminal.answer('redis://', '');
  const results = await setup;

  expect(results.filter(({ state }) => state === 'wrong' || state === 'unseen')).toEqual([]);
  expect(parseEnv(written)).toEqual(secrets);
  expect(opened).toEqual([link, 'https://marketplace.zoom.us/develop/create']);
  expect(terminal.screen()).toContain(link);
  const recording = toRecording(terminal.screen());
  for (const name of ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'ZOOM_CLIENT_SECRET']) {
    expect(recording).not.toContain(secrets[name]);
  }
  const document = readFileSync(DOCUMENT, 'utf8');
  if (process.env.UPDATE_RECORDING === '1')
    writeFileSync(
      DOCUMENT,
      document.replace(BLOCK, () => `\`\`\`text setup\n${recording}\n\`\`\``),
    );
  expect(BLOCK.exec(readFileSync(DOCUMENT, 'utf8'))?.[0]).toBe(`\`\`\`text setup\n${recording}\n\`\`\``);
});
