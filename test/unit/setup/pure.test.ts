import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createChecks } from '../../../src/setup/checks.ts';
import { renderEnvFile } from '../../../src/setup/env-file.ts';
import { linkOpener } from '../../../src/setup/link-opener.ts';
import { manifestLink } from '../../../src/setup/manifest-link.ts';
import { stepsFor } from '../../../src/setup/steps.ts';

const SOCKET = readFileSync('manifest.socket-mode.yml', 'utf8');
const HTTP = readFileSync('manifest.yml', 'utf8');

function broughtBy(link: string): unknown {
  const url = new URL(link);
  expect(`${url.origin}${url.pathname}?${url.searchParams.get('new_app')}`).toBe('https://api.slack.com/apps?1');
  return JSON.parse(url.searchParams.get('manifest_json') ?? '');
}

describe('the link to Slack', () => {
  it('brings the manifest', () => {
    expect(broughtBy(manifestLink(SOCKET, null))).toEqual(parse(SOCKET));
  });

  it('brings the own address in all places', () => {
    const brought = broughtBy(manifestLink(HTTP, 'https://qos.orchard.test'));
    expect(brought).toEqual(parse(HTTP.replaceAll('webinar-qos.example.com', 'qos.orchard.test')));
    expect(JSON.stringify(brought)).toContain('https://qos.orchard.test/slack/events');
  });
});

describe('.env', () => {
  it.each([
    ['plain', 'xoxb-1/2+3='],
    ['with a #', 'a#b'],
    ['with blanks', 'presenter loss 5% for 2m'],
    ['with quotes', `it's "so"`],
    ['with a $', 'pa$$word'],
  ])('gives a value back as it was: %s', (_what, value) => {
    expect(parseEnv(renderEnvFile('', { NAME: value }))).toEqual({ NAME: value });
  });

  it('keeps what it is not told to change, and has each name once', () => {
    const old = '# mine\nONE=1\nexport TWO=2\n\nONE=again\n#THREE=3\n';
    expect(renderEnvFile(old, { ONE: 'new', FOUR: '4' })).toBe('# mine\nONE=new\nexport TWO=2\n\n#THREE=3\nFOUR=4\n');
  });

  it('would not write what would be read as something else', () => {
    expect(() => renderEnvFile('', { NAME: 'two\nlines' })).toThrow();
  });
});

describe('the steps', () => {
  const checks = createChecks(systemClock, () => null);
  const namesFor = (url: string | null) =>
    stepsFor('link', url, checks).flatMap(({ fields }) => fields.map(({ name }) => name));

  it('choose the ways without an address, unless there is one', () => {
    expect(namesFor(null)).toEqual(expect.arrayContaining(['SLACK_APP_TOKEN', 'ZOOM_WEBSOCKET_SUBSCRIPTION_ID']));
    expect(namesFor(null)).not.toContain('ZOOM_WEBHOOK_SECRET_TOKEN');
    const withUrl = namesFor('https://qos.orchard.test');
    expect(withUrl).toContain('ZOOM_WEBHOOK_SECRET_TOKEN');
    expect(withUrl).not.toContain('SLACK_APP_TOKEN');
    expect(withUrl).not.toContain('ZOOM_WEBSOCKET_SUBSCRIPTION_ID');
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'It does not begin with xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'It does not begin with xapp-'],
    ['REDIS_URL', 'localhost:6379', 'It does not begin with redis:// or rediss://'],
    [
      'ZOOM_WEBSOCKET_SUBSCRIPTION_ID',
      'wss://ws.zoom.us/ws?subscriptionId=a',
      'Only what stands behind subscriptionId=',
    ],
    ['ZOOM_CLIENT_ID', 'two words', 'There is a blank in it.'],
  ])('see at first sight that %s is no %s', (name, answer, said) => {
    const field = stepsFor('link', null, checks)
      .flatMap(({ fields }) => fields)
      .find((one) => one.name === name);
    expect(field?.check(answer)).toContain(said);
  });
});

describe('a page', () => {
  it.each([
    ['darwin', {}, ['open']],
    ['linux', { DISPLAY: ':0' }, ['xdg-open']],
    ['linux', {}, []],
  ] as const)('is opened on %s with %j by %j', (platform, env, commands) => {
    const started: string[] = [];
    const open = linkOpener(platform, env, (command) => {
      started.push(command);
      return { on: () => undefined, unref: () => undefined };
    });
    open('https://api.slack.com/apps');
    expect(started).toEqual(commands);
  });
});
