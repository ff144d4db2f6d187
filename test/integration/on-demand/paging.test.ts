import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { toPlainText } from '../../../sim/slack/to-plain-text.ts';
import { samplePeople } from '../../../sim/zoom/samples/sample-people.ts';
import { SAMPLE_IDS, sampleWebinars } from '../../../sim/zoom/samples/sample-webinars.ts';
import { listRow } from '../../../sim/zoom/webinars/list-row.ts';
import type { SimWebinar } from '../../../sim/zoom/webinars/webinar.ts';
import { personName } from '../../../src/messages/text/names.ts';
import { analyseWebinar } from '../../../src/qos/analyse.ts';
import type { Analysis } from '../../../src/qos/analysis.ts';
import { identityKeys } from '../../../src/qos/identity.ts';
import { createValueFaults, parseStreams } from '../../../src/qos/parse-streams.ts';
import { parseParticipantRow } from '../../../src/qos/participant-row.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import type { Sort } from '../../../src/reports/report.ts';
import { parseQosRow } from '../../../src/zoom/endpoints/schema.ts';
import { clickForEdit, clickForNew } from '../support/clicks.ts';
import { addWebinar } from '../support/webinars.ts';
import { isReport, openWorld, textOf, type World } from '../support/world.ts';

const { apple, banana } = SLACK_IDS;
let world: World;
let report: SimMessage;
let expected: Analysis;

beforeAll(async () => {
  const webinars = sampleWebinars(Date.now());
  world = await openWorld({ zoom: { webinars } });
  report = await world.askForReport(SAMPLE_IDS.allHands);
  const webinar =
    webinars.find(({ id }) => id === SAMPLE_IDS.allHands) ?? expect.unreachable('it is one of the samples');
  expected = analyse(webinar);
});
afterAll(() => world?.close());

/** What the method says about the rows and the participants list, without the bot in between. */
function analyse(webinar: SimWebinar): Analysis {
  const visits = webinar.participants.map((participant) => {
    const parsed = parseQosRow(participant.qosRow);
    if (!parsed) throw new Error('the simulator gave a row that is none');
    const { visitId, name, qos } = parsed;
    const { role, staySeconds, attributes, ...listed } = parseParticipantRow(listRow(webinar, participant, true));
    const streams = parseStreams(qos, DEFAULT_THRESHOLDS, createValueFaults());
    return { visitId, name, identityKeys: identityKeys(listed), role, staySeconds, attributes, ...streams };
  });
  return analyseWebinar(visits, DEFAULT_THRESHOLDS);
}

/** Names in the list, as the method orders them. */
function expectedNames(sort: Sort): string[] {
  const byId = new Map(expected.people.map((person) => [person.id, person]));
  return expected.orders[sort].map((id) => {
    const person = byId.get(id);
    if (!person) throw new Error(`the order names nobody: ${id}`);
    return personName(person);
  });
}

/** "6. Koala K" → [6, "Koala K"], for everybody on a page. */
function peopleOn(list: SimMessage): [place: number, name: string][] {
  return [...textOf(list).matchAll(/^\*(\d+)\. (.+?)\* – /gm)].map(([, place, name = '']) => [Number(place), name]);
}

function hasButton(message: SimMessage, label: string): boolean {
  return textOf(message).includes(`[${label}`) || textOf(message).includes(`${label}]`);
}

const TITLES = {
  severity: 'Worst connections',
  loss: 'Everybody, by lost sound',
  latency: 'Everybody, by delay',
};

function position(first: number, total: number): string {
  const last = Math.min(first + 4, total);
  return first === last ? `${first} of ${total}` : `${first}–${last} of ${total}`;
}

