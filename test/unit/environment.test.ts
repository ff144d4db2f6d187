import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config.ts';
import { readEnvironment } from '../../src/environment.ts';

const REQUIRED = {
  SLACK_BOT_TOKEN: 'xoxb-made-up',
  SLACK_SIGNING_SECRET: 'signing-made-up',
  ZOOM_ACCOUNT_ID: 'account-made-up',
  ZOOM_CLIENT_ID: 'client-made-up',
  ZOOM_CLIENT_SECRET: 'secret-made-up',
};
const FILES: Readonly<Record<string, string>> = {
  '/run/secrets/zoom': 'from-a-file\n',
  '/run/secrets/empty': ' \n',
  '/run/secrets/large': 'x'.repeat(70_000),
};
const readFile = (path: string) => FILES[path] ?? null;

function problemsOf(env: Record<string, string>): string[] {
  try {
    parseConfig({ ...REQUIRED, ...env }, readFile);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message
      .split('\n')
      .filter((line) => line.startsWith('  '))
      .map((line) => line.trim());
  }
  return [];
}

describe('quotes around a value', () => {
  it.each([
    ['"secret"', 'secret'],
    ["'secret'", 'secret'],
    [' "secret" \r', 'secret'],
    ['se"cret', 'se"cret'],
    ['""', ''],
  ])('go when they match: %s', (value, expected) => {
    expect(readEnvironment({ NAME: value }, ['NAME'], readFile)).toEqual({ values: { NAME: expected }, problems: [] });
  });

  it.each(['"secret', 'secret"', "'secret", '"secret\'', '"'])(
    'are named when they are stray, without the value: %s',
    (value) => {
      expect(problemsOf({ ZOOM_CLIENT_SECRET: value })).toEqual([
        'ZOOM_CLIENT_SECRET begins or ends with a stray quote',
      ]);
    },
  );

  it('are taken off numbers and tokens, too', () => {
    const config = parseConfig({ ...REQUIRED, PORT: '"3001"', SLACK_BOT_TOKEN: "'xoxb-quoted'" });
    expect([config.port, config.slack.botToken]).toEqual([3001, 'xoxb-quoted']);
  });

  it('of nothing leave nothing', () => {
    expect(parseConfig({ ...REQUIRED, REDIS_URL: '""' }).redisUrl).toBeNull();
  });
});

describe('a secret in a file', () => {
  const { ZOOM_CLIENT_SECRET: _given, ...others } = REQUIRED;

  it('is read where NAME_FILE says, without the line break at its end', () => {
    const { zoom } = parseConfig({ ...others, ZOOM_CLIENT_SECRET_FILE: '"/run/secrets/zoom"' }, readFile);
    expect(zoom.clientSecret).toBe('from-a-file');
  });

  it.each([
    [
      { ZOOM_CLIENT_SECRET_FILE: '/run/secrets/zoom' },
      'ZOOM_CLIENT_SECRET is set twice, by its name and by ZOOM_CLIENT_SECRET_FILE',
    ],
    [
      { ZOOM_CLIENT_SECRET: '', ZOOM_CLIENT_SECRET_FILE: '/no/such' },
      'ZOOM_CLIENT_SECRET_FILE names a file that cannot be read',
    ],
    [
      { ZOOM_CLIENT_SECRET: '', ZOOM_CLIENT_SECRET_FILE: '/run/secrets/empty' },
      'ZOOM_CLIENT_SECRET_FILE names a file that is empty',
    ],
    [
      { ZOOM_CLIENT_SECRET: '', ZOOM_CLIENT_SECRET_FILE: '/run/secrets/large' },
      'ZOOM_CLIENT_SECRET_FILE names a file that is too large',
    ],
  ])('is complained of by its name alone, case %#', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem]);
  });
});
