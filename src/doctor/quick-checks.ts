import type { Config } from '../config.ts';
import type { CheckResult } from './check.ts';
import { tellNode } from './node-version.ts';
import { redisChecks } from './redis/redis-checks.ts';
import { runGroups } from './run-groups.ts';
import { tellMissingWays } from './settings.ts';

/** What costs no call of Slack or Zoom: looked at when the bot starts. Never rejects. */
export async function runQuickChecks(config: Config, nodeVersion: string): Promise<CheckResult[]> {
  const { redisUrl } = config;
  const redis = await runGroups(redisUrl === null ? [] : [redisChecks(redisUrl)]);
  return [tellNode(nodeVersion), ...tellMissingWays(config), ...redis];
}
