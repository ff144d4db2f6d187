import { vi } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { startedEvent } from '../../../sim/zoom/webhook/webhook-bodies.ts';
import type { SimParticipant } from '../../../sim/zoom/webinars/webinar.ts';
import { minuteEvent } from '../live/minute-event.ts';
import { addChannel, postsIn, subscribe, untilFinal } from '../support/channels.ts';
import { clickForEdit, clickForNew } from '../support/clicks.ts';
import { addRunning, endAndTell, pushEvents, pushVisits, sendEvent } from '../support/ended.ts';
import { untilDone } from '../support/final-report.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, textOf, type World } from '../support/world.ts';

const { apple, banana, general } = SLACK_IDS;
const MINUTE_MS = 60_000;

/** In every name of the day, and in nothing else. */
export const NAME_MARK = 'Zqxjvk';

/** What a whole-day world needs. */
export const DAY_ENV = {
  ...{ REPORT_TTL_H: '1', REPORT_DELAYS_S: '1,3', REPORT_QUIET_S: '1', READS_PER_MINUTE: '50' },
  LIVE_RULES: 'presenter loss 5% for 2m, audience poor 10% for 3m',
};

function people(count: number): SimParticipant[] {
  return samplePeople({ count, presenters: 2, bad: 5, poor: 4, seed: count }).map((person, index) => ({
    ...person,
    qosRow: { ...person.qosRow, user_name: `${NAME_MARK} ${index}` },
  }));
}

/** Everything that leaves something in the store, once. */
export async function liveThroughADay(world: World, keepDump: (moment: string) => Promise<void>): Promise<void> {
  await askInPairs(world, keepDump);
  await subscribeInEveryWay(world);
  await endTwoWebinars(world, keepDump);
  await warnOfAShow(world, keepDump);
  await failInEveryWay(world);
  await keepDump('at the end');
}

async function askInPairs(world: World, keepDump: (moment: string) => Promise<void>): Promise<void> {
  const { zoom, slack } = world;
  const webinar = addWebinar(world, { participants: people(60) });
  zoom.setLatency(250);
  const asked = await Promise.all([apple, banana].map((user) => world.ask(webinar.id, { user })));
  await slack.waitFor(() => zoom.countOf('qosSummary') >= 3);
  const [first] = asked;
  if (first) await clickForEdit(world, first.message, 'Show progress');
  await keepDump('while reading');
  zoom.setLatency(0);
  const [report] = await Promise.all(asked.map(({ message }) => world.become(message, (_text, now) => isReport(now))));
  if (!report) throw new Error('no report');

  let list = await clickForNew(world, report, 'report.list.severity');
  list = await clickForEdit(world, list, 'list.page.next');
  await slack.click({ user: apple, message: list, button: 'list.details' });
  await slack.waitFor(() => slack.openViews(apple).length > 0);
  await world.ask(`${webinar.id} find ${NAME_MARK}`);
  await slack.click({ user: apple, message: report, button: 'report.share' });
  await slack.click({ user: apple, message: report, button: 'Export CSV' });
  await slack.waitFor(() => [...slack.files.values()].some(({ content }) => String(content).includes(NAME_MARK)));
}

async function subscribeInEveryWay(world: World): Promise<void> {
  const channel = addChannel(world);
  for (const what of ['topic: nothing like it only poor', 'host: jane.doe@example.com', '93201230555 live']) {
    await subscribe(world, channel, what);
  }
  const running = addRunning(world, { participants: people(20) });
  const { message } = await world.ask(running.id, { channel });
  const told = await world.become(message, (text) => text.includes('has not ended yet'));
  await clickForEdit(world, told, 'Post here when it ends');
}

/** One whose visits were pushed, one that is read from the API, twice. */
async function endTwoWebinars(world: World, keepDump: (moment: string) => Promise<void>): Promise<void> {
  const channel = addChannel(world);
  const pushed = addRunning(world, { participants: people(40) });
  // The first read finds half of the people, and another one replaces its report.
  const growth = [{ upTo: 20 }, { readNumber: 2, upTo: 40 }];
  const read = addRunning(world, { participants: people(40), growth });
  for (const { id } of [pushed, read]) await subscribe(world, channel, id);
  await pushVisits(world, pushed);
  await keepDump('pushed');
  await endAndTell(world, pushed);
  await untilFinal(world, channel);
  await endAndTell(world, read);
  for (const webinar of [pushed, read]) await untilDone(world, webinar, 30_000);
}

async function warnOfAShow(world: World, keepDump: (moment: string) => Promise<void>): Promise<void> {
  const show = addRunning(world, { participants: people(20) });
  const channel = addChannel(world);
  await subscribe(world, channel, `${show.id} live`);
  await sendEvent(world.bots[0], startedEvent(show, { eventMs: Date.now() }));
  const visit = String(show.participants[0]?.qosRow.participant_id);
  let atMs = Date.now() - 40 * MINUTE_MS;
  const probe = minuteEvent(show, 'probe', atMs, { type: 'audio_output' });
  // A new subscription is heeded after some seconds.
  await vi.waitUntil(async () => (await sendEvent(world.bots[0], probe)).body.includes('"minute"'), 10_000);
  const listeners = show.participants.slice(2).map(({ qosRow }) => String(qosRow.participant_id));
  for (let minute = 0; minute < 3; minute += 1) {
    atMs += MINUTE_MS;
    await pushEvents(world, [
      minuteEvent(show, visit, atMs, { loss: 14 }),
      ...listeners.map((id) => minuteEvent(show, id, atMs, { type: 'audio_output' })),
    ]);
  }
  const named = () => postsIn(world, channel).find((post) => textOf(post).includes(NAME_MARK));
  const warning = await world.slack.waitFor(named, 15_000);
  await keepDump('while it is warned of');
  await world.slack.click({ user: apple, message: warning, button: 'live.mute' });
  await world.slack.waitFor(() => textOf(named() ?? warning).includes('muted here'), 15_000);
}

async function failInEveryWay(world: World): Promise<void> {
  const { zoom, slack } = world;
  const settled = async (typed: string, test: RegExp) => {
    const { message } = await world.ask(typed);
    await world.become(message, (text) => test.test(text), 30_000);
  };
  await settled('999 0000 0001', /can't find/);
  zoom.fail({ endpoint: 'webinar', kind: 'status', status: 400, code: 3000, message: 'Cannot access webinar info.' });
  await settled(addWebinar(world).id, /refused this for good/);
  zoom.clearFaults();
  // It will be tried again: the job waits, and so does who asked.
  zoom.fail({ endpoint: 'qosSummary', kind: 'status', status: 503, always: true });
  await settled(addWebinar(world, { participants: people(20) }).id, /try again/);
  zoom.clearFaults();
  // A job that fails for good.
  slack.fail({ method: 'response_url', kind: 'error', error: 'used_url', always: true });
  slack.fail({ method: 'conversations.open', kind: 'error', error: 'user_disabled', always: true });
  await world.ask(addWebinar(world, { participants: people(20) }).id);
  await slack.waitFor(() => world.bots[0]?.lines.some((line) => line.includes('user_disabled')), 15_000);
  slack.clearFaults();
  await world.ask('help', { channel: general });
  await fetch(`${world.bots[0]?.url}/readyz`);
}
