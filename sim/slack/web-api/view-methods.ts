import { checkView } from '../block-kit/block-kit.ts';
import type { SlackContext } from '../slack-context.ts';
import type { SimView } from '../stores/view-store.ts';
import { SLACK_IDS } from '../stores/workspace.ts';
import { type ApiArgs, type ApiMethod, type ApiResult, argJson, argText, fail } from './api-method.ts';

/** The views.* methods; they need no scope, but a fresh trigger. */
export const viewMethods: Readonly<Record<string, ApiMethod>> = {
  'views.open': { perMinute: 100, scopes: [], run: (args, context) => show(args, context, 'open') },
  'views.push': { perMinute: 100, scopes: [], run: (args, context) => show(args, context, 'push') },
  'views.update': { perMinute: 100, scopes: [], run: update },
};

function show(args: ApiArgs, context: SlackContext, how: 'open' | 'push'): ApiResult {
  const read = readView(args);
  if ('refusal' in read) return read.refusal;
  const { payload } = read;
  const externalId = payload.external_id;
  if (typeof externalId === 'string' && context.views.find({ externalId })) return fail('duplicate_external_id');
  // Last: a refused view does not cost the trigger.
  const trigger = context.triggers.exchange(argText(args, 'trigger_id'));
  if ('error' in trigger) return fail(trigger.error);
  if (how === 'open') return { ok: true, view: wireView(context.views.open(trigger.user, payload)) };
  const pushed = context.views.push(trigger.user, payload);
  return pushed === null ? fail('push_limit_reached') : { ok: true, view: wireView(pushed) };
}

function update(args: ApiArgs, { views }: SlackContext): ApiResult {
  const read = readView(args);
  if ('refusal' in read) return read.refusal;
  const { payload } = read;
  const id = argText(args, 'view_id');
  const externalId = argText(args, 'external_id');
  const found = views.find(id === '' ? { externalId } : { id });
  if (found === undefined || (id === '' && externalId === '')) return fail('not_found');
  const hash = argText(args, 'hash');
  if (hash !== '' && hash !== found.hash) return fail('hash_conflict');
  return { ok: true, view: wireView(views.update(found, payload)) };
}

function readView(args: ApiArgs): { readonly payload: SimView['payload'] } | { readonly refusal: ApiResult } {
  const view = argJson(args, 'view');
  if (typeof view !== 'object' || view === null) return { refusal: fail('invalid_arguments') };
  const problem = checkView(view);
  if (problem) return { refusal: fail(problem.error, { response_metadata: { messages: problem.messages } }) };
  return { payload: { ...view } };
}

/** The view as Slack puts it into answers and payloads. */
export function wireView(view: SimView, values: object = {}): Record<string, unknown> {
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    submit: null,
    close: null,
    ...view.payload,
    id: view.id,
    hash: view.hash,
    root_view_id: view.rootId,
    team_id: SLACK_IDS.team,
    app_id: SLACK_IDS.app,
    bot_id: SLACK_IDS.bot,
    blocks: view.blocks,
    state: { values },
  };
}
