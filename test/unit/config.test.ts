import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, ENVIRONMENT_VARIABLES, parseConfig } from '../../src/config.ts';
import { checkThresholds } from '../../src/qos/check-thresholds.ts';
import { DEFAULT_THRESHOLDS } from '../../src/qos/thresholds.ts';

const REQUIRED = {
  SLACK_BOT_TOKEN: 'xoxb-made-up',
  SLACK_SIGNING_SECRET: 'signing-made-up',
  ZOOM_ACCOUNT_ID: 'account-made-up',
  ZOOM_CLIENT_ID: 'client-made-up',
  ZOOM_CLIENT_SECRET: 'secret-made-up',
};

/** What the refusal says. @throws Error when nothing is refused */
function refusalOf(env: Record<string, string | undefined>): string {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('nothing is wrong with this environment');
}

function problemsOf(env: Record<string, string | undefined>): string[] {
  return refusalOf(env)
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim());
}

describe('parseConfig', () => {
  it('needs five variables and has a default for every other', () => {
    expect(parseConfig(REQUIRED)).toEqual({
      port: 3000,
      logLevel: 'info',
      redisUrl: null,
      memoryStoreBytes: 134_217_728,
      slack: {
        botToken: 'xoxb-made-up',
        signingSecrets: ['signing-made-up'],
        appToken: null,
        apiUrl: 'https://slack.com/api/',
      },
      zoom: {
        accountId: 'account-made-up',
        clientId: 'client-made-up',
        clientSecret: 'secret-made-up',
        webhookSecrets: [],
        appId: null,
        subscriptionId: null,
        websocketUrl: 'wss://ws.zoom.us/ws',
        apiUrl: 'https://api.zoom.us/v2',
        oauthUrl: 'https://zoom.us/oauth/token',
        heavyPerSecond: 40,
        heavyPerDay: 60_000,
        intensivePerMinute: 20,
        qosPageSize: 10,
        quotaReservePercent: 20,
      },
      reports: {
        channel: null,
        delaysSeconds: [120, 600, 1800, 3600],
        quietSeconds: 20,
        ttlSeconds: 168 * 3600,
        maxCollected: 200_000,
      },
      liveRules: [{ who: 'presenter', medium: null, metric: 'loss', limit: 5, minutes: 2 }],
      metricsTopics: false,
      otlpEndpoint: null,
      thresholds: DEFAULT_THRESHOLDS,
      access: { channels: [], users: [], usergroups: [], allowsGuests: false, operators: [] },
      channelNames: 'names',
      reads: { perMinute: 5, perDay: 60 },
    });
  });

  it('takes lists of those who may ask', () => {
    const { access } = parseConfig({
      ...REQUIRED,
      ACCESS_CHANNELS: 'C0AVTEAM001, G0EVENTS001,',
      ACCESS_USERS: 'U0APPLE0001,W0BANANA001',
      ACCESS_USERGROUPS: 'S0SUPPORT01',
      ACCESS_GUESTS: 'yes',
      ACCESS_OPERATORS: 'U0CHERRY001',
    });
    expect(access).toEqual({
      channels: ['C0AVTEAM001', 'G0EVENTS001'],
      users: ['U0APPLE0001', 'W0BANANA001'],
      usergroups: ['S0SUPPORT01'],
      allowsGuests: true,
      operators: ['U0CHERRY001'],
    });
  });

  it('takes no names, no direct messages and no more than a hundred for who may ask: a list that is not understood is no empty list', () => {
    expect(
      problemsOf({
        ...REQUIRED,
        ACCESS_CHANNELS: '#av-team',
        ACCESS_USERS: Array.from({ length: 101 }, (_, i) => `U0PERSON${i}`).join(','),
        ACCESS_USERGROUPS: '@support',
        ACCESS_GUESTS: 'perhaps',
        ACCESS_OPERATORS: 'D0APPLE0001',
        READS_PER_MINUTE: '0',
      }),
    ).toEqual([
      'ACCESS_CHANNELS must be IDs such as C0123456789, separated by commas',
      'ACCESS_USERS names more than 100',
      'ACCESS_USERGROUPS must be IDs such as S0123456789, separated by commas',
      'ACCESS_GUESTS is neither yes nor no',
      'ACCESS_OPERATORS must be IDs such as U0123456789, separated by commas',
      'READS_PER_MINUTE is below 1',
    ]);
  });

  it('takes every variable', () => {
    const config = parseConfig({
      ...REQUIRED,
      PORT: '8080',
      SLACK_APP_TOKEN: 'xapp-made-up',
      SLACK_API_URL: 'http://127.0.0.1:9001/api',
      ZOOM_WEBHOOK_SECRET_TOKEN: 'old, new',
      ZOOM_API_URL: 'http://127.0.0.1:9002/v2/',
      ZOOM_OAUTH_URL: 'http://localhost:9002/oauth/token',
      ZOOM_PLAN: 'pro',
      ZOOM_HEAVY_PER_SECOND: '7',
      ZOOM_HEAVY_PER_DAY: '700',
      REDIS_URL: 'rediss://made-up.example:6380/1',
      REPORT_CHANNEL: 'C0123456789',
      REPORT_DELAYS_S: '0, 60,300.5',
      REPORT_QUIET_S: '5',
      REPORT_TTL_H: '24',
      COLLECT_MAX_PEOPLE: '5000',
      AUDIO_LOSS_LIMITS: '1, 2.5,5,100',
      AUDIENCE_LIMITS: '5,10,15',
      METRICS_TOPICS: 'yes',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.made-up:4318/',
      LOG_LEVEL: 'debug',
    });
    expect(config).toMatchObject({
      port: 8080,
      logLevel: 'debug',
      metricsTopics: true,
      otlpEndpoint: 'http://collector.made-up:4318',
      redisUrl: 'rediss://made-up.example:6380/1',
      memoryStoreBytes: 134_217_728,
      slack: { appToken: 'xapp-made-up', apiUrl: 'http://127.0.0.1:9001/api/' },
      zoom: {
        webhookSecrets: ['old', 'new'],
        apiUrl: 'http://127.0.0.1:9002/v2',
        oauthUrl: 'http://localhost:9002/oauth/token',
        heavyPerSecond: 7,
        heavyPerDay: 700,
        intensivePerMinute: 10,
        quotaReservePercent: 20,
      },
      reports: {
        channel: 'C0123456789',
        delaysSeconds: [0, 60, 300.5],
        quietSeconds: 5,
        ttlSeconds: 24 * 3600,
        maxCollected: 5000,
      },
      thresholds: {
        audioLossLimitsPercent: [1, 2.5, 5, 100],
        videoLossLimitsPercent: [2, 5, 15, 30],
        audienceLimitsPercent: [5, 10, 15],
      },
    });
  });

  it('knows the limits of the smaller plan', () => {
    expect(parseConfig({ ...REQUIRED, ZOOM_PLAN: 'pro' }).zoom).toMatchObject({
      heavyPerSecond: 10,
      heavyPerDay: 30_000,
      intensivePerMinute: 10,
      quotaReservePercent: 20,
    });
  });

  it.each(['', '  ', '\r'])('takes %j for not set', (nothing) => {
    const empty = Object.fromEntries(ENVIRONMENT_VARIABLES.map((name) => [name, nothing]));
    // No rules are a choice.
    expect(parseConfig({ ...empty, ...REQUIRED })).toEqual({ ...parseConfig(REQUIRED), liveRules: [] });
    expect(problemsOf({ ...REQUIRED, ZOOM_CLIENT_ID: nothing })).toEqual([
      'ZOOM_CLIENT_ID is missing (Zoom app → App Credentials)',
    ]);
  });

  it('takes away what an env file leaves around a value', () => {
    const untidy = Object.fromEntries(Object.entries(REQUIRED).map(([name, value]) => [name, ` ${value}\r`]));
    expect(parseConfig({ ...untidy, PORT: '8080\r' })).toEqual(parseConfig({ ...REQUIRED, PORT: '8080' }));
  });

  it.each([
    ['one', 'a', ['a']],
    ['two, while one is replaced', ' new , old,', ['new', 'old']],
    ['four', 'a,b,c,d', ['a', 'b', 'c', 'd']],
  ])('takes %s signing secret', (_what, SLACK_SIGNING_SECRET, signingSecrets) => {
    expect(parseConfig({ ...REQUIRED, SLACK_SIGNING_SECRET }).slack.signingSecrets).toEqual(signingSecrets);
  });

  it.each([
    [' , ', 'SLACK_SIGNING_SECRET is missing (Basic Information → Signing Secret)'],
    ['a,b,c,d,e', 'SLACK_SIGNING_SECRET holds more than 4 secrets'],
  ])('refuses %j as signing secrets', (SLACK_SIGNING_SECRET, problem) => {
    expect(problemsOf({ ...REQUIRED, SLACK_SIGNING_SECRET })).toEqual([problem]);
  });

  it('names everything that is missing, at once', () => {
    expect(problemsOf({})).toEqual([
      'SLACK_BOT_TOKEN is missing (the bot token, xoxb-…)',
      'SLACK_SIGNING_SECRET is missing (Basic Information → Signing Secret)',
      'ZOOM_ACCOUNT_ID is missing (Zoom app → App Credentials)',
      'ZOOM_CLIENT_ID is missing (Zoom app → App Credentials)',
      'ZOOM_CLIENT_SECRET is missing (Zoom app → App Credentials)',
    ]);
  });

  const BAD = {
    PORT: '70000',
    SLACK_BOT_TOKEN: 'hunter2-token',
    SLACK_SIGNING_SECRET: undefined,
    SLACK_APP_TOKEN: 'hunter2-app',
    SLACK_API_URL: 'hunter2 is no URL',
    ZOOM_API_URL: 'http://hunter2.example/v2',
    ZOOM_OAUTH_URL: 'ftp://hunter2.example',
    ZOOM_PLAN: 'hunter2',
    ZOOM_HEAVY_PER_SECOND: '0',
    ZOOM_HEAVY_PER_DAY: '1.5',
    REDIS_URL: 'http://user:hunter2@redis.example',
    REPORT_CHANNEL: '#hunter2',
    REPORT_DELAYS_S: '600,120',
    REPORT_TTL_H: 'hunter2',
    METRICS_TOPICS: 'hunter2',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://hunter2',
    LOG_LEVEL: 'hunter2',
  };

  it('names everything that is wrong, each in one line', () => {
    expect(problemsOf({ ...REQUIRED, ...BAD })).toEqual([
      'PORT is above 65535',
      'SLACK_BOT_TOKEN does not start with xoxb-',
      'SLACK_SIGNING_SECRET is missing (Basic Information → Signing Secret)',
      'SLACK_APP_TOKEN does not start with xapp-',
      'SLACK_API_URL is not an http(s) URL',
      'ZOOM_API_URL must be https (plain http only on this machine: 127.0.0.1, localhost)',
      'ZOOM_OAUTH_URL is not an http(s) URL',
      'ZOOM_PLAN is neither business nor pro',
      'ZOOM_HEAVY_PER_SECOND is below 1',
      'ZOOM_HEAVY_PER_DAY is not a whole number',
      'REDIS_URL is not a redis:// or rediss:// URL',
      'REPORT_CHANNEL is not a channel ID such as C0123456789',
      'REPORT_DELAYS_S must be rising seconds separated by commas, such as 120,600,1800,3600',
      'REPORT_TTL_H is not a number',
      'METRICS_TOPICS is neither yes nor no',
      'OTEL_EXPORTER_OTLP_ENDPOINT is not an http(s) URL',
      'LOG_LEVEL is none of fatal, error, warn, info, debug, silent',
    ]);
  });

  it.each([
    [
      'AUDIO_LOSS_LIMITS',
      'four',
      ['2,5,10', '2,5,10,20,30', '5,2,10,20', '2,2,10,20', '0,5,10,20', '-1,5,10,20', '2,5,10,101', '2;5;10;20'],
    ],
    ['VIDEO_LOSS_LIMITS', '2,5,15,30', ['2%,5%,15%,30%', ',2,5,15,30', '2,5,15,NaN', '2,5,15,1e1']],
    ['LATENCY_LIMITS_MS', 'at most 60000', ['150,300,500,60001', '150,300,500,Infinity']],
    ['JITTER_LIMITS_MS', 'rising', ['30,60,200,100', '0x1,60,100,200']],
    ['AUDIENCE_LIMITS', 'must be 3 rising numbers', ['3,10', '3,10,20,30', '10,3,20', '3,10,100.5']],
  ])('refuses %s that cannot be limits, by its name', (name, _, values) => {
    for (const value of values) {
      expect(problemsOf({ ...REQUIRED, [name]: value }), value).toEqual([
        expect.stringMatching(
          new RegExp(`^${name} must be \\d rising numbers above 0 and at most \\d+, separated by commas, such as`),
        ),
      ]);
    }
  });

  it('takes no limits that the method would refuse', () => {
    const number = fc.integer({ min: -1, max: 220 }).map((half) => half / 2);
    const names = [
      'AUDIO_LOSS_LIMITS',
      'VIDEO_LOSS_LIMITS',
      'LATENCY_LIMITS_MS',
      'JITTER_LIMITS_MS',
      'AUDIENCE_LIMITS',
    ];
    let taken = 0;
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(number, { minLength: 3, maxLength: 4 }), (name, values) => {
        const rising = values.toSorted((one, other) => one - other).join(',');
        const env = { ...REQUIRED, [name]: rising };
        try {
          expect(checkThresholds(parseConfig(env).thresholds)).toEqual([]);
          taken += 1;
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(10);
  });

  it('never repeats a value', () => {
    expect(refusalOf({ ...REQUIRED, ...BAD })).not.toContain('hunter2');
    // These take any text, so nothing can be wrong with them.
    const texts = ['SLACK_SIGNING_SECRET', 'ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET'];
    const checked = ENVIRONMENT_VARIABLES.filter((name) => ![...texts, 'ZOOM_WEBHOOK_SECRET_TOKEN'].includes(name));
    expect(checked.length).toBe(ENVIRONMENT_VARIABLES.length - 5);
    fc.assert(
      fc.property(fc.constantFrom(...checked), fc.stringMatching(/^[A-Z!-]{6,20}$/), (name, value) => {
        const refusal = refusalOf({ ...REQUIRED, [name]: `@@${value}@@` });
        expect(refusal).toContain(`\n  ${name} `);
        expect(refusal.replace(name, '')).not.toContain(value);
      }),
    );
  });

  it.each([
    ['PORT', ['0', '65535'], ['-1', '65536']],
    ['ZOOM_HEAVY_PER_SECOND', ['1', '1000000'], ['0', '1000001']],
    ['ZOOM_HEAVY_PER_DAY', ['1', '1000000000'], ['0', '1000000001']],
    ['QUOTA_RESERVE_PERCENT', ['0', '90'], ['-1', '91']],
    ['ZOOM_QOS_PAGE_SIZE', ['1', '300'], ['0', '301']],
    ['MEMORY_STORE_MB', ['16', '65536'], ['15', '65537']],
    ['REPORT_TTL_H', ['1', '8760'], ['0', '8761']],
    ['REPORT_QUIET_S', ['0', '3600'], ['-1', '3601']],
    ['COLLECT_MAX_PEOPLE', ['1', '10000000'], ['0', '10000001']],
  ])('takes a %s between its bounds, both included', (name, good, bad) => {
    for (const value of good) expect(() => parseConfig({ ...REQUIRED, [name]: value })).not.toThrow();
    expect(bad.flatMap((value) => problemsOf({ ...REQUIRED, [name]: value }))).toEqual([
      expect.stringMatching(new RegExp(`^${name} is below`)),
      expect.stringMatching(new RegExp(`^${name} is above`)),
    ]);
  });

  it.each(['D0123456789', 'c0123456789', 'C0', 'events', 'C0123456789 '.repeat(2)])('refuses the channel %j', (id) => {
    expect(problemsOf({ ...REQUIRED, REPORT_CHANNEL: id })).toEqual([
      'REPORT_CHANNEL is not a channel ID such as C0123456789',
    ]);
  });

  it.each(['120,,600', ',', '120;600', '-1,5', '120,120', 'Infinity'])('refuses the delays %j', (delays) => {
    expect(problemsOf({ ...REQUIRED, REPORT_DELAYS_S: delays })).toEqual([
      'REPORT_DELAYS_S must be rising seconds separated by commas, such as 120,600,1800,3600',
    ]);
  });

  it.each(['http://127.0.0.1:9000/', 'http://localhost/', 'http://[::1]:9000/', 'https://anywhere.example/'])(
    'lets Slack be at %s',
    (url) => {
      expect(parseConfig({ ...REQUIRED, SLACK_API_URL: url }).slack.apiUrl).toBe(url);
    },
  );

  it.each(['http://127.0.0.1.evil.example/', 'http://localhost.evil.example/', 'http://10.0.0.1/', 'http://0.0.0.0/'])(
    'does not send credentials in clear to %s',
    (url) => {
      expect(problemsOf({ ...REQUIRED, ZOOM_OAUTH_URL: url })).toEqual([
        'ZOOM_OAUTH_URL must be https (plain http only on this machine: 127.0.0.1, localhost)',
      ]);
    },
  );

  it.each(['wss://ws.zoom.us/ws', 'ws://127.0.0.1:9000/ws', 'ws://localhost/ws'])(
    'lets the WebSocket be at %s',
    (url) => {
      expect(parseConfig({ ...REQUIRED, ZOOM_WEBSOCKET_URL: url }).zoom.websocketUrl).toBe(url);
    },
  );

  it.each([
    ['ws://ws.zoom.us/ws', 'must be wss (plain ws only on this machine: 127.0.0.1, localhost)'],
    ['https://ws.zoom.us/ws', 'is not a ws(s) URL'],
  ])('does not send a token to %s', (url, problem) => {
    expect(problemsOf({ ...REQUIRED, ZOOM_WEBSOCKET_URL: url })).toEqual([`ZOOM_WEBSOCKET_URL ${problem}`]);
  });

  it('takes the ID of a subscription, not its address', () => {
    const given = (id: string) => ({ ...REQUIRED, ZOOM_WEBSOCKET_SUBSCRIPTION_ID: id });
    expect(parseConfig(given('aB3_x-Y9')).zoom.subscriptionId).toBe('aB3_x-Y9');
    expect(problemsOf(given('wss://ws.zoom.us/ws?subscriptionId=aB3'))).toEqual([
      'ZOOM_WEBSOCKET_SUBSCRIPTION_ID is not the ID of a subscription (what stands behind subscriptionId= in its endpoint URL)',
    ]);
  });

  it.each([
    ['one', ['one']],
    ['one,two', ['one', 'two']],
    [' one , , two ,', ['one', 'two']],
    [',', []],
  ])('takes several webhook secrets, so that they can be changed without a gap: %j', (text, secrets) => {
    expect(parseConfig({ ...REQUIRED, ZOOM_WEBHOOK_SECRET_TOKEN: text }).zoom.webhookSecrets).toEqual(secrets);
  });

  it('takes no more than four of them', () => {
    expect(problemsOf({ ...REQUIRED, ZOOM_WEBHOOK_SECRET_TOKEN: 'a,b,c,d,e' })).toEqual([
      'ZOOM_WEBHOOK_SECRET_TOKEN holds more than 4 secrets',
    ]);
  });
});
