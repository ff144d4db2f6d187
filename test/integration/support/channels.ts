import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { textOf, type World } from './world.ts';

const { apple, banana, botUser } = SLACK_IDS;
let counter = 0;

/** A public channel with Apple, Banana and the bot in it. */
export function addChannel({ slack }: World): string {
  counter += 1;
  const id = `C0AUTO${String(counter).padStart(5, '0')}`;
  slack.workspace.addChannel({ id, name: `auto-${counter}`, members: new Set([apple, banana, botUser]) });
  return id;
}

/** Apple types `/webinar-qos subscribe …` in the channel. */
export async function subscribe(world: World, channel: string, what = '', user: string = apple): Promise<void> {
  const { message } = await world.ask(`subscribe ${what}`, { channel, user });
  if (!textOf(message).includes('From now on')) throw new Error(`not subscribed: ${textOf(message)}`);
}

/** What everybody in the channel sees of the bot, oldest first; replies in threads included. */
export function postsIn({ slack }: World, channel: string): SimMessage[] {
  return slack
    .messagesFor(apple, channel)
    .filter(({ user, ephemeralFor }) => user === botUser && ephemeralFor === undefined);
}

/** What a person reads and what a screen reader says, over all that a message ever was. */
export function versionsOf({ slack }: World, { channel, ts }: SimMessage): string[] {
  return slack.history
    .filter(({ message }) => message.channel === channel && message.ts === ts)
    .map(({ message }) => `${textOf(message)}\n${message.text}`);
}

/** Words that a final report does not contain. */
export const NOT_YET = /preliminary|provisional|so far|not final/i;

/** The one message of the channel (in its main line) once its text passes; throws when it does not in time. */
export function untilPosted(
  world: World,
  channel: string,
  test: (text: string, message: SimMessage) => boolean = () => true,
  timeoutMs = 15_000,
): Promise<SimMessage> {
  return world.slack.waitFor(
    () => postsIn(world, channel).find((one) => one.threadTs === undefined && test(textOf(one), one)),
    timeoutMs,
  );
}

/** The report of the channel in its last form. */
export function untilFinal(world: World, channel: string, timeoutMs?: number): Promise<SimMessage> {
  return untilPosted(world, channel, (text) => !NOT_YET.test(text) && !/ yet[. ]/.test(text), timeoutMs);
}
