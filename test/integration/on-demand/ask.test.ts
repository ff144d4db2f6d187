import { describe, expect, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { SAMPLE_IDS, SAMPLE_UUIDS } from '../../../sim/zoom/samples/sample-webinars.ts';
import { isReport, startWorld, textOf } from '../support/world.ts';

describe('asking for a report', () => {
  it('reads 37 people with four calls of ten, and answers the next ask from the cache', async () => {
    const { zoom, slack, ask, askForReport } = await startWorld();
    const report = await askForReport('932 0123 5621');
    expect(textOf(report)).toMatch(/Webinar quality: (Good|Fair|Poor|Bad) – Q3 All-Hands/);
    expect(report.text).toMatch(/^Webinar quality: (Good|Fair|Poor|Bad)\. Q3 All-Hands/);
    expect(zoom.countOf('qosSummary')).toBe(4);
    const urls = zoom.requests.filter(({ endpoint }) => endpoint === 'qosSummary').map(({ url }) => url);
    expect(urls.every((url) => url.includes('page_size=10'))).toBe(true);

    const requests = zoom.requests.length;
    const again = await ask('93201235621');
    expect(isReport(again.message)).toBe(true);
    expect(zoom.requests.length).toBe(requests);
    expect(slack.errors).toEqual([]);
  });

  it('reads once for twenty people who ask two replicas at the same time', async () => {
    const world = await startWorld({ replicas: 2 });
    const { zoom, slack, bots } = world;
    const users = Array.from({ length: 20 }, (_, index) => `U0MANY0${String(index).padStart(4, '0')}`);
    for (const id of users) {
      slack.workspace.addUser({ id, name: id.toLowerCase() });
      slack.workspace.channel(SLACK_IDS.general).members.add(id);
    }
    const asks = users.map((user, index) => {
      const bot = bots[index % bots.length];
      if (bot) world.useBot(bot);
      return world.ask(SAMPLE_IDS.allHands, { user });
    });
    const reports = await Promise.all(
      asks.map(async (asked) => world.become((await asked).message, (_text, now) => isReport(now))),
    );
    expect(reports).toHaveLength(20);
    expect(zoom.countOf('qosSummary')).toBe(4);
    expect(zoom.countOf('webinar')).toBe(1);
  });

  it('merges the ask by number and the ask by UUID into one read', async () => {
    const world = await startWorld();
    const [byNumber, byUuid] = await Promise.all([
      world.askForReport(SAMPLE_IDS.allHands),
      world.askForReport(SAMPLE_UUIDS.allHands),
    ]);
    expect(textOf(byUuid)).toBe(textOf(byNumber));
    expect(world.zoom.countOf('qosSummary')).toBe(4);
  });

  it('takes a fresh read at most once a minute', async () => {
    const { zoom, ask, askForReport } = await startWorld();
    await askForReport(SAMPLE_IDS.allHands);
    const { message } = await ask(`${SAMPLE_IDS.allHands} fresh`);
    expect(textOf(message)).toContain('within the last minute');
    expect(zoom.countOf('qosSummary')).toBe(4);
  });

  it('works without Redis', async () => {
    const { bots, askForReport } = await startWorld({ redis: 'none' });
    expect(isReport(await askForReport(SAMPLE_IDS.allHands))).toBe(true);
    expect(bots[0]?.lines.join('\n')).toContain('REDIS_URL is not set');
  });

  it('encodes UUIDs as Zoom wants them, on the request line', async () => {
    const awkward = ['/abc//dEFGHijklmnop123==', 'a+b/cdEFGHijklmnop1234==', 'plain1234567890abcdefg=='];
    const now = Date.now();
    const { zoom, askForReport } = await startWorld({
      zoom: {
        webinars: awkward.map((uuid, index) => ({
          id: `9320000000${index}`,
          uuid,
          topic: `Awkward ${index}`,
          host: 'Apple A',
          hostEmail: 'apple.a@example.com',
          startedAt: new Date(now - 90_000_000).toISOString(),
          endedAt: new Date(now - 86_400_000).toISOString(),
          participants: samplePeople({ count: 12, bad: 1, seed: 12 }),
        })),
      },
    });
    for (const uuid of awkward) expect(isReport(await askForReport(uuid))).toBe(true);
    const paths = zoom.requests
      .filter(({ endpoint }) => endpoint === 'qosSummary')
      .map(({ url }) => /webinars\/([^/]+)\/participants/.exec(url)?.[1]);
    expect([...new Set(paths)]).toEqual([
      '%252Fabc%252F%252FdEFGHijklmnop123%253D%253D',
      'a%2Bb%2FcdEFGHijklmnop1234%3D%3D',
      'plain1234567890abcdefg%3D%3D',
    ]);
  });
});