describe('the worst connections', () => {
  it.each(['severity', 'loss', 'latency'] as const)(
    'by %s: everybody once, in the order of the method',
    async (sort) => {
      const names = expectedNames(sort);
      const seen: string[] = [];
      let list = await clickForNew(world, report, `report.list.${sort}`);
      for (let first = 1; first <= names.length; first += 5) {
        expect(textOf(list)).toContain(`# ${TITLES[sort]} – ${position(first, names.length)}\n`);
        const people = peopleOn(list);
        expect(people.map(([place]) => place)).toEqual(people.map((_, index) => first + index));
        seen.push(...people.map(([, name]) => name));
        expect(hasButton(list, '‹ Previous')).toBe(first > 1);
        const isLast = first + 5 > names.length;
        expect(hasButton(list, 'Next ›')).toBe(!isLast);
        if (!isLast) list = await clickForEdit(world, list, 'list.page.next');
      }
      expect(seen).toEqual(names);
      expect(world.slack.current(report)?.edits).toBe(report.edits);

      const pages = Math.ceil(names.length / 5);
      for (let page = pages - 1; page > 0; page -= 1) list = await clickForEdit(world, list, 'list.page.previous');
      expect(peopleOn(list).map(([, name]) => name)).toEqual(names.slice(0, 5));
      expect(hasButton(list, '‹ Previous')).toBe(false);
    },
  );

  it('of sixteen people end with the last one alone', async () => {
    const { id } = addWebinar(world, { participants: samplePeople({ count: 20, bad: 5, poor: 5, fair: 6, seed: 16 }) });
    let list = await clickForNew(world, await world.askForReport(id), 'report.list.severity');
    for (let page = 1; page < 4; page += 1) list = await clickForEdit(world, list, 'list.page.next');
    expect(textOf(list)).toContain('# Worst connections – 16 of 16\n');
    expect(peopleOn(list)).toHaveLength(1);
  });

  it('are ordered anew in the same message, from the first page', async () => {
    let list = await clickForNew(world, report, 'report.list.loss');
    list = await clickForEdit(world, list, 'list.page.next');
    list = await clickForEdit(world, list, 'list.sort.latency');
    expect(peopleOn(list)[0]?.[0]).toBe(1);
    expect(peopleOn(list).map(([, name]) => name)).toEqual(expectedNames('latency').slice(0, 5));
    expect(hasButton(list, 'By latency ✓')).toBe(true);
  });

  it('have details of everybody, in a window that Slack takes', async () => {
    let list = await clickForNew(world, report, 'report.list.loss');
    const names = expectedNames('loss');
    for (let first = 0; first < names.length; first += 5) {
      if (first > 0) list = await clickForEdit(world, list, 'list.page.next');
      for (const [index, block] of list.blocks.filter(({ accessory }) => accessory).entries()) {
        const page = { ...list, blocks: [block] };
        expect(textOf(page)).toContain(names[first + index]);
        const opened = world.slack.openViews(apple).at(-1)?.id;
        await world.slack.click({ user: apple, message: list, button: 'list.details', value: valueIn(block) });
        const view = await world.slack.waitFor(() => {
          const top = world.slack.openViews(apple).at(-1);
          return top && top.id !== opened ? top : null;
        });
        const text = toPlainText(view);
        expect(text).toContain(`# ${names[first + index]} – `);
        expect(text).toMatch(/\*Why:\*/);
        expect(text).not.toMatch(/undefined|NaN|\bnull\b/);
      }
    }
    const refused = world.slack.calls.filter(({ method, ok }) => method === 'views.open' && !ok);
    expect(refused).toEqual([]);
  });
});

describe('the CSV file', () => {
  it('holds everybody once, without addresses, and nothing that a spreadsheet would run', async () => {
    const told = await clickForNew(world, report, 'Export CSV');
    expect(textOf(told)).toContain(
      `Two files are in your conversation with me: one with ${expected.people.length} people, `,
    );
    const [file, streams] = csvFiles();
    expect(streams?.channels).toEqual(file?.channels);
    expect(file?.channels).toEqual([world.slack.workspace.openDirect(apple).id]);
    const text = file?.content?.toString('utf8') ?? '';
    expect(text.startsWith('\uFEFF')).toBe(true);
    const [header = [], ...rows] = parseCsv(text.slice(1));
    const name = header.indexOf('name');
    expect(rows.map((row) => row[name]).sort()).toEqual(expected.people.map(personName).sort());
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    expect(text).not.toMatch(/@|%40/);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  it('goes to the one who clicked, also from a shared report', async () => {
    await world.slack.click({ user: apple, message: report, button: 'report.share' });
    const post = await world.slack.waitFor(() =>
      world.slack.messagesFor(banana, report.channel).find((one) => isReport(one) && !one.ephemeralFor),
    );
    const told = await clickForNew(world, post, 'Export CSV', { user: banana });
    expect(told.ephemeralFor).toBe(banana);
    const direct = world.slack.workspace.openDirect(banana).id;
    expect(csvFiles().map(({ channels }) => channels)).toEqual([[direct], [direct]]);
  });
});

it('makes Slack complain about nothing', async () => {
  await clickForNew(world, report, 'report.list.severity');
  expect(world.slack.calls.length).toBeGreaterThan(0);
  expect(world.slack.errors).toEqual([]);
  expect(world.slack.calls.filter(({ ok }) => !ok)).toEqual([]);
});

/** The last export: everybody, and every stream. */
function csvFiles() {
  const all = [...world.slack.files.values()];
  const last = (end: string) => all.findLast(({ name }) => name.endsWith(end));
  return [last('_people.csv'), last('_streams.csv')].filter((file) => file !== undefined);
}

function valueIn(block: SimMessage['blocks'][number]): string {
  const { accessory } = block;
  if (typeof accessory !== 'object' || accessory === null || !('value' in accessory)) throw new Error('no button');
  return String(accessory.value);
}

/** Enough of RFC 4180 for what the bot writes. */
function parseCsv(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}
