import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { SLACK_IDS } from '../../sim/slack/stores/workspace.ts';
import { endedEvent } from '../../sim/zoom/webhook/webhook-bodies.ts';
import type { SimWebinar } from '../../sim/zoom/webinars/webinar.ts';
import { parseExpression } from '../monitoring/parse-expression.ts';
import { readExpressions } from '../monitoring/rule-files.ts';
import { addChannel, subscribe, untilFinal } from './support/channels.ts';
import { clickForNew } from './support/clicks.ts';
import { addRunning, endQuietly } from './support/ended.ts';
import { untilDone } from './support/final-report.ts';
import { metricOf } from './support/metrics.ts';
import { openWorld, type World } from './support/world.ts';

/** Only with trouble, or where nobody has subscribed to warnings: this run has nothing to count there. */
const WITHOUT_SERIES = ['webinar_qos_live_posts_total'];
const OF_PROMETHEUS = ['instance', 'job'];

let world: World;
let webinar: SimWebinar;
/** Both replicas' `/metrics`. */
let text = '';

async function sumOf(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  const all = await Promise.all(world.bots.map((bot) => metricOf(bot, name, labels)));
  return all.reduce((sum, value) => sum + value, 0);
}

/** The labels that this run has given to the series of a metric; null when it has none. */
function labelsOf(name: string): string[] | null {
  const lines = text.split('\n').filter((line) => new RegExp(`^${name}[{ ]`).test(line));
  if (lines.length === 0) return null;
  return [...new Set(lines.flatMap((line) => [...line.matchAll(/[{,](\w+)="/g)].map(([, label = '']) => label)))];
}

describe.skipIf(inject('redisBinary') === '')('the metrics of a run with two replicas', () => {
  beforeAll(async () => {
    world = await openWorld({
      ...{ replicas: 2, mode: 'socket', events: 'websocket' },
      env: { REPORT_DELAYS_S: '0,2', REPORT_QUIET_S: '1', METRICS_TOPICS: 'yes' },
    });
    webinar = addRunning(world, { topic: 'Ask <@U123> & "friends"' });
    const channel = addChannel(world);
    await subscribe(world, channel, webinar.id);
    const ended = endQuietly(world, webinar);
    world.zoom.eventSocket.send(endedEvent(ended, { eventMs: Date.now() }));
    await untilFinal(world, channel);
    await untilDone(world, webinar);
    // The same once more, asked for by a person, from the other replica, too.
    for (const bot of world.bots) {
      world.useBot(bot);
      const report = await world.askForReport(webinar.id);
      await clickForNew(world, report, 'report.list.severity');
    }
    const guest = 'U0GUEST0001';
    world.slack.workspace.addUser({ id: guest, name: 'guest', guest: 'multi' });
    world.slack.workspace.channel(SLACK_IDS.general).members.add(guest);
    await world.ask('help', { user: guest });
    text = (await Promise.all(world.bots.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()))).join('\n');
  }, 90_000);
  afterAll(() => world?.close());

  it('have everything that alerts and panels ask for, by those labels', () => {
    const faults = readExpressions().flatMap(({ from, text: expression }) => {
      const { metrics, grouping } = parseExpression(expression);
      const known = metrics.flatMap(({ name }) => labelsOf(name) ?? []);
      const silent = metrics.some(({ name }) => WITHOUT_SERIES.includes(name));
      return [
        ...metrics.flatMap(({ name, labels }) => {
          if (WITHOUT_SERIES.includes(name)) return text.includes(`# TYPE ${name} `) ? [] : [`${from}: no ${name}`];
          const its = labelsOf(name);
          if (!its) return [`${from}: no ${name}`];
          return labels
            .filter((label) => ![...its, ...OF_PROMETHEUS].includes(label))
            .map((label) => `${name}: ${label}`);
        }),
        ...(silent ? [] : grouping.filter((label) => ![...known, ...OF_PROMETHEUS].includes(label))),
      ];
    });
    expect(faults).toEqual([]);
  });

  it('have the webinar once, although it was read again and again', async () => {
    expect(await sumOf('webinar_qos_webinars_total')).toBe(1);
    expect(await sumOf('webinar_qos_webinars_total', { state: 'complete' })).toBe(1);
    expect(await sumOf('webinar_qos_webinar_coverage_ratio_count')).toBe(1);
    expect(await sumOf('webinar_qos_webinar_people_total')).toBeGreaterThan(0);
  });

  it('name it as it is asked for, and nobody who was in it', () => {
    const shown = text.split('\n').filter((line) => line.includes('_recent_webinar_ended_'));
    expect(shown.filter((line) => !line.startsWith('#'))).toHaveLength(1);
    expect(text).toContain('topic="Ask <@U123> & \\"friends\\""');
    const names = webinar.participants.flatMap(({ qosRow }) => String(qosRow.user_name ?? '') || []);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(text).not.toContain(name);
    expect(text).not.toMatch(/@example|xox|U0SIM|T0SIM/);
  });
});
