import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimServer } from '../../../../sim/runtime/http-server.ts';
import { type SlackSim, startSlackSim } from '../../../../sim/slack/slack-sim.ts';
import { SLACK_IDS } from '../../../../sim/slack/stores/workspace.ts';
import { demoWebinars } from '../../../../sim/workspace/demo-webinars.ts';
import { readManifest } from '../../../../sim/workspace/manifest.ts';
import { startWorkspaceServer } from '../../../../sim/workspace/server.ts';
import { createZoomDesk, type ZoomDesk } from '../../../../sim/workspace/zoom-desk.ts';
import { SAMPLE_UUIDS } from '../../../../sim/zoom/samples/sample-webinars.ts';
import { createWebhookSender } from '../../../../sim/zoom/webhook/webhook-sender.ts';
import { startZoomSim, type ZoomSim } from '../../../../sim/zoom/zoom-sim.ts';

let folder: string;
let slack: SlackSim;
let zoom: ZoomSim;
let desk: ZoomDesk;
let server: SimServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'test-page-'));
  writeFileSync(join(folder, 'index.html'), '<p>the page</p>');
  const webinars = demoWebinars(Date.now());
  [slack, zoom] = await Promise.all([startSlackSim(), startZoomSim({ webinars })]);
  const webhook = createWebhookSender({ url: 'http://127.0.0.1:9/', secret: 'x', speed: 1e9 });
  desk = createZoomDesk(zoom, webhook, webinars, 0);
  server = await startWorkspaceServer({ slack, desk, manifest: readManifest(), page: folder, port: 0 });
});

afterAll(async () => {
  await server.stop();
  await Promise.all([slack.stop(), zoom.stop()]);
  rmSync(folder, { recursive: true });
});

function post(what: string, body: object, type = 'application/json'): Promise<Response> {
  return fetch(`${server.origin}/workspace/${what}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });
}

/** As fetch cannot: with a path and a Host of one's own. */
function rawStatus(path: string, host: string): Promise<number | undefined> {
  const { port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the workspace server', () => {
  it('serves the page and nothing outside its folder', async () => {
    expect(await (await fetch(server.origin)).text()).toBe('<p>the page</p>');
    expect(await rawStatus('/../../etc/passwd', '127.0.0.1')).toBe(404);
    expect(await rawStatus('/%2e%2e/%2e%2e/etc/passwd', '127.0.0.1')).toBe(404);
    expect(await rawStatus('/%2e%2e/index.html', '127.0.0.1')).toBe(200);
    expect(await rawStatus('/missing.js', '127.0.0.1')).toBe(404);
  });

  it('refuses other names of itself, and posts that a foreign page could send unasked', async () => {
    expect(await rawStatus('/', 'evil.example')).toBe(403);
    expect(await rawStatus('/', '127.0.0.1')).toBe(200);
    const before = slack.history.length;
    const body = { user: SLACK_IDS.apple, channel: SLACK_IDS.general, text: 'hello' };
    expect((await post('write', body, 'text/plain')).status).toBe(404);
    expect((await post('constructor', body)).status).toBe(404);
    expect(slack.history).toHaveLength(before);
  });

  it('writes as a person, and shows the mark-up he typed instead of using it', async () => {
    const body = { user: SLACK_IDS.apple, channel: SLACK_IDS.general, text: '<!channel> & co' };
    expect(await (await post('write', body)).json()).toEqual({ ok: true, trouble: '' });
    expect(slack.lastMessageFor(SLACK_IDS.banana, SLACK_IDS.general)?.text).toBe('&lt;!channel&gt; &amp; co');
  });

  it('sends a person what he may see and nothing else', async () => {
    const stop = new AbortController();
    const response = await fetch(`${server.origin}/workspace/feed?user=${SLACK_IDS.cherry}`, { signal: stop.signal });
    const first = new TextDecoder().decode((await response.body?.getReader().read())?.value);
    const hello = JSON.parse(first.replace(/^data: /, ''));
    stop.abort();
    const channels = hello.channels.map(({ id }: { id: string }) => id);
    expect(channels).toContain(SLACK_IDS.general);
    expect(channels).not.toContain(SLACK_IDS.board);
    expect(hello.commands).toMatchObject([{ command: '/webinar-qos' }]);
    expect(hello.zoom.webinars).toHaveLength(11);
  });

  it('keeps what only one person sees as long as the page is not loaded anew, as Slack does', async () => {
    const textsOn = async (page: string) => {
      const stop = new AbortController();
      const url = `${server.origin}/workspace/feed?user=${SLACK_IDS.apple}&page=${page}`;
      const response = await fetch(url, { signal: stop.signal });
      const first = new TextDecoder().decode((await response.body?.getReader().read())?.value);
      stop.abort();
      return JSON.parse(first.replace(/^data: /, '')).messages.map(({ text }: { text: string }) => text);
    };
    await textsOn('one');
    // Nobody listens there, which Slack tells the person alone.
    slack.settings.botUrl = 'http://127.0.0.1:1/slack/events';
    const { apple, general } = SLACK_IDS;
    await slack.typeCommand({ user: apple, channel: general, text: 'nobody answers' });
    slack.say(apple, general, 'for everybody');
    expect(await textsOn('one')).toEqual(expect.arrayContaining([expect.stringContaining('failed'), 'for everybody']));
    const anew = await textsOn('two');
    expect(anew).toContain('for everybody');
    expect(anew.filter((text: string) => text.includes('failed'))).toEqual([]);
  });

  it('does not answer for people who do not exist', async () => {
    expect((await fetch(`${server.origin}/workspace/feed?user=nobody`)).status).toBe(404);
    const trouble = await (
      await post('write', { user: 'nobody', channel: SLACK_IDS.general, text: '/webinar-qos' })
    ).json();
    expect(trouble).toMatchObject({ ok: false });
  });
});

describe('the Zoom desk', () => {
  it('ends a run once, says what the bot answered, and starts another one', async () => {
    const uuid = SAMPLE_UUIDS.running;
    expect(await desk.end(uuid)).toEqual({ ok: false, trouble: 'The bot answered the webhook with nothing.' });
    expect(await desk.end(uuid)).toMatchObject({ ok: false, trouble: 'This webinar does not run.' });
    expect(await desk.start(uuid)).toEqual({ ok: true, trouble: '' });
    const run = desk.state().webinars.find(({ canRun }) => canRun);
    expect(run).toMatchObject({ running: true });
    expect(run?.uuid).not.toBe(uuid);
  });

  it('turns faults off without leaving any behind', async () => {
    desk.setFault('429', true);
    desk.setFault('partial', true);
    expect((await fetch(`${zoom.apiUrl}/metrics/webinars`)).status).toBe(429);
    desk.setFault('429', false);
    desk.setFault('partial', false);
    expect((await fetch(`${zoom.apiUrl}/metrics/webinars`)).status).toBe(401);
    expect(zoom.settings.rowsShare).toBe(1);
    expect(desk.state()).toMatchObject({ faults: [], total: 2 });
  });
});
