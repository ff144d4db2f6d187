import { WEBHOOK_SECRET } from '../bot/bot-environment.ts';
import type { SlackSim } from '../slack/slack-sim.ts';
import { SLACK_IDS } from '../slack/stores/workspace.ts';
import { toPlainText } from '../slack/to-plain-text.ts';
import { samplePeople } from '../zoom/samples/sample-people.ts';
import { endedEvent } from '../zoom/webhook/webhook-bodies.ts';
import { createWebhookSender } from '../zoom/webhook/webhook-sender.ts';
import type { SimWebinar } from '../zoom/webinars/webinar.ts';
import type { ZoomSim } from '../zoom/zoom-sim.ts';

/** Seconds after the end at which the demo's bot reads; an hour of waiting in real life. */
export const DEMO_DELAYS_S = '1,3';
const WITHIN_MS = 15_000;

/** A webinar that runs; when it has ended, Zoom publishes its data in two steps. */
function runningWebinar(): SimWebinar {
  return {
    id: '93201230777',
    uuid: 'harvestTalkAAAAAAAAAAg==',
    topic: 'Harvest Talk',
    host: 'Apple A',
    hostEmail: 'apple.a@example.com',
    startedAt: new Date(Date.now() - 40 * 60_000).toISOString(),
    endedAt: null,
    participants: samplePeople({ count: 42, presenters: 2, bad: 2, poor: 3, fair: 3, seed: 42 }),
    growth: [
      { readNumber: 1, upTo: 17 },
      { readNumber: 2, upTo: 42 },
    ],
  };
}

/** Nobody asks: the channel has subscribed, the webinar ends, and the report comes and improves by itself. */
export async function playSecondAct({
  zoom,
  slack,
  botUrl,
  say,
  show,
}: {
  zoom: ZoomSim;
  slack: SlackSim;
  botUrl: string;
  say: (text: string) => void;
  show: (title: string, shown: Parameters<typeof toPlainText>[0]) => void;
}): Promise<void> {
  const { apple: user, general: channel } = SLACK_IDS;
  say('\nSecond act: nobody asks.\n\n> /webinar-qos subscribe');
  const subscribed = await slack.typeCommand({ user, channel, text: 'subscribe' });
  if (!subscribed.message) throw new Error(`no acknowledgement: ${subscribed.status} ${subscribed.body}`);
  show('at once', subscribed.message);

  const webinar = runningWebinar();
  zoom.addWebinar(webinar);
  const endedAt = new Date().toISOString();
  zoom.endWebinar(webinar.uuid, endedAt);
  const sender = createWebhookSender({ url: `${botUrl}/zoom/events`, secret: WEBHOOK_SECRET });
  const told = await sender.deliver(endedEvent({ ...webinar, endedAt }, { eventMs: Date.now() }), { copies: 2 });
  const statuses = told.attempts.map(({ status }) => status).join(', ');
  say(`\n“Harvest Talk” ends; Zoom says so twice and is answered ${statuses}`);

  const preliminary = await slack.waitFor(
    () => slack.messagesFor(user, channel).find(({ text }) => text.includes('Harvest Talk')),
    WITHIN_MS,
  );
  show('in the channel, for everybody', preliminary);
  const final = await slack.waitFor(() => {
    const now = slack.current(preliminary);
    return now && now.edits > 0 && !/preliminary/i.test(toPlainText(now)) ? now : null;
  }, WITHIN_MS);
  show('the same message, when all data is there', final);
}
