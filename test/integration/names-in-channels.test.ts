import { describe, expect, it } from 'vitest';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import { addChannel, postsIn, subscribe, untilFinal, versionsOf } from './support/channels.ts';
import { clickForNew } from './support/clicks.ts';
import { addRunning, endAndTell } from './support/ended.ts';
import { startWorld, textOf } from './support/world.ts';

const { apple } = SLACK_IDS;

describe('names of people in channels', () => {
  it.each([
    ['initials', /\*[A-Z]\. [A-Z]\.(?: · \w+)?\* – Bad/],
    ['none', /\*(?:Attendee|Presenter) #\d+\* – Bad/],
  ])(
    'are not there with PRIVACY=%s, in what comes by itself and what is shared, and are for who asks',
    async (privacy, shown) => {
      const env = { PRIVACY: privacy, REPORT_DELAYS_S: '1,2' };
      const world = await startWorld({ env });
      const channel = addChannel(world);
      const webinar = addRunning(world);
      const names = webinar.participants
        .map(({ qosRow }) => String(qosRow.user_name))
        .filter((name) => /\w+ \w/.test(name));
      expect(names.length).toBeGreaterThan(10);
      const namesIn = (text: string) => names.filter((name) => text.includes(name));
      await subscribe(world, channel, webinar.id);
      await endAndTell(world, webinar);
      const posted = await untilFinal(world, channel);
      expect(textOf(posted)).toMatch(shown);

      const mine = (await world.ask(webinar.id, { channel })).message;
      expect(namesIn(textOf(mine)).length).toBeGreaterThan(0);
      const list = await clickForNew(world, posted, 'report.list.severity');
      expect(list.ephemeralFor).toBe(apple);
      expect(namesIn(textOf(list)).length).toBeGreaterThan(0);
      await world.slack.click({ user: apple, message: mine, button: 'report.share' });
      const shared = await world.slack.waitFor(() => postsIn(world, channel)[1]);
      expect(textOf(shared)).toMatch(shown);
      for (const post of postsIn(world, channel)) {
        for (const version of versionsOf(world, post)) expect(namesIn(version)).toEqual([]);
        expect(namesIn(JSON.stringify(post.blocks))).toEqual([]);
      }
    },
  );
});
