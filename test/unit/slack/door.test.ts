import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReceiverEvent } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { AppError, type Failure } from '../../../src/errors.ts';
import { createAccessMiddleware } from '../../../src/slack/access-middleware.ts';
import { createSlackServer } from '../../../src/slack/server.ts';
import { noTracing } from '../../../src/tracing/tracing.ts';
import { createManualClock } from '../../setup/manual-clock.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';
import { sourceFiles } from '../../setup/source-imports.ts';

const RESPONSE_URL = 'https://slack.example/actions/1';
const PAT = { user: { id: 'UPAT' }, team: { id: 'T1' }, trigger_id: 'trigger', response_url: RESPONSE_URL };
const event = { type: 'event_callback', team_id: 'T1', event_id: 'Ev1', authorizations: [{ team_id: 'T1' }] };

/** One of everything that Bolt hands to a listener. */
const PAYLOADS: Readonly<Record<string, Record<string, unknown>>> = {
  command: {
    command: '/webinar-qos',
    text: 'help',
    user_id: 'UPAT',
    channel_id: 'C1',
    team_id: 'T1',
    response_url: RESPONSE_URL,
  },
  'another command': { command: '/else', text: '', user_id: 'UPAT', channel_id: 'C1', team_id: 'T1' },
  button: {
    ...PAT,
    type: 'block_actions',
    channel: { id: 'C1' },
    actions: [{ type: 'button', action_id: 'any', block_id: 'b' }],
  },
  'submitted window': { ...PAT, type: 'view_submission', view: { callback_id: 'any', type: 'modal' } },
  'closed window': { ...PAT, type: 'view_closed', view: { callback_id: 'any', type: 'modal' } },
  shortcut: { ...PAT, type: 'shortcut', callback_id: 'any' },
  'message shortcut': {
    ...PAT,
    type: 'message_action',
    callback_id: 'any',
    channel: { id: 'C1' },
    message: { type: 'message', ts: '1' },
  },
  options: { ...PAT, type: 'block_suggestion', action_id: 'any', block_id: 'b', value: '' },
  message: { ...event, event: { type: 'message', user: 'UPAT', channel: 'C1', text: 'hi', ts: '1' } },
  'app home': { ...event, event: { type: 'app_home_opened', user: 'UPAT', channel: 'D1', tab: 'home' } },
  'a person in an event': { ...event, event: { type: 'team_join', user: { id: 'UPAT' } } },
  function: {
    ...event,
    event: { type: 'function_executed', function: { callback_id: 'any' }, function_execution_id: 'F1', inputs: {} },
  },
};

/** A server with a listener of every kind, behind a door that lets in whom it is told to. */
async function start({ letsIn }: { letsIn: boolean }) {
  const clock = createManualClock();
  const logger = createQuietLogger();
  const ran: string[] = [];
  const told: string[] = [];
  const server = await createSlackServer({
    signingSecrets: ['made-up'],
    botToken: 'xoxb-made-up',
    socket: null,
    apiUrl: 'http://127.0.0.1:9/',
    port: 0,
    customRoutes: [],
    tracing: noTracing,
    tokenHealth: {
      known: () => ({ botId: 'B1', botUserId: 'UBOT' }),
      installation: () => ({ teamId: 'T1', enterpriseId: null, appId: null }),
      check: async () => undefined,
      refused: () => undefined,
      refusal: () => null,
      start: () => undefined,
      stop: () => undefined,
    },
    door: createAccessMiddleware({
      gate: {
        async check() {
          const failure: Failure = { kind: 'not-allowed', reason: 'not-listed', channels: ['CAV'], namesOthers: false };
          if (!letsIn) throw new AppError(failure, 'made up');
        },
      },
      messenger: {
        async sendMessage(_to, { text }) {
          told.push(text);
          return null;
        },
      },
      client: {
        // Of all its methods the one that is used.
        views: { open: async () => ({ ok: true }), push: async () => ({ ok: true }) } as never,
      },
      clock,
      sleep: async () => undefined,
      logger,
    }),
    readBody: async () => ({ kind: 'aborted' }),
    clock,
    logger,
  });
  const { app } = server;
  const note = (what: string) => async (args: object) => {
    ran.push(what);
    if ('ack' in args && typeof args.ack === 'function') await args.ack();
  };
  app.command(/.*/, note('command'));
  app.action(/.*/, note('action'));
  app.view(/.*/, note('view'));
  app.view({ callback_id: /.*/, type: 'view_closed' }, note('view'));
  app.shortcut(/.*/, note('shortcut'));
  app.options(/.*/, note('options'));
  app.event(/.*/, note('event'));
  app.message(note('message'));
  app.function('any', { autoAcknowledge: false }, note('function'));
  const send = async (body: Record<string, unknown>) => {
    const acks: unknown[] = [];
    const ack: ReceiverEvent['ack'] = async (answer) => void acks.push(answer ?? 'acknowledged');
    await app.processEvent({ body, ack });
    return acks;
  };
  return { ran, told, send };
}

