import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';

import { createLogger, type LogLevel } from '../../src/logger.ts';
import { withoutSecrets } from '../../src/logging/redact.ts';
import { keys } from '../../src/storage/keys.ts';
import { anyText } from '../setup/any-text.ts';

function createLog(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line) => lines.push(line) });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '') };
}

const SECRETS = {
  botToken: 'xoxb-123-456-madeUp',
  userToken: 'xoxp-123-456-madeUp',
  refreshToken: 'xoxe-1-madeUp',
  appToken: 'xapp-1-A123-456-madeup',
  bearer: 'Bearer eyJhbGciOi.made-up_token~+/=',
  basic: 'Basic bWFkZTp1cA==',
  zoomToken: 'eyJzdiI6IjAwMDAwMSJ9.eyJhdWQiOiJtYWRlIn0.c2lnbmF0dXJl',
  pageToken:
    'https://api.zoom.us/v2/metrics/webinars/x/qos?page_size=10&next_page_token=IAfJX3jsOLW7w3dokmFl84zOa0MAVGyMEB2&a=b',
  command: 'https://hooks.slack.com/commands/T1/2/3madeup',
  action: 'http://127.0.0.1:9001/actions/T1/2/3madeup',
  response: 'http://127.0.0.1:9001/response/T1/2/3madeup',
  redis: 'redis://user:madeup@10.0.0.1:6379',
  redisOverTls: 'rediss://user:madeup@10.0.0.1:6379',
  zoomLink: 'https://zoom.us/j/93201235621?pwd=madeup.1',
  mail: 'person.one+zoom@mail.example',
  upperCaseMail: 'PERSON.ONE@MAIL.EXAMPLE',
  foreignMail: 'jürgen@beispiel.example',
  encodedMail: 'person%40mail.example',
};
const LEFT_OVERS = /xox|xapp-1|eyJ|bWFkZ|IAfJX3|hooks\.slack|madeup|person|jürgen|mail\.example|beispiel|@mail/i;

describe('a line of the log', () => {
  it('says to which step of which trace it belongs, when there is one', () => {
    const lines: string[] = [];
    let ids: object | null = null;
    const logger = createLogger('info', { write: (line) => lines.push(line) }, () => ids);
    logger.info('before');
    ids = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };
    logger.info({ ref: 'AB12CD' }, 'during');
    const [before, during] = lines.map((line) => JSON.parse(line));
    expect(Object.keys(before)).toEqual(['level', 'time', 'msg']);
    expect(during).toMatchObject({ ...ids, ref: 'AB12CD', msg: 'during' });
  });
});

describe('the log', () => {
  it('writes one line of JSON with time, level and text', () => {
    const { logger, last } = createLog();
    logger.info({ ref: 'AB12CD', rows: 3 }, 'report made');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      ref: 'AB12CD',
      rows: 3,
      msg: 'report made',
    });
  });

  it('leaves out what is below its level', () => {
    const { logger, lines, last } = createLog('warn');
    logger.info('not this');
    logger.warn('this');
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({ level: 'warn', msg: 'this' });
  });

  it.each(Object.entries(SECRETS))('has no %s in a text', (_name, secret) => {
    const { logger, lines, last } = createLog();
    logger.info(`before ${secret} after`);
    expect(lines[0]).not.toMatch(LEFT_OVERS);
    expect(last().msg).toMatch(/^before .*\[[a-z_-]+\].*after$/);
  });

  it.each(Object.entries(SECRETS))('has no %s inside nested objects, keys included', (_name, secret) => {
    const { logger, lines, last } = createLog();
    logger.info({ a: [{ b: { c: secret } }], [secret]: 1, json: JSON.stringify({ secret }) }, 'text');
    expect(lines[0]).not.toMatch(LEFT_OVERS);
    expect(last().a[0].b.c).toMatch(/\[[a-z_-]+\]/);
    expect(last()).toMatchObject({ msg: 'text', json: expect.stringMatching(/^\{"secret":".*\[[a-z_-]+\].*"\}$/) });
  });

  it.each(Object.entries(SECRETS))('has no %s in an error, its stack or its cause', (_name, secret) => {
    const { logger, lines, last } = createLog();
    const cause = new Error(`first line\n${secret}\n\t${secret}\n"${secret}"`);
    const err = new AppError({ kind: 'bad-id', input: secret }, `failed: ${secret}`, { cause });
    logger.error({ err }, 'failed');
    expect(lines[0]).not.toMatch(LEFT_OVERS);
    expect(last().err.message).toMatch(/^failed: .*\[[a-z_-]+\]/);
    expect(last().err.stack).toContain('logger.test.ts');
    expect(last().err.cause.message).toMatch(/^first line\n.*\[[a-z_-]+\]/);
    expect(last().err.cause.stack).toContain('first line\n');
  });

  it('keeps the line breaks around what it cuts out', () => {
    const { logger, last } = createLog();
    logger.info('to:\nperson@mail.example\tperson@mail.example');
    expect(last().msg).toBe('to:\n[e-mail]\t[e-mail]');
  });

  it.each([['access_token'], ['next_page_token'], ['client_secret']])(
    'has no value of %s, whatever it looks like',
    (name) => {
      const { logger, lines, last } = createLog();
      logger.info({
        [name]: 'hush',
        text: `{"${name}":"hush"}`,
        other: `{"${name}": "hush"}`,
        query: `?${name}=hush&a=b`,
      });
      expect(lines[0]).not.toContain('hush');
      expect(last()).toMatchObject({ text: `{"${name}":"[token]"}`, query: `?${name}=[token]&a=b` });
    },
  );

  it.each([keys.readsOfMinute('U0APPLE0001', 29_000_000), keys.readsOfDay('W0APPLE0001', '2026-05-14')])(
    'has no id of a person in the name of a key: $name',
    ({ name }) => {
      const { logger, lines, last } = createLog();
      logger.error({ err: new Error(`Redis: increment ${name} failed`) }, 'failed');
      expect(lines[0]).not.toContain('0APPLE0001');
      expect(last().err.message).toMatch(/^Redis: increment qos:v2:reads:\[user\]:[\d-]+ failed$/);
    },
  );

  it('leaves alone what only looks a little like a secret', () => {
    const { logger, last } = createLog();
    const harmless = {
      uuid: '/abc//D+1==',
      url: 'https://api.zoom.us/v2/metrics/webinars/93201235621?type=past',
      handle: '@somebody',
      at: 'Error: x\n    at file:///app/src/a.ts:1:2',
      package: 'node_modules/@slack/bolt/dist/App.js',
    };
    logger.info(harmless);
    expect(last()).toMatchObject(harmless);
  });

  it('stays JSON and keeps no address, whatever stands around it', () => {
    fc.assert(
      fc.property(anyText(), anyText(), (before, after) => {
        const { logger, lines } = createLog();
        logger.info(
          {
            before: `${before} person@mail.example`,
            both: `${before}\nperson@mail.example\n${after}`,
            tight: `${before}person@mail.example${after}`,
          },
          after,
        );
        expect(lines).toHaveLength(1);
        expect(JSON.parse(lines[0] ?? '').before).toMatch(/\[e-mail\]$/);
        expect(lines[0]).not.toContain('person@mail.example');
      }),
    );
  });

  it('takes no time for a very long line', () => {
    const startedAt = performance.now();
    for (const harmless of ['a'.repeat(300_000), 'http://a/'.repeat(2_000)]) {
      expect(withoutSecrets(harmless) === harmless).toBe(true);
    }
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
