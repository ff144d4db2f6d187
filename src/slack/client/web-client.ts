import { WebClient } from '@slack/web-api';
import type { Logger } from '../../logger.ts';
import { createBoltLogger } from '../bolt-logger.ts';

/**
 * A Web API client that tries once and answers soon: retrying is the delivery jobs' business, as a post that timed out
 * may have been made. Uses the global fetch: file uploads break with another one.
 */
export function createWebClient(token: string, apiUrl: string, logger: Logger, timeoutMs = 10_000): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: createBoltLogger(logger),
  });
}
