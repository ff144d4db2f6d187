import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { startSlowProxy } from '../../setup/slow-proxy.ts';
import { startRedis } from '../../setup/start-redis.ts';
import { clickForEdit } from '../support/clicks.ts';
import { createSentenceBook } from '../support/sentences.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, openWorld, textOf, type World } from '../support/world.ts';

/** Three of them are more than Slack gives a command. */
const ROUND_TRIP_MS = 900;
const DENIED = /nothing was started/;
const NOT_KNOWN = /The bot's storage is slow, so I can't say yet whether this was/;
const book = createSentenceBook('Redis takes 900 ms for each answer');
const close: (() => Promise<unknown>)[] = [];
let world: World;
let setDelay: (ms: number) => void;

beforeAll(async () => {
  if (inject('redisBinary') === '') return;
  const redis = await startRedis();
  const proxy = await startSlowProxy(redis.port);
  world = await openWorld({ redis: 'none', env: { REDIS_URL: `redis://127.0.0.1:${proxy.port}` } });
  setDelay = proxy.setDelay;
  close.push(world.close, proxy.close, redis.kill);
});
afterAll(async () => {
  book.print();
  for (const end of close) await end();
});

/** Every form of every message that Apple has seen of the bot, from this one on. */
function readSince(since: number): string {
  return world.slack.history
    .slice(since)
    .map(({ message }) => textOf(message))
    .join('\n');
}

/** A command on one connection may wait for the one before it: some commands in turn take seconds. */
const TOLD_WITHIN_MS = 12_000;

/** The newest message of that kind that Apple sees. */
function untilSeen(test: (message: SimMessage) => boolean): Promise<SimMessage> {
  return world.slack.waitFor(
    () => world.slack.messagesFor(SLACK_IDS.apple, SLACK_IDS.general).findLast(test),
    TOLD_WITHIN_MS,
  );
}

describe.skipIf(inject('redisBinary') === '')('a Redis that takes 900 ms for each answer', () => {
  beforeEach(() => {
    setDelay(ROUND_TRIP_MS);
    return () => {
      setDelay(0);
      expect(world.slack.errors).toEqual([]);
    };
  });

  it('a report: the acknowledgement says in time what is known, and the report follows', async () => {
    const { id } = addWebinar(world);
    const since = world.slack.history.length;
    const asked = await world.ask(id);
    expect(asked.ms).toBeLessThan(3_000);
    expect(book.add('a report, at once', asked.message)).toMatch(NOT_KNOWN);
    setDelay(0);
    const report = await world.become(asked.message, (_text, now) => isReport(now));
    book.add('a report, later', report);
    expect(readSince(since)).not.toMatch(DENIED);
  });

  it('a fresh report: the same', async () => {
    const { id } = addWebinar(world);
    const since = world.slack.history.length;
    const asked = await world.ask(`fresh ${id}`);
    expect(asked.ms).toBeLessThan(3_000);
    expect(textOf(asked.message)).toMatch(NOT_KNOWN);
    setDelay(0);
    await world.become(asked.message, (_text, now) => isReport(now));
    expect(readSince(since)).not.toMatch(DENIED);
  });

  it('a report that is kept: it follows, although nothing has to be read for it', async () => {
    setDelay(0);
    const { id } = addWebinar(world);
    await world.askForReport(id);
    setDelay(1_300);
    const since = world.slack.history.length;
    const asked = await world.ask(id);
    expect(asked.ms).toBeLessThan(3_000);
    expect(book.add('a kept report, at once', asked.message)).toMatch(NOT_KNOWN);
    const report = await untilSeen((one) => one.ts !== asked.message.ts && isReport(one));
    book.add('a kept report, later', report);
    expect(readSince(since)).not.toMatch(DENIED);
  });

  it('a subscription and its change: what is told fits what the list shows then', async () => {
    const since = world.slack.history.length;
    const first = await world.ask('subscribe');
    expect(first.ms).toBeLessThan(3_000);
    // Two answers of Redis are in time, unless something else is asked for just then.
    expect(book.add('a subscription, at once', first.message)).toMatch(/^(?:From now on|The bot's storage is slow)/);
    await untilSeen((one) => textOf(one).startsWith('From now on'));

    const changed = await world.ask('subscribe only poor');
    expect(changed.ms).toBeLessThan(3_000);
    expect(book.add('its change, at once', changed.message)).toMatch(NOT_KNOWN);
    const later = await untilSeen((one) => /^From now on .* Poor or worse/.test(textOf(one)));
    book.add('its change, later', later);

    const { message: list } = await world.ask('subscriptions');
    expect(book.add('the list, at once', list)).toContain('if its quality was Poor or worse');
    const removed = await clickForEdit(world, list, 'subscription.remove');
    expect(book.add('a click on Remove', removed)).toContain('Removed:');
    expect(readSince(since)).not.toMatch(DENIED);
  });
});
