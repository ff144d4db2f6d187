import { checkView } from '../block-kit/block-kit.ts';
import type { SlackContext } from '../slack-context.ts';
import { wireView } from '../web-api/view-methods.ts';
import type { BotAnswer } from './bot-answer.ts';

export interface ViewSubmission {
  readonly user: string;
  /** `state.values`: block_id → action_id → what was chosen. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

type Send = (payload: { readonly user: string } & Record<string, unknown>) => Promise<BotAnswer>;

/** Submits the top modal; what the bot answers closes, changes or keeps it. @throws Error without an open modal */
export async function submitView(
  { user, values = {} }: ViewSubmission,
  { views }: SlackContext,
  send: Send,
): Promise<BotAnswer> {
  const top = views.openViews(user).at(-1);
  if (top === undefined) throw new Error(`${user} has no open modal`);
  const answer = await send({ type: 'view_submission', user, view: wireView(top, values), response_urls: [] });
  if (answer.failure) return answer;
  const { response_action: action, view } = readAction(answer.body);
  if (action === undefined) views.close(top);
  if (action === 'clear') views.closeAll(user);
  if (view !== undefined && checkView(view) === null) {
    if (action === 'update') views.update(top, view);
    if (action === 'push') views.push(user, view);
  }
  return answer;
}

function readAction(body: string): { response_action?: string; view?: Record<string, unknown> } {
  try {
    const parsed: unknown = JSON.parse(body || '{}');
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
