import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../logger.ts';
import type { Installation } from '../installation.ts';
import { toDeliveryError } from './slack-errors.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A token can be revoked while the bot runs. */
const CHECK_AGAIN_MS = 10 * 60_000;
/** Slack's words for a token with which nothing works; auth.test says them too. */
const TOKEN_REFUSED = new Set(['not_authed', 'invalid_auth', 'account_inactive', 'token_expired', 'token_revoked']);

/** Who the bot is in Slack; found out in the background, so that a Slack that is away at start is no reason not to start. */
export interface TokenHealth {
  known(): { botId?: string; botUserId?: string };
  /** Where the token is installed; nothing but nulls until Slack has said so. */
  installation(): Installation;
  /** Rejects with Slack's word while the token is not known to be good. */
  check(): Promise<void>;
  /** Notes that a call was refused for the token's sake. */
  refused(slackError: string): void;
  /** Slack's word while it refuses the token itself: asking it for anything else would be in vain. */
  refusal(): string | null;
  start(): void;
  stop(): void;
}

export function createTokenHealth({ client, logger }: { client: WebClient; logger: Logger }): TokenHealth {
  let ids: { botId?: string; botUserId?: string } = {};
  let installation: Installation = { teamId: null, enterpriseId: null, appId: null };
  let problem: string | null = 'not asked yet';
  let pauseMs = FIRST_PAUSE_MS;
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    try {
      const answer = await client.auth.test();
      ids = {
        ...(answer.bot_id === undefined ? {} : { botId: answer.bot_id }),
        ...(answer.user_id === undefined ? {} : { botUserId: answer.user_id }),
      };
      installation = {
        teamId: answer.team_id ?? null,
        enterpriseId: answer.enterprise_id ?? null,
        appId: answer.app_id ?? null,
      };
      if (problem !== null) logger.info({ team: answer.team_id }, 'Slack knows the bot');
      problem = null;
      pauseMs = FIRST_PAUSE_MS;
      plan(CHECK_AGAIN_MS);
    } catch (error) {
      const { slackError } = toDeliveryError(error);
      if (problem !== slackError) logger.error({ slackError }, 'Slack does not accept the bot token, or is away');
      problem = slackError;
      plan(pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }

  function plan(inMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), inMs);
    timer.unref();
  }

  return {
    known: () => ids,
    installation: () => installation,
    async check() {
      if (problem !== null) throw new Error(`Slack auth.test: ${problem}`);
    },
    refused(slackError) {
      if (problem === slackError) return;
      problem = slackError;
      // What a scope or an admin forbids, auth.test does not show: it would call the bot ready in a second.
      plan(TOKEN_REFUSED.has(slackError) ? FIRST_PAUSE_MS : CHECK_AGAIN_MS);
    },
    refusal: () => (problem !== null && TOKEN_REFUSED.has(problem) ? problem : null),
    start: () => void ask(),
    stop: () => clearTimeout(timer),
  };
}
