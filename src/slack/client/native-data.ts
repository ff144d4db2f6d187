import { z } from 'zod';
import type { Logger } from '../../logger.ts';
import { hasNativeBlocks, type Message, withoutNativeBlocks } from '../../messages/block-kit/message.ts';
import { isNativeBlock } from '../../messages/block-kit/native-data.ts';
import type { DeliveryError } from '../../reports/delivery/delivery-error.ts';
import { newReference } from '../../runtime/new-id.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';
import { refusalDetails } from './slack-errors.ts';

/** What the workspace said last of charts and tables. */
const Answer = z.enum(['takes', 'refuses']);
type Answer = z.infer<typeof Answer>;

/** Whether the workspace takes charts and tables: not all do. Known for a day from what came of sending some. */
export interface NativeData {
  /** The message as it should be sent: without charts and tables where the workspace has refused them. */
  fit(message: Message): Promise<Message>;
  /** The same where Slack does not say whether it took them: without, unless it is known to. */
  fitUnseen(message: Message): Promise<Message>;
  /** Slack took the message. */
  taken(message: Message): Promise<void>;
  /** Slack refused the message, and took it without charts and tables. */
  refused(message: Message, error: DeliveryError): Promise<void>;
}

export function createNativeData({
  kv,
  team,
  logger,
}: {
  kv: Kv;
  /** Null until Slack has said where the bot is installed. */
  team: () => string | null;
  logger: Logger;
}): NativeData {
  const answers = createStoredValue(kv, Answer);
  const key = () => keys.nativeData(team() ?? 'unknown');

  /** Nobody waits for a message because this is not known: without an answer it is tried. */
  const known = (): Promise<Answer | null> => answers.get(key()).catch(() => null);

  async function remember(answer: Answer): Promise<void> {
    await answers.set(key(), answer).catch((err: unknown) => {
      logger.warn({ err }, 'whether Slack takes charts and tables could not be kept');
    });
  }

  return {
    async fit(message) {
      if (!hasNativeBlocks(message)) return message;
      return (await known()) === 'refuses' ? withoutNativeBlocks(message) : message;
    },
    async fitUnseen(message) {
      if (!hasNativeBlocks(message)) return message;
      return (await known()) === 'takes' ? message : withoutNativeBlocks(message);
    },
    async taken(message) {
      if (hasNativeBlocks(message) && (await known()) !== 'takes') await remember('takes');
    },
    async refused({ blocks }, error) {
      logger.warn(
        {
          ref: newReference(),
          team: team(),
          slackError: error.slackError,
          details: refusalDetails(error),
          blocks: blocks.filter(isNativeBlock).map(({ type }) => type),
        },
        'Slack refused the charts and tables of a message; sent without, and left out for a day',
      );
      await remember('refuses');
    },
  };
}
