import type { Config } from '../../config.ts';
import { advice, type CheckGroup, good } from '../check.ts';
import type { Ask } from '../network/ask.ts';
import { checkAccess } from './access-checks.ts';
import { checkAppToken } from './app-token-check.ts';
import { createAskSlack } from './ask-slack.ts';
import { checkPosting, checkReportChannel } from './channel-checks.ts';
import { checkBotToken, withoutToken } from './token-check.ts';

/** Slack: what the bot can do there, and on which way requests come. */
export function slackChecks(
  { slack, reports, access }: Pick<Config, 'slack' | 'reports' | 'access'>,
  ask: { readonly slack: Ask; readonly others: Ask },
  { channel, isCalledFromOutside }: { readonly channel: string | null; readonly isCalledFromOutside: boolean },
): CheckGroup[] {
  const { botToken, appToken } = slack;
  const askSlack = createAskSlack(ask.slack, slack.apiUrl);
  return [
    {
      name: 'Slack',
      async run(tell) {
        const { isGood, scopes, results } = await checkBotToken(askSlack, botToken);
        for (const result of results) tell(result);
        if (!isGood) return tell(withoutToken('The rest of Slack'));
        // Where Slack does not say, it may.
        const mayPostAnywhere = scopes?.includes('chat:write.public') ?? true;
        if (reports.channel !== null) {
          tell(await checkReportChannel(askSlack, botToken, reports.channel, mayPostAnywhere));
        }
        for (const result of await checkAccess(askSlack, botToken, access)) tell(result);
        if (channel !== null) tell(await checkPosting(askSlack, botToken, channel));
      },
    },
    {
      name: 'Slack requests',
      async run(tell) {
        if (appToken !== null) {
          for (const result of await checkAppToken(askSlack, ask.others, appToken)) tell(result);
          tell(good('Slack requests', 'come over sockets: no address, and no signing secret, is needed for them'));
        } else if (!isCalledFromOutside) {
          const said = 'whether Slack reaches /slack/events, and SLACK_SIGNING_SECRET fits, cannot be seen from here';
          tell(
            advice('Slack requests', said, 'Give the public address with --url, and type /webinar-qos help in Slack'),
          );
        }
      },
    },
  ];
}
