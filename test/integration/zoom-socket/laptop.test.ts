import { expect, it, vi } from 'vitest';
import { minuteEvents } from '../../../sim/zoom/webhook/minute-events.ts';
import { addChannel, postsIn, subscribe, untilFinal } from '../support/channels.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, textOf } from '../support/world.ts';
import { listeningPorts } from './listening-ports.ts';
import { startZoomSocketWorld } from './zoom-socket-world.ts';

/** Whoever adds another thing that Zoom's events do, adds a step to this story. */
it('a laptop is a full installation: Socket Mode and the WebSocket, and nothing that anybody could reach', async (context) => {
  const env = { REPORT_DELAYS_S: '30', REPORT_QUIET_S: '1', LIVE_RULES: 'presenter loss 5% for 2m' };
  const own = await startZoomSocketWorld(context, { mode: 'socket', redis: 'none', env });
  const { world, scene, push, end, untilOver } = own;
  const [bot] = world.bots;
  const port = Number(new URL(bot?.url ?? '').port);

  // It listens for those who run it, and for nobody else.
  const ports = listeningPorts(bot?.pid ?? 0);
  if (ports !== null) expect(ports).toEqual([port]);
  const statusOf = async (path: string, method = 'GET') => (await fetch(`${bot?.url}${path}`, { method })).status;
  expect(await Promise.all(['/livez', '/readyz', '/metrics'].map((path) => statusOf(path)))).toEqual([200, 200, 200]);
  const doors = ['/slack/events', '/zoom/events', '/'];
  expect(await Promise.all(doors.map((path) => statusOf(path, 'POST')))).toEqual([404, 404, 404]);

  // An ask.
  const asked = addWebinar(world);
  expect(isReport(await world.askForReport(asked.uuid))).toBe(true);
  world.zoom.clearRequests();

  // A warning while one runs.
  const { webinar, channel } = await scene();
  const warned = addChannel(world);
  await subscribe(world, warned, 'live');
  const speaker = webinar.participants.find(({ qosRow }) => JSON.stringify(qosRow.qos).includes('"audio_input"'));
  const visitId = String(speaker?.qosRow.participant_id);
  const spoiled = [{ visitId, type: 'audio_input', lossPercent: 14 }];
  const startMs = Date.now();
  let minute = 0;
  const playMinute = () => {
    minute += 1;
    for (const event of minuteEvents(webinar, startMs + minute * 60_000, spoiled)) world.zoom.eventSocket.send(event);
    return postsIn(world, warned).some((one) => textOf(one).includes('voice is breaking up'));
  };
  await vi.waitUntil(playMinute, { interval: 500, timeout: 20_000 });

  // It ends, by push alone.
  push(webinar);
  end(webinar);
  expect(textOf(await untilFinal(world, channel))).toContain('of 39 attendees');
  await untilOver(webinar);
  expect(world.zoom.countOf('qosSummary')).toBe(0);
});
