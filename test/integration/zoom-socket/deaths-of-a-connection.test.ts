import { afterAll, describe, inject, it } from 'vitest';
import { postsIn, untilFinal } from '../support/channels.ts';
import { metricOf } from '../support/metrics.ts';
import { textOf, type World } from '../support/world.ts';
import { rows, startZoomSocketWorld } from './zoom-socket-world.ts';

const TABLE_HEAD = ['| way | another connection after |', '|---|---|'];

afterAll(() => {
  if (process.env.PRINT_TABLE === '1') process.stdout.write(`\n${[...TABLE_HEAD, ...rows.sort()].join('\n')}\n\n`);
});

const env = { REPORT_DELAYS_S: '6,10', REPORT_QUIET_S: '1' };
const NO_REDIS = inject('redisBinary') === '';

/** Posts of a channel that are no replies. */
const mainPosts = (world: World, channel: string) =>
  postsIn(world, channel).filter(({ threadTs }) => threadTs === undefined);

/** Those that wait for longest come first. */
describe.concurrent("whatever becomes of Zoom's WebSocket", { timeout: 60_000 }, () => {
  it.skipIf(NO_REDIS)('the process is killed: another one has it within 15 s, and misses nothing', async (context) => {
    const own = await startZoomSocketWorld(context, { redis: 'own', replicas: 2, env });
    const { expect } = context;
    const { world, scene, push, end, kill, readiness } = own;
    const bots = [...world.bots];
    const has = await Promise.all(bots.map((bot) => metricOf(bot, 'webinar_qos_zoom_socket_connected')));
    expect(has.toSorted()).toEqual([0, 1]);
    expect(await Promise.all(bots.map((bot) => readiness(bot)))).toEqual(['ok', 'ok']);
    expect(world.zoom.eventSocket.history).toHaveLength(1);

    const [holder, other] = has[0] === 1 ? bots : bots.toReversed();
    if (other) world.useBot(other);
    const { webinar, channel } = await scene();
    const sent = push({ ...webinar, participants: webinar.participants.slice(20) });
    const collected = () => holder?.lines.filter((line) => line.includes('collected a Zoom event')).length;
    await world.slack.waitFor(() => collected() === sent);
    const again = kill('the process is killed with -9', () => void holder?.stop('SIGKILL'));
    // In the middle of the burst, and of all that comes then nobody hears.
    push({ ...webinar, participants: webinar.participants.slice(0, 20) });
    end(webinar);
    expect(await again).toBeLessThan(15);
    expect(await readiness(other)).toBe('ok');
    await world.slack.waitFor(() => {
      const lines = other?.lines ?? [];
      const since = lines.findIndex((line) => line.includes('connected to Zoom over a WebSocket'));
      return lines.slice(since).some((line) => line.includes('looked for webinars whose end nobody told'));
    }, 10_000);
    expect(textOf(await untilFinal(world, channel, 30_000))).toContain('of 39 attendees');
    expect(mainPosts(world, channel)).toHaveLength(1);
    expect(other?.lines.filter((line) => line.includes('"msg":"report made"')).at(-1)).toContain('"from":"both"');
  });

  it('its token is about to die: another one takes its place, and no event is lost', async (context) => {
    const own = await startZoomSocketWorld(context, { redis: 'none', env, zoom: { tokenLifeSeconds: 16 } });
    const { expect } = context;
    const { webinar, channel } = await own.scene();
    const first = own.connection();
    const leaving = [...webinar.participants];
    const leave = (count: number) => own.push({ ...webinar, participants: leaving.splice(0, count) });
    const ticking = setInterval(() => leave(1), 250);
    await own.kill('its token is about to die (8 s until then)', () => undefined);
    clearInterval(ticking);
    leave(leaving.length);
    own.end(webinar);
    expect(textOf(await untilFinal(own.world, channel))).toContain('of 39 attendees');
    expect(own.world.zoom.eventSocket.lost()).toBe(0);
    expect(own.world.zoom.countOf('qosSummary')).toBe(0);
    expect(own.connection().token).not.toBe(first.token);
  });

  it('the line breaks while people leave: what was lost is looked for, and nobody is there twice', async (context) => {
    const own = await startZoomSocketWorld(context, { redis: 'none', env });
    const { expect } = context;
    const { world, scene, push, end, kill } = own;
    const { webinar, channel } = await scene();
    expect(push({ ...webinar, participants: webinar.participants.slice(0, 15) })).toBe(30);
    const again = kill('the line breaks', (connection) => connection.reset());
    // It ends unheard.
    expect(push({ ...webinar, participants: webinar.participants.slice(15) })).toBe(0);
    end(webinar);
    expect(await again).toBeLessThan(5);
    expect(textOf(await untilFinal(world, channel, 30_000))).toContain('of 39 attendees');
    expect(mainPosts(world, channel)).toHaveLength(1);
    expect(await metricOf(world.bots[0], 'webinar_qos_swept_webinars_total')).toBe(1);
  });

  it.skipIf(NO_REDIS)(
    'the store is away while events come: they are kept, and nobody has to send them again',
    async (context) => {
      const own = await startZoomSocketWorld(context, { redis: 'own', env });
      const { expect } = context;
      const { world, scene, push, end, untilOver } = own;
      const { webinar, channel } = await scene();
      const connection = own.connection();
      world.redis?.freeze();
      push(webinar);
      end(webinar);
      await world.slack.waitFor(() =>
        world.bots[0]?.lines.some((line) => line.includes('it is kept, and stored later')),
      );
      world.redis?.thaw();
      expect(textOf(await untilFinal(world, channel, 30_000))).toContain('of 39 attendees');
      await untilOver(webinar);
      expect(mainPosts(world, channel)).toHaveLength(1);
      expect(world.zoom.countOf('qosSummary')).toBe(0);
      expect(connection.isOpen()).toBe(true);
      expect(await metricOf(world.bots[0], 'webinar_qos_zoom_events_total', { outcome: 'dropped' })).toBe(0);
    },
  );

  it('its token dies, Zoom closes it: another one within seconds, and the events since then make the report', async (context) => {
    const own = await startZoomSocketWorld(context, { redis: 'none', env });
    const { expect } = context;
    const [bot] = own.world.bots;
    const { token } = own.connection();
    expect(await own.readiness()).toBe('ok');
    expect(await own.kill('its token dies', () => own.world.zoom.revokeTokens())).toBeLessThan(3);
    expect(own.connection().token).not.toBe(token);
    expect(await own.kill('Zoom closes it', (connection) => connection.close(1001))).toBeLessThan(5);

    const { webinar, channel } = await own.scene();
    own.push(webinar);
    own.end(webinar);
    expect(textOf(await untilFinal(own.world, channel))).toContain('of 39 attendees');
    await own.untilOver(webinar);
    expect(mainPosts(own.world, channel)).toHaveLength(1);
    expect(own.world.zoom.countOf('qosSummary')).toBe(0);
    const said = (text: string) => bot?.lines.filter((line) => line.includes(text)).length;
    expect([said('Zoom says: Token is invalid'), said('closed with code 1001')]).toEqual([1, 1]);

    // The address of a connection has the token in it.
    const tokens = own.world.zoom.eventSocket.history.map((each) => each.token);
    expect(tokens).toHaveLength(3);
    expect(bot?.lines.filter((line) => tokens.some((each) => line.includes(each)))).toEqual([]);

    // And who stops closes it in order.
    const connection = own.connection();
    expect(await bot?.stop()).toBe(0);
    expect(connection.closedByBot()).toBe(1000);
  });
});
