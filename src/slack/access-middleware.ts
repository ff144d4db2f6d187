import type { AllMiddlewareArgs, AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { z } from 'zod';
import type { AccessGate } from '../access/access-gate.ts';
import type { Asker } from '../access/access-rule.ts';
import { AppError, type Failure } from '../errors.ts';
import { renderFailure } from '../messages/failures/failure.ts';
import { renderFailureModal } from '../messages/failures/failure-modal.ts';
import { newReference } from '../runtime/new-id.ts';
import { type ClickAnswering, respondToClick } from './clicks/answer-click.ts';
import { openView } from './clicks/open-view.ts';

const id = z.string().min(1);
const place = z.object({ id }).nullish().catch(null);
/** Who is behind a payload: a command names them on the top level, all else in objects. */
const Payload = z.object({
  user_id: id.nullish().catch(null),
  user: place,
  channel_id: id.nullish().catch(null),
  channel: place,
  container: z.object({ channel_id: id.nullish() }).nullish().catch(null),
  response_url: z.string().nullish().catch(null),
  trigger_id: z.string().nullish().catch(null),
});

interface AccessMiddlewareDependencies extends ClickAnswering {
  readonly gate: Pick<AccessGate, 'check'>;
}

/**
 * The door before every listener that there is and that will be: it belongs to the app, not to them. Whoever may not ask gets
 * one private sentence, and what names nobody goes no further.
 */
export function createAccessMiddleware(deps: AccessMiddlewareDependencies): Middleware<AnyMiddlewareArgs> {
  return async (args) => {
    const payload = Payload.safeParse(args.body).data;
    const userId = payload?.user_id ?? payload?.user?.id ?? null;
    const channelId = payload?.channel_id ?? payload?.channel?.id ?? payload?.container?.channel_id ?? null;
    const askedAt = deps.clock.now();
    try {
      if (userId === null) throw new AppError({ kind: 'internal' }, 'a payload that names nobody');
      await deps.gate.check({ userId, channelId });
    } catch (error) {
      await refuse(args, { userId: userId ?? '', channelId }, payload ?? {}, error, deps);
      return;
    }
    args.context.doorTookMs = deps.clock.now() - askedAt;
    await args.next();
  };
}

/** How much of Slack's three seconds went by at the door. */
export function doorTookMs(context: Readonly<Record<string, unknown>>): number {
  return typeof context.doorTookMs === 'number' ? context.doorTookMs : 0;
}

async function refuse(
  args: AnyMiddlewareArgs & AllMiddlewareArgs,
  asker: Asker,
  { response_url: responseUrl = null, trigger_id: triggerId = null }: Partial<z.infer<typeof Payload>>,
  error: unknown,
  deps: AccessMiddlewareDependencies,
): Promise<void> {
  const reference = newReference();
  const failure: Failure = error instanceof AppError ? error.failure : { kind: 'internal' };
  const reason = failure.kind === 'not-allowed' ? failure.reason : failure.kind;
  const log = { ref: reference, reason, userId: asker.userId, channelId: asker.channelId };
  if (failure.kind === 'not-allowed') deps.logger.info(log, 'somebody who may not ask was refused');
  else deps.logger.error({ ...log, err: error }, 'somebody was refused, as nobody knows whether he may ask');

  const message = renderFailure(failure, { reference, now: deps.clock.now() });
  if ('command' in args) {
    await args.ack({ response_type: 'ephemeral', text: message.text, blocks: [...message.blocks] });
    return;
  }
  if ('view' in args && args.body.type === 'view_submission') {
    await args.ack({ response_action: 'update', view: renderFailureModal(message) });
    return;
  }
  if ('ack' in args && typeof args.ack === 'function') await args.ack();
  const click = { responseUrl: responseUrl ?? null, triggerId: triggerId ?? null };
  try {
    if (click.responseUrl !== null) await respondToClick(click, message, { isNew: true }, deps);
    else if (deps.client) await openView(click, renderFailureModal(message), { ...deps, client: deps.client });
  } catch (err) {
    deps.logger.warn({ ref: reference, err }, 'who was refused could not be told');
  }
}
