import { describe, expect, it } from 'vitest';
import { peopleColumns } from '../../../src/messages/csv/people-columns.ts';
import { streamColumns, toStreamRows } from '../../../src/messages/csv/stream-columns.ts';
import { renderHelp } from '../../../src/messages/help.ts';
import { renderFound } from '../../../src/messages/people/found-people.ts';
import { renderPeopleTable } from '../../../src/messages/people/people-table.ts';
import { renderWorstList } from '../../../src/messages/people/worst-list.ts';
import { renderDetails } from '../../../src/messages/person/details.ts';
import { ticketText } from '../../../src/messages/person/ticket.ts';
import { renderGoodOneLine } from '../../../src/messages/report/good-one-line.ts';
import { renderReport } from '../../../src/messages/report/report.ts';
import { ownLimitsOf, withOwnLimits } from '../../../src/qos/own-limits.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import { twice } from '../gallery/people.ts';
import { sampleHead, samplePage } from '../samples.ts';

const OWN = withOwnLimits({
  audioLossLimitsPercent: [1.5, 3, 12, 40],
  jitterLimitsMs: [11, 22, 33, 44],
  audienceLimitsPercent: [4, 8, 16],
});
const limits = ownLimitsOf(OWN) ?? undefined;
// Twice lost 6 % of the sound: Poor from 5 % by the defaults, from 3 % here.
const people = [twice];
const byDefault = sampleHead({ worst: people });
const byOwn = sampleHead({ worst: people, ownLimits: true, ...(limits && { limits }) });

/** Everything that names the limit by which somebody was graded. */
const MESSAGES: Readonly<Record<string, (head: typeof byOwn) => unknown>> = {
  'the report': (head) => renderReport(head, { shownTo: 'asker' }),
  'the list': (head) => renderWorstList(samplePage({ head, people })),
  'the table': (head) => renderPeopleTable({ head, sort: 'severity', people, total: 1 }),
  'a person found': (head) => renderFound({ head, people, total: 1, typed: 'peach', isBlank: false }),
  'the details': (head) => renderDetails(head, twice),
  'the ticket': (head) => ticketText(head, twice),
  'the file of people': (head) => peopleColumns(head).map(({ name, cell }) => [name, cell(twice)]),
  'the file of streams': (head) =>
    streamColumns(head).flatMap(({ name, cell }) => [name, ...toStreamRows(people).map(cell)]),
};

describe('the limits in words', () => {
  it.each(Object.entries(MESSAGES))('of %s are those by which the report was made', (_, render) => {
    expect(JSON.stringify(render(byDefault))).toMatch(/Poor (?:from|begins at) 5 %/);
    const words = JSON.stringify(render(byOwn));
    expect(words).toMatch(/Poor (?:from|begins at) 3 %/);
    expect(words).not.toMatch(/(?:from|begins at) 5 %/);
  });

  it('are the defaults in a report that tells no others', () => {
    expect(ticketText(sampleHead(), twice)).toContain('Lost sound: Fair from 2 %, Poor from 5 %, Bad from 10 %');
  });
});

describe('that they are own', () => {
  it.each([
    ['the report', JSON.stringify(renderReport(byOwn, { shownTo: 'channel' })), 'graded with limits of our own'],
    ['one line about a good webinar', JSON.stringify(renderGoodOneLine(byOwn)), 'graded with limits of our own'],
    ['the details', JSON.stringify(renderDetails(byOwn, twice)), 'Graded with limits of our own.'],
    ['the ticket', ticketText(byOwn, twice), 'Limits (own):'],
    ['how I grade', JSON.stringify(renderHelp(OWN)), 'These limits are our own'],
  ])('is said in %s', (_, words, said) => {
    expect(words).toContain(said);
  });

  it('is said in the heads of the files', () => {
    expect(peopleColumns(byOwn).map(({ name }) => name)).toContain('limits (own)');
    const streams = streamColumns(byOwn).map(({ name }) => name);
    expect(streams).toEqual(expect.arrayContaining(['loss_limits (own)', 'delay_limits (own)', 'jitter_limits (own)']));
  });

  it('is said of no report by the defaults', () => {
    for (const render of Object.values(MESSAGES))
      expect(JSON.stringify(render(byDefault))).not.toMatch(/\bown\b.*limits|\(own\)|of our own/);
    expect(JSON.stringify(renderHelp(DEFAULT_THRESHOLDS))).not.toContain('our own');
  });

  it('names those for which there is no room otherwise', () => {
    const help = JSON.stringify(renderHelp(OWN));
    expect(help).toContain('Jitter of the sound: Fair from 11 ms');
    expect(help).toContain('Audience, by the share in trouble: Fair from 4 %, Poor from 8 %, Bad from 16 %');
  });
});
