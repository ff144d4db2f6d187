import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { parseClick } from '../../../../src/slack/clicks/click.ts';

const action = { action_id: 'list.page.next', value: 'v1', type: 'button', block_id: 'b' };

describe('parseClick', () => {
  it('reads a click on a message that everybody sees', () => {
    const body = {
      type: 'block_actions',
      team: null,
      user: { id: 'U1', name: 'made.up' },
      channel: { id: 'C1', name: 'general' },
      container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: false },
      message: { ts: '1.2' },
      response_url: 'https://slack.example/actions/1',
      trigger_id: 't1',
      actions: [action],
    };
    expect(parseClick(body)).toEqual({
      userId: 'U1',
      channelId: 'C1',
      isPrivate: false,
      responseUrl: 'https://slack.example/actions/1',
      triggerId: 't1',
      actionId: 'list.page.next',
      value: 'v1',
    });
  });

  it('reads a click on an ephemeral message, which comes without the message', () => {
    const body = {
      user: { id: 'U1' },
      container: { message_ts: '1.2', channel_id: 'C2', is_ephemeral: true },
      response_url: 'https://slack.example/actions/1',
      actions: [action],
    };
    expect(parseClick(body)).toMatchObject({ channelId: 'C2', isPrivate: true, triggerId: null });
  });

  it('reads a click in a view, which has no channel and no response_url', () => {
    const body = { user: { id: 'U1' }, container: { type: 'view', view_id: 'V1' }, actions: [{ action_id: 'close' }] };
    expect(parseClick(body)).toEqual({
      userId: 'U1',
      channelId: null,
      isPrivate: false,
      responseUrl: null,
      triggerId: null,
      actionId: 'close',
      value: '',
    });
  });

  it('reads the entry of a menu that was clicked', () => {
    const entry = { action_id: 'report.menu', type: 'overflow', selected_option: { value: 'report.refresh key' } };
    expect(parseClick({ user: { id: 'U1' }, actions: [entry] })).toMatchObject({
      actionId: 'report.menu',
      value: 'report.refresh key',
    });
  });

  it('uses the first of several actions', () => {
    expect(parseClick({ user: { id: 'U1' }, actions: [action, { anything: 1 }] }).actionId).toBe('list.page.next');
  });

  it.each([
    null,
    'text',
    {},
    { user: { id: 'U1' } },
    { user: { id: 'U1' }, actions: [] },
    { user: {}, actions: [action] },
    { user: { id: 'U1' }, actions: [{ value: 'v1' }] },
  ])('refuses %j', (body) => {
    expect(() => parseClick(body)).toThrow(ZodError);
  });
});
