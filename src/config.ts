import { z } from 'zod';
import {
  ChannelId,
  Delays,
  idList,
  isPrivateEnough,
  LiveRules,
  limits,
  optional,
  optionalSecrets,
  secretList,
  text,
  UserIds,
  url,
  wholeNumber,
} from './config-values.ts';
import { readEnvironment } from './environment.ts';
import { LOG_LEVELS } from './logger.ts';
import { withOwnLimits } from './qos/own-limits.ts';
import { DEFAULT_THRESHOLDS } from './qos/thresholds.ts';
import { REPORT_TTL_HOURS } from './storage/ttl.ts';

/** Zoom's limits for calls labelled Heavy, and for Resource-intensive ones per minute, by plan. */
const PLAN_LIMITS = {
  business: { heavyPerSecond: 40, heavyPerDay: 60_000, intensivePerMinute: 20 },
  pro: { heavyPerSecond: 10, heavyPerDay: 30_000, intensivePerMinute: 10 },
} as const;

/** What a running show is watched by unless LIVE_RULES says otherwise. */
const DEFAULT_LIVE_RULES = 'presenter loss 5% for 2m';
/** Zoom's values above are not believed (method, section 2). */
const MOST_MS = 60_000;
const PERCENT = 100;

const Environment = z.object({
  PORT: optional(wholeNumber(0, 65_535).default(3000)),
  SLACK_BOT_TOKEN: optional(text('the bot token, xoxb-…').startsWith('xoxb-', 'does not start with xoxb-')),
  SLACK_SIGNING_SECRET: optional(secretList('Basic Information → Signing Secret')),
  SLACK_APP_TOKEN: optional(z.string().startsWith('xapp-', 'does not start with xapp-').optional()),
  SLACK_API_URL: optional(url('https://slack.com/api/')),
  ZOOM_ACCOUNT_ID: optional(text('Zoom app → App Credentials')),
  ZOOM_CLIENT_ID: optional(text('Zoom app → App Credentials')),
  ZOOM_CLIENT_SECRET: optional(text('Zoom app → App Credentials')),
  ZOOM_WEBHOOK_SECRET_TOKEN: optional(optionalSecrets()),
  ZOOM_WEBSOCKET_SUBSCRIPTION_ID: optional(
    z
      .string()
      .regex(
        /^[\w.~=-]{1,200}$/,
        'is not the ID of a subscription (what stands behind subscriptionId= in its endpoint URL)',
      )
      .optional(),
  ),
  ZOOM_WEBSOCKET_URL: optional(
    z
      .url({ protocol: /^wss?$/, error: 'is not a ws(s) URL', abort: true })
      .refine(isPrivateEnough, 'must be wss (plain ws only on this machine: 127.0.0.1, localhost)')
      .default('wss://ws.zoom.us/ws'),
  ),
  ZOOM_APP_ID: optional(
    z
      .string()
      .regex(/^[\w.-]{1,100}$/, 'is not the ID of an app')
      .optional(),
  ),
  ZOOM_API_URL: optional(url('https://api.zoom.us/v2')),
  ZOOM_OAUTH_URL: optional(url('https://zoom.us/oauth/token')),
  ZOOM_PLAN: optional(z.enum(['business', 'pro'], 'is neither business nor pro').default('business')),
  ZOOM_QOS_PAGE_SIZE: optional(wholeNumber(1, 300).default(10)),
  ZOOM_HEAVY_PER_SECOND: optional(wholeNumber(1, 1_000_000).optional()),
  ZOOM_HEAVY_PER_DAY: optional(wholeNumber(1, 1_000_000_000).optional()),
  QUOTA_RESERVE_PERCENT: optional(wholeNumber(0, 90).default(20)),
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/, error: 'is not a redis:// or rediss:// URL' }).optional()),
  MEMORY_STORE_MB: optional(wholeNumber(16, 65_536).default(128)),
  REPORT_CHANNEL: optional(ChannelId.optional()),
  REPORT_DELAYS_S: optional(Delays),
  REPORT_QUIET_S: optional(wholeNumber(0, 3600).default(20)),
  REPORT_TTL_H: optional(wholeNumber(1, 8760).default(REPORT_TTL_HOURS)),
  COLLECT_MAX_PEOPLE: optional(wholeNumber(1, 10_000_000).default(200_000)),
  // Empty switches warnings off: here it does not count as not set.
  LIVE_RULES: z.string().default(DEFAULT_LIVE_RULES).pipe(LiveRules),
  AUDIO_LOSS_LIMITS: optional(limits(DEFAULT_THRESHOLDS.audioLossLimitsPercent, PERCENT)),
  VIDEO_LOSS_LIMITS: optional(limits(DEFAULT_THRESHOLDS.videoLossLimitsPercent, PERCENT)),
  LATENCY_LIMITS_MS: optional(limits(DEFAULT_THRESHOLDS.latencyLimitsMs, MOST_MS)),
  JITTER_LIMITS_MS: optional(limits(DEFAULT_THRESHOLDS.jitterLimitsMs, MOST_MS)),
  AUDIENCE_LIMITS: optional(limits(DEFAULT_THRESHOLDS.audienceLimitsPercent, PERCENT)),
  ACCESS_CHANNELS: optional(idList(/^[CG][A-Z0-9]{2,30}$/, 'C0123456789')),
  ACCESS_USERS: optional(UserIds),
  ACCESS_USERGROUPS: optional(idList(/^S[A-Z0-9]{2,30}$/, 'S0123456789')),
  ACCESS_GUESTS: optional(z.enum(['yes', 'no'], 'is neither yes nor no').default('no')),
  ACCESS_OPERATORS: optional(UserIds),
  PRIVACY: optional(z.enum(['names', 'initials', 'none'], 'is none of names, initials, none').default('names')),
  READS_PER_MINUTE: optional(wholeNumber(1, 100_000).default(5)),
  READS_PER_DAY: optional(wholeNumber(1, 1_000_000).default(60)),
  METRICS_TOPICS: optional(z.stringbool({ error: 'is neither yes nor no' }).default(false)),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url({ protocol: /^https?$/, error: 'is not an http(s) URL' }).optional()),
  LOG_LEVEL: optional(z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(', ')}`).default('info')),
});

/** Every variable the bot reads. */
export const ENVIRONMENT_VARIABLES: readonly string[] = Object.keys(Environment.shape);

/** The checked environment, in the shapes the code wants. */
export type Config = ReturnType<typeof parseConfig>;

/** Every missing or bad variable in one message; the values themselves are never in it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Each begins with the name of its variable. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const lines = problems.map((problem) => `  ${problem}`);
    super(`The environment is not complete:\n${lines.join('\n')}\nSee .env.example.`);
    this.problems = problems;
  }
}

/**
 * @param readFile for NAME_FILE; null when the file cannot be read
 * @throws ConfigError naming every variable that is missing or wrong
 */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string | null = () => null,
) {
  const { values, problems } = readEnvironment(env, ENVIRONMENT_VARIABLES, readFile);
  const result = Environment.safeParse(values);
  if (!result.success || problems.length > 0) {
    const issues = result.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? [];
    // What a stray quote or a file has spoilt is not wrong in another way, too.
    const spoilt = new Set(problems.map((problem) => problem.split(' ')[0]?.replace(/_FILE$/, '')));
    const isNew = (issue: string) => !spoilt.has(issue.split(' ')[0]);
    throw new ConfigError([...new Set([...problems, ...issues.filter(isNew)])]);
  }
  const value = result.data;
  const plan = PLAN_LIMITS[value.ZOOM_PLAN];
  return {
    port: value.PORT,
    logLevel: value.LOG_LEVEL,
    redisUrl: value.REDIS_URL ?? null,
    memoryStoreBytes: value.MEMORY_STORE_MB * 1024 * 1024,
    slack: {
      botToken: value.SLACK_BOT_TOKEN,
      signingSecrets: value.SLACK_SIGNING_SECRET,
      appToken: value.SLACK_APP_TOKEN ?? null,
      apiUrl: value.SLACK_API_URL.endsWith('/') ? value.SLACK_API_URL : `${value.SLACK_API_URL}/`,
    },
    zoom: {
      accountId: value.ZOOM_ACCOUNT_ID,
      clientId: value.ZOOM_CLIENT_ID,
      clientSecret: value.ZOOM_CLIENT_SECRET,
      webhookSecrets: value.ZOOM_WEBHOOK_SECRET_TOKEN,
      appId: value.ZOOM_APP_ID ?? null,
      subscriptionId: value.ZOOM_WEBSOCKET_SUBSCRIPTION_ID ?? null,
      websocketUrl: value.ZOOM_WEBSOCKET_URL,
      apiUrl: value.ZOOM_API_URL.replace(/\/+$/, ''),
      oauthUrl: value.ZOOM_OAUTH_URL,
      heavyPerSecond: value.ZOOM_HEAVY_PER_SECOND ?? plan.heavyPerSecond,
      heavyPerDay: value.ZOOM_HEAVY_PER_DAY ?? plan.heavyPerDay,
      intensivePerMinute: plan.intensivePerMinute,
      qosPageSize: value.ZOOM_QOS_PAGE_SIZE,
      quotaReservePercent: value.QUOTA_RESERVE_PERCENT,
    },
    /** By which reports are graded: the method's defaults, with the operator's own limits in their place. */
    thresholds: withOwnLimits({
      audioLossLimitsPercent: value.AUDIO_LOSS_LIMITS,
      videoLossLimitsPercent: value.VIDEO_LOSS_LIMITS,
      latencyLimitsMs: value.LATENCY_LIMITS_MS,
      jitterLimitsMs: value.JITTER_LIMITS_MS,
      audienceLimitsPercent: value.AUDIENCE_LIMITS,
    }),
    reports: {
      channel: value.REPORT_CHANNEL ?? null,
      delaysSeconds: value.REPORT_DELAYS_S,
      quietSeconds: value.REPORT_QUIET_S,
      ttlSeconds: value.REPORT_TTL_H * 3600,
      maxCollected: value.COLLECT_MAX_PEOPLE,
    },
    liveRules: value.LIVE_RULES,
    access: {
      channels: value.ACCESS_CHANNELS,
      users: value.ACCESS_USERS,
      usergroups: value.ACCESS_USERGROUPS,
      allowsGuests: value.ACCESS_GUESTS === 'yes',
      operators: value.ACCESS_OPERATORS,
    },
    /** How people of webinars appear in channels. */
    channelNames: value.PRIVACY,
    /** New reads that one person may start. */
    reads: { perMinute: value.READS_PER_MINUTE, perDay: value.READS_PER_DAY },
    metricsTopics: value.METRICS_TOPICS,
    otlpEndpoint: value.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '') ?? null,
  };
}
