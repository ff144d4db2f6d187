import { describe, expect, it, onTestFinished } from 'vitest';
import { startZoomSim, type ZoomSim } from '../../../../sim/zoom/zoom-sim.ts';
import { wordsOf } from '../../../../src/websocket/words-of-error.ts';
import { openConnection, SOCKET_TIMES } from '../../../../src/zoom/websocket/connection.ts';
import { socketUrl } from '../../../../src/zoom/websocket/wire.ts';

async function startSim(): Promise<ZoomSim> {
  const zoom = await startZoomSim();
  onTestFinished(() => zoom.stop());
  return zoom;
}

async function tokenOf({ oauthUrl, settings }: ZoomSim): Promise<string> {
  const { accountId, clientId, clientSecret } = settings;
  const answer = await fetch(oauthUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
  });
  const { access_token: token }: { access_token: string } = JSON.parse(await answer.text());
  return token;
}

/** A connection from its opening to its end. */
async function open(zoom: ZoomSim, times = SOCKET_TIMES, { token = '', subscription = '' } = {}) {
  const seen: string[] = [];
  const { promise: gone, resolve } = Promise.withResolvers<string>();
  const url = socketUrl(
    zoom.websocketUrl,
    subscription || zoom.settings.subscriptionId,
    token || (await tokenOf(zoom)),
  );
  const connection = openConnection(url, times, {
    connected: () => seen.push('connected'),
    event: (text) => seen.push(text),
    refused: (said, isTokenDead) => seen.push(`${said}${isTokenDead ? ' (token)' : ''}`),
    gone: (why) => resolve(wordsOf(why)),
  });
  onTestFinished(() => connection.close());
  return { connection, seen, gone };
}

async function standing(zoom: ZoomSim, times = SOCKET_TIMES) {
  const opened = await open(zoom, times);
  await expect.poll(() => opened.seen).toEqual(['connected']);
  const theirs = zoom.eventSocket.current();
  if (!theirs) throw new Error('there is no connection');
  return { ...opened, theirs };
}

const QUICK = { ...SOCKET_TIMES, lookEveryMs: 10, beatEveryMs: 30, deadAfterMs: 75 * 3 };

describe('a connection to Zoom', () => {
  it('hands events on as they were sent', async () => {
    const zoom = await startSim();
    const { seen } = await standing(zoom);
    const event = { event: 'webinar.ended', payload: { object: { topic: 'Früchte 🍏' } } };
    expect(zoom.eventSocket.send(event)).toBe(true);
    await expect.poll(() => seen.length).toBe(2);
    expect(JSON.parse(seen[1] ?? '')).toEqual(event);
  });

  it('is kept by its heartbeats, however quiet it is', async () => {
    const { theirs } = await standing(await startSim(), QUICK);
    await expect.poll(theirs.heartbeats).toBeGreaterThan(12);
    expect(theirs.isOpen()).toBe(true);
  });

  it('is dead when nothing comes any more', async () => {
    const { theirs, gone } = await standing(await startSim(), QUICK);
    theirs.manners.mute = true;
    expect(await gone).toBe('Zoom went silent');
  });

  it('beats every 30 s, and is dead after 75 s, if nobody says otherwise', () => {
    expect(SOCKET_TIMES).toMatchObject({ beatEveryMs: 30_000, deadAfterMs: 75_000 });
  });

  it('says how it was closed', async () => {
    const { theirs, gone } = await standing(await startSim());
    theirs.close(1001);
    expect(await gone).toBe('closed with code 1001');
  });

  it('says how the line broke', async () => {
    const { theirs, gone } = await standing(await startSim());
    theirs.reset();
    expect(await gone).toBe('the line broke (ECONNRESET read ECONNRESET)');
  });

  it('hears nothing of what was sent before it stood', async () => {
    const zoom = await startSim();
    expect(zoom.eventSocket.send({ event: 'webinar.ended' })).toBe(false);
    const { seen } = await standing(zoom);
    zoom.eventSocket.send({ event: 'webinar.started' });
    await expect.poll(() => seen).toEqual(['connected', '{"event":"webinar.started"}']);
    expect(zoom.eventSocket.lost()).toBe(1);
  });

  it('gives way to a newer one of the same subscription', async () => {
    const zoom = await startSim();
    const { gone } = await standing(zoom);
    await standing(zoom);
    expect(await gone).toBe('closed with code 1000');
  });

  it.each(['Invalid Token', 'Token is invalid'] as const)('hears that its token is dead (%s)', async (words) => {
    const zoom = await startSim();
    zoom.settings.deadTokenWords = words;
    expect((await open(zoom, SOCKET_TIMES, { token: 'nobodys' })).seen).toEqual([]);
    const { seen } = await open(zoom, SOCKET_TIMES, { token: 'nobodys' });
    await expect.poll(() => seen).toEqual([`${words} (token)`]);
    const later = await standing(zoom);
    zoom.revokeTokens();
    await expect.poll(() => later.seen).toEqual(['connected', `${words} (token)`]);
  });

  it('hears that there is no such subscription', async () => {
    const zoom = await startSim();
    const { seen, gone } = await open(zoom, SOCKET_TIMES, { subscription: 'another' });
    await gone;
    expect(seen).toEqual(['Invalid subscription']);
  });

  it('is given up when Zoom does not answer, or with something else', async () => {
    const zoom = await startSim();
    const url = socketUrl(zoom.apiUrl.replace('http', 'ws'), 'any', 'any');
    const ends = { connected: () => undefined, event: () => undefined, refused: () => undefined };
    const why = await new Promise<string>((resolve) => {
      openConnection(url, SOCKET_TIMES, { ...ends, gone: (lost) => resolve(wordsOf(lost)) });
    });
    expect(why).toBe('the WebSocket could not be opened (HTTP 404)');
  });
});
