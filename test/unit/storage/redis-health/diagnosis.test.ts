import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnoseOutage, diagnoseRefusal, diagnoseServer } from '../../../../src/storage/redis-health/diagnosis.ts';

const refusal = (text: string) => diagnoseRefusal(new Error(text));
const outage = (code: string) => diagnoseOutage(Object.assign(new Error('connect 10.0.0.1:6379'), { code }));
const info = (fields: Readonly<Record<string, string>>) =>
  `# Server\r\n${Object.entries(fields)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('')}`;

/** As Redis 4 to 8 say it. */
const ANSWERS: [string, RegExp][] = [
  ['WRONGPASS invalid username-password pair or user is disabled.', /refuses the user or the password in REDIS_URL/],
  ['ERR invalid password', /refuses the user or the password/],
  ['NOAUTH Authentication required.', /wants a password and REDIS_URL has none/],
  [
    'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
    /wants a password and REDIS_URL has none/,
  ],
  [
    'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    /REDIS_URL has a password and this Redis has none/,
  ],
  ['ERR Client sent AUTH, but no password is set', /REDIS_URL has a password and this Redis has none/],
  ["NOPERM this user has no permissions to run the 'eval' command", /does not let the user in REDIS_URL/],
  [
    'NOPERM this user has no permissions to access one of the keys used as arguments',
    /allow it all commands .* on the keys ~qos:\* and ~\{qos\}:\*/,
  ],
  ["NOPERM No permissions to access a key 'qos:v2:readiness'", /does not let the user in REDIS_URL/],
  [
    "ERR The user executing the script can't run this command or subcommand script: e929cf77fae6, on @user_script:1.",
    /does not let the user in REDIS_URL/,
  ],
  ['MOVED 3999 127.0.0.1:6381', /Redis Cluster, which the bot does not work with/],
  ['ASK 3999 127.0.0.1:6381', /Redis Cluster/],
  ['CLUSTERDOWN Hash slot not served', /Redis Cluster/],
  ["CROSSSLOT Keys in request don't hash to the same slot", /Redis Cluster/],
  ['TRYAGAIN Multiple keys request during rehashing of slot', /Redis Cluster/],
  [
    "ERR unknown command 'eval', with args beginning with: '--[[ Adds a job",
    /no Sentinel and none with renamed commands/,
  ],
  ['ERR unknown command `scan`, with args beginning with: `0`, `MATCH`', /does not know a command/],
  ["ERR unknown command 'XADD'", /does not know a command/],
];

describe('an answer of Redis', () => {
  it.each(ANSWERS)('%s', (text, sentence) => {
    expect(refusal(text)).toMatch(sentence);
    expect(refusal(text)).toMatch(/restart the bot$/);
  });

  it.each([
    "OOM command not allowed when used memory > 'maxmemory'.",
    'NOREPLICAS Not enough good replicas to write.',
    "READONLY You can't write against a read only replica.",
    'LOADING Redis is loading the dataset in memory',
    'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk.',
    'BUSY Redis is busy running a script.',
    'WRONGTYPE Operation against a key holding the wrong kind of value',
    'Command timed out',
    'Connection is closed.',
    'connect ECONNREFUSED 127.0.0.1:6379',
    'the topic is: MOVED 3999 to Monday',
    '',
  ])('is none of the URL: %s', (text) => {
    expect(refusal(text)).toBeNull();
  });

  it('is never repeated: it may quote what must not be read', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ANSWERS), fc.stringMatching(/^[a-z0-9]{12,20}$/), ([text], secret) => {
        expect(refusal(`${text} ${secret}`)).not.toContain(secret);
      }),
    );
  });
});

describe('no connection', () => {
  it.each([
    ['ECONNREFUSED', /^Redis cannot be reached: nothing takes connections at the address in REDIS_URL\. Start Redis/],
    ['ENOTFOUND', /nobody knows the host/],
    ['EAI_AGAIN', /DNS/],
    ['ETIMEDOUT', /does not answer/],
    ['EHOSTUNREACH', /no way to the address/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', /expired/],
  ])('with %s', (code, sentence) => {
    expect(outage(code)).toMatch(sentence);
    expect(outage(code)).toMatch(/^Redis cannot be reached: .*; the bot tries on by itself$/);
    expect(outage(code)).not.toContain('10.0.0.1');
  });

  it.each(['ECONNRESET', 'constructor', ''])('for another reason is no more than that: %s', (code) => {
    expect(outage(code)).toBe('Redis cannot be reached');
    expect(diagnoseOutage(new Error('Socket timeout'))).toBe('Redis cannot be reached');
  });
});

describe('what a server says of itself', () => {
  it.each([
    [{ redis_version: '7.0.15', redis_mode: 'sentinel' }, /names a Redis Sentinel, which keeps no data/],
    [{ redis_version: '7.0.15', redis_mode: 'cluster' }, /names a node of a Redis Cluster/],
    [{ redis_version: '4.0.9', redis_mode: 'standalone' }, /^Redis 4\.0\.9 is too old: the bot needs 5\.0 at least/],
    [{ redis_version: '2.8.4' }, /^Redis 2\.8\.4 is too old/],
    [{ redis_version: `3.2.<script>${'9'.repeat(100)}`, redis_mode: 'standalone' }, /^Redis 3\.2\.9{16} is too old/],
  ])('tells why it is of no use: %o', (fields, sentence) => {
    expect(diagnoseServer(info(fields))).toMatch(sentence);
  });

  it.each([
    { redis_version: '5.0.0', redis_mode: 'standalone' },
    { redis_version: '7.0.15', redis_mode: 'standalone' },
    { redis_version: '10.0.0', redis_mode: 'standalone' },
    // Valkey 8, Dragonfly.
    { redis_version: '7.2.4', server_name: 'valkey', valkey_version: '8.0.1', redis_mode: 'standalone' },
    { redis_version: '7.4.0', dragonfly_version: 'df-v1.27.1', redis_mode: 'standalone' },
    { redis_version: 'unstable' },
    {},
  ])('finds nothing wrong with %o', (fields) => {
    expect(diagnoseServer(info(fields))).toBeNull();
  });

  it('does not break on anything', () => {
    fc.assert(fc.property(fc.string(), (text) => void diagnoseServer(text)));
    expect(diagnoseServer('redis_mode:sentinel\nredis_version:1.0')).toMatch(/Sentinel/);
  });
});
