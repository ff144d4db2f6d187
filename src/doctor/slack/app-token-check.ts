import { readSocketUrl } from '../../slack/socket/wire.ts';
import { type CheckResult, good, wrong } from '../check.ts';
import type { Ask } from '../network/ask.ts';
import type { AskSlack } from './ask-slack.ts';
import { explainAppTokenRefusal } from './refusal-words.ts';

const NAME = 'Slack app token';
const SOCKET = 'Slack socket';

/**
 * The app-level token, and whether the place of its sockets can be reached. None is opened: Slack would send people's
 * commands over it, which nobody here answers.
 */
export async function checkAppToken(askSlack: AskSlack, ask: Ask, token: string): Promise<CheckResult[]> {
  const answer = await askSlack('apps.connections.open', token);
  if (answer.kind === 'trouble') return [wrong(NAME, answer.said, answer.act)];
  if (answer.kind === 'refused') {
    const { said, act } = explainAppTokenRefusal(answer.error);
    return [wrong(NAME, said, act)];
  }
  const url = readSocketUrl(answer.body);
  if (url === null) {
    return [wrong(NAME, 'Slack gives no address for a socket', 'Look at SLACK_API_URL; try again in some minutes')];
  }
  return [good(NAME, 'good, and Slack gives an address for a socket'), await reach(ask, url)];
}

/** Any answer says that there is a way. */
async function reach(ask: Ask, url: string): Promise<CheckResult> {
  const { origin, host } = new URL(url.replace(/^ws/, 'http'));
  const heard = await ask({ method: 'GET', url: `${origin}/`, headers: {} });
  if (heard.kind === 'nothing') return wrong(SOCKET, heard.said, heard.act);
  return good(SOCKET, `${host} can be reached`);
}
