import { z } from 'zod';
import { advice, type CheckResult, good, unseen, wrong } from '../check.ts';
import { tellScopes } from '../tell-scopes.ts';
import type { AskSlack } from './ask-slack.ts';
import { explainTokenRefusal } from './refusal-words.ts';
import { SLACK_SCOPES } from './slack-scopes.ts';

const NAME = 'Slack token';
const SCOPES = 'Slack scopes';
const Team = z.object({ team_id: z.string().regex(/^[A-Z0-9]{1,30}$/) });

/** The bot token with its scopes. `isGood`: there is one that works. */
export async function checkBotToken(
  askSlack: AskSlack,
  token: string,
): Promise<{
  readonly isGood: boolean;
  /** null: Slack did not say. */
  readonly scopes: readonly string[] | null;
  readonly results: readonly CheckResult[];
}> {
  const answer = await askSlack('auth.test', token);
  if (answer.kind === 'trouble')
    return { isGood: false, scopes: null, results: [wrong(NAME, answer.said, answer.act)] };
  if (answer.kind === 'refused') {
    const { said, act } = explainTokenRefusal(answer.error);
    return { isGood: false, scopes: null, results: [wrong(NAME, said, act)] };
  }
  const team = Team.safeParse(answer.body).data?.team_id;
  const said = `good${team === undefined ? '' : `, for the workspace ${team}`}`;
  const { scopes } = answer;
  return { isGood: true, scopes, results: [good(NAME, said), ...tellSlackScopes(scopes)] };
}

function tellSlackScopes(scopes: readonly string[] | null): CheckResult[] {
  if (scopes === null) {
    return [advice(SCOPES, 'Slack does not say which ones the token has', 'Compare them with manifest.yml')];
  }
  return tellScopes(
    SCOPES,
    SLACK_SCOPES,
    (scope) => scopes.includes(scope),
    (scope) => `OAuth & Permissions → Bot Token Scopes → add ${scope}, then reinstall the app`,
  );
}

/** In the place of everything that needs the token. */
export function withoutToken(what: string): CheckResult {
  return unseen(what, 'not looked at, as the token does not work');
}
