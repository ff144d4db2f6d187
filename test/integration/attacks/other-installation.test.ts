import { describe, expect, it } from 'vitest';
import { signSlackRequest } from '../../../sim/slack/people/signing.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { SAMPLE_IDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { startWorld, type World } from '../support/world.ts';

/** As Slack sends it, with the signing secret that all installations of an app share. */
async function send({ bots, slack }: World, form: Record<string, string>): Promise<{ status: number; text: string }> {
  const body = new URLSearchParams(form).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const response = await fetch(`${bots[0]?.url}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signSlackRequest(slack.settings.signingSecret, timestamp, body),
    },
  });
  return { status: response.status, text: await response.text() };
}

const COMMAND = {
  command: '/webinar-qos',
  text: SAMPLE_IDS.allHands,
  team_id: SLACK_IDS.team,
  api_app_id: SLACK_IDS.app,
  user_id: SLACK_IDS.apple,
  channel_id: SLACK_IDS.general,
  response_url: 'http://127.0.0.1:1/commands/T0OTHER/1/2',
  trigger_id: '1.2.3',
  is_enterprise_install: 'false',
};

describe('what another installation of the app sends', () => {
  it('is refused in private, told nothing, and nothing is done', async () => {
    const world = await startWorld({ redis: 'none' });
    await expect.poll(async () => (await fetch(`${world.bots[0]?.url}/readyz`)).status).toBe(200);
    const refused = await send(world, { ...COMMAND, team_id: 'T0OTHER' });
    expect(refused.status).toBe(200);
    expect(JSON.parse(refused.text)).toEqual({
      response_type: 'ephemeral',
      text: 'This bot is not set up for this workspace.',
    });
    const payload = {
      type: 'block_actions',
      team: { id: 'T0OTHER', domain: 'other' },
      user: { id: SLACK_IDS.apple },
      api_app_id: SLACK_IDS.app,
      response_url: COMMAND.response_url,
      actions: [{ type: 'button', action_id: 'report.refresh', block_id: 'b', value: '{}', action_ts: '1' }],
    };
    expect(await send(world, { payload: JSON.stringify(payload) })).toEqual({ status: 200, text: '' });
    expect(world.zoom.countOf('webinar')).toBe(0);
    expect(world.slack.calls.filter(({ method }) => method !== 'auth.test')).toEqual([]);

    const ours = await send(world, { ...COMMAND, text: 'help' });
    expect(ours.text).toContain('/webinar-qos');
    expect((world.bots[0]?.lines ?? []).filter((line) => line.includes('another installation'))).toHaveLength(2);
  });
});
