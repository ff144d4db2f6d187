import { setTimeout as pause } from 'node:timers/promises';
import { botEnvironment } from '../bot/bot-environment.ts';
import { startBotProcess } from '../bot/bot-process.ts';
import { startSlackSim } from '../slack/slack-sim.ts';
import { SLACK_IDS } from '../slack/stores/workspace.ts';
import { toPlainText } from '../slack/to-plain-text.ts';
import { SAMPLE_IDS, sampleWebinars } from '../zoom/samples/sample-webinars.ts';
import { startZoomSim } from '../zoom/zoom-sim.ts';
import { DEMO_DELAYS_S, playSecondAct } from './second-act.ts';

const keep = process.argv.includes('--keep');
const user = SLACK_IDS.apple;
const channel = SLACK_IDS.general;
const ANSWER_WITHIN_MS = 20_000;

function say(text: string): void {
  console.log(text);
}

function show(title: string, shown: Parameters<typeof toPlainText>[0]): void {
  const lines = toPlainText(shown).trim().split('\n');
  say(`\n── ${title} ${'─'.repeat(Math.max(3, 92 - title.length))}`);
  say(lines.map((line) => `   ${line}`).join('\n'));
}

const zoom = await startZoomSim({ webinars: sampleWebinars(Date.now()) });
const slack = await startSlackSim();
const bot = await startBotProcess({ ...botEnvironment(zoom, slack), REPORT_DELAYS_S: DEMO_DELAYS_S }, 'npm');
slack.settings.botUrl = `${bot.url}/slack/events`;

say('A Zoom and a Slack of our own, and the real bot between them. Apple types in #general:');
say('\n> /webinar-qos 932 0123 5621');
const asked = await slack.typeCommand({ user, channel, text: '932 0123 5621' });
if (!asked.message) throw new Error(`no acknowledgement: ${asked.status} ${asked.body}`);
show(`at once (${Math.round(asked.ms)} ms)`, asked.message);
const report = await slack.waitFor(
  () => slack.messagesFor(user, channel).find(({ blocks }) => blocks.some(({ type }) => type === 'header')),
  ANSWER_WITHIN_MS,
);
show('the report, which only Apple sees', report);
say(`   ${slack.messagesFor(user, channel).length} messages in all`);

say('\n> click [Worst connections]');
const before = new Set(slack.messagesFor(user, channel).map(({ ts }) => ts));
await slack.click({ user, message: report, button: 'report.list.severity' });
const list = await slack.waitFor(() => slack.messagesFor(user, channel).find(({ ts }) => !before.has(ts)));
show('page 1, only Apple sees it', list);

say('\n> click [Next]');
await slack.click({ user, message: list, button: 'list.page.next' });
const second = await slack.waitFor(() => {
  const now = slack.current(list);
  return now && now.edits > list.edits ? now : null;
});
show('page 2, the same message', second);

say('\n> click [Details]');
await slack.click({ user, message: second, button: 'list.details' });
show('a modal', await slack.waitFor(() => slack.openViews(user).at(-1)));

say('\n> /webinar-qos 932 0123 5621   (again)');
const again = await slack.typeCommand({ user, channel, text: SAMPLE_IDS.allHands });
const pages = zoom.countOf('qosSummary');
say(`   answered from the cache in ${Math.round(again.ms)} ms; Zoom was asked for ${pages} pages in all`);

await playSecondAct({ zoom, slack, botUrl: bot.url, say, show });

if (slack.errors.length > 0) throw new Error(`Slack was not pleased: ${JSON.stringify(slack.errors)}`);
if (keep) {
  say(`\nLeft running: bot ${bot.url}, Zoom ${zoom.apiUrl}, Slack ${slack.apiUrl}. Ctrl-C stops everything.`);
  const forever = new AbortController();
  process.once('SIGINT', () => forever.abort());
  process.once('SIGTERM', () => forever.abort());
  await pause(2 ** 31 - 1, undefined, { signal: forever.signal }).catch(() => undefined);
}
const code = await bot.stop();
await slack.stop();
await zoom.stop();
say(`\nThe bot stopped with exit code ${code}.`);
process.exitCode = code === 0 ? 0 : 1;