describe('the door before every listener', () => {
  it.each(Object.keys(PAYLOADS))('keeps out who may not ask: %s', async (what) => {
    const { ran, send } = await start({ letsIn: false });
    await send(PAYLOADS[what] ?? {});
    expect(ran).toEqual([]);
  });

  it.each(['command', 'another command', 'button', 'submitted window', 'shortcut', 'message shortcut', 'options'])(
    'lets in who may: %s',
    async (what) => {
      const { ran, send } = await start({ letsIn: true });
      await send(PAYLOADS[what] ?? {});
      expect(ran).toHaveLength(1);
    },
  );

  it.each(['message', 'app home', 'function'])(
    'keeps out what it cannot read a person from, whoever it is: %s',
    async (what) => {
      const { ran, send } = await start({ letsIn: true });
      await send(PAYLOADS[what] ?? {});
      expect(ran).toEqual([]);
    },
  );

  it('answers a command and a window in place, and a button beside the message, to nobody else', async () => {
    const { told, send } = await start({ letsIn: false });
    expect(await send(PAYLOADS.command ?? {})).toEqual([
      expect.objectContaining({ response_type: 'ephemeral', text: expect.stringContaining('may ask') }),
    ]);
    expect(await send(PAYLOADS['submitted window'] ?? {})).toEqual([
      expect.objectContaining({ response_action: 'update', view: expect.objectContaining({ type: 'modal' }) }),
    ]);
    expect(told).toEqual([]);
    expect(await send(PAYLOADS.button ?? {})).toEqual(['acknowledged']);
    expect(told).toEqual([expect.stringContaining('may ask')]);
  });
});

describe('the listeners there are', () => {
  const REGISTRATION =
    /\b(?:app|server\.app)\.(command|action|view|shortcut|options|event|message|function|step|assistant|use)\(/g;

  it('are these, all of them on the one app that has the door', () => {
    const found = sourceFiles().flatMap((file) =>
      [...readFileSync(join('src', file), 'utf8').matchAll(REGISTRATION)].map(([, kind]) => `${file}: ${kind}`),
    );
    expect(found.sort()).toEqual([
      'slack/actions/find-person.ts: view',
      'slack/actions/report-actions.ts: action',
      'slack/actions/subscription-actions.ts: action',
      'slack/commands/webinar-qos-command.ts: command',
      'slack/commands/webinar-qos-command.ts: command',
      // Another installation; who may ask; what is still running.
      'slack/server.ts: use',
      'slack/server.ts: use',
      'slack/server.ts: use',
    ]);
  });

  it('get their payloads from one app alone: no second one is made, and none works on what was not asked at the door', () => {
    const makers = sourceFiles().filter((file) => /new App\(/.test(readFileSync(join('src', file), 'utf8')));
    expect(makers).toEqual(['slack/server.ts']);
  });
});
