import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import type { World } from './world.ts';

interface ClickOptions {
  readonly user?: string;
  readonly value?: string;
}

/** Clicks and waits for the message that it brings. */
export async function clickForNew(
  { slack }: World,
  message: SimMessage,
  button: string,
  { user = SLACK_IDS.apple, ...more }: ClickOptions = {},
): Promise<SimMessage> {
  const before = new Set(slack.messagesFor(user, message.channel).map(({ ts }) => ts));
  await slack.click({ user, message, button, ...more });
  return slack.waitFor(() => slack.messagesFor(user, message.channel).find(({ ts }) => !before.has(ts)));
}

/** Clicks and waits until the message itself has changed. */
export async function clickForEdit(
  { slack }: World,
  message: SimMessage,
  button: string,
  { user = SLACK_IDS.apple, ...more }: ClickOptions = {},
): Promise<SimMessage> {
  const edits = slack.current(message)?.edits ?? 0;
  await slack.click({ user, message, button, ...more });
  return slack.waitFor(() => {
    const now = slack.current(message);
    return now && now.edits > edits ? now : null;
  });
}
