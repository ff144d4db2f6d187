import { inject, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { startSocketWorld } from './socket-world.ts';

const READY = '200 ok';
const { general } = SLACK_IDS;

// In a file of its own: beside other tests a process may take longer than the other one waits for its answer.
it.skipIf(inject('redisBinary') === '')(
  '8. one of several is cut with commands on their way: the others take them, each is answered once',
  async (context) => {
    const { world, slack, bot, socketOf, isHelped, watch, readiness } = await startSocketWorld(context, {
      redis: 'own',
    });
    const { expect } = context;
    const second = await world.startBot();
    const other = slack.socketMode.sockets()[1];
    slack.socketMode.preferred = null;
    // Both have worked before: who just started may take longer than the other waits for him.
    await Promise.all(Array.from({ length: 8 }, () => isHelped()));
    const asked = Array.from({ length: 10 }, () =>
      slack.typeCommand({ user: SLACK_IDS.cherry, channel: general, text: 'help' }),
    );
    const death = await watch('8. one of two sockets is cut, with 10 commands on their way', () => socketOf().reset());
    expect((await Promise.all(asked)).map(({ failure }) => failure)).toEqual(Array(10).fill(null));
    expect(death).toMatchObject({ throughAgainS: 0, commands: { 'no socket': 0, unanswered: 0 } });
    expect(await readiness(second)).toBe(READY);
    expect(other?.isOpen()).toBe(true);
    await Promise.all([bot.stop(), second.stop()]);
    expect(slack.messagesFor(SLACK_IDS.cherry, general)).toHaveLength(10);
  },
);
