import type { SlackSim } from '../sim/slack/slack-sim.ts';
import type { SimMessage } from '../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../sim/slack/stores/workspace.ts';

const { apple: user, general: channel } = SLACK_IDS;

/** Types the command and waits until the report is there. */
export async function askForReport(slack: SlackSim, text: string): Promise<SimMessage> {
  const before = new Set(slack.messagesFor(user, channel).map(({ ts }) => ts));
  await slack.typeCommand({ user, channel, text });
  return slack.waitFor(
    () =>
      slack
        .messagesFor(user, channel)
        .find(({ ts, blocks }) => !before.has(ts) && JSON.stringify(blocks).includes('report.list.')),
    240_000,
  );
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
