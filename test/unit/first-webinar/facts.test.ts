import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ZoomSimOptions } from '../../../sim/zoom/zoom-sim.ts';
import { crowd, microphone, startSummaries, webinarOf } from './support.ts';

/** What the summary says of one fact, of a Zoom with these settings. */
async function told(name: string, settings: ZoomSimOptions = {}, people = crowd(), endedMinutesAgo = 30) {
  const { facts } = await startSummaries(webinarOf(people, endedMinutesAgo), settings);
  return (await facts()).find(name);
}

describe('of a webinar that is as the bot takes it', () => {
  it('every fact is told, and as expected', async () => {
    const { facts, zoom } = await startSummaries(webinarOf(crowd()));
    const summary = await facts();
    expect(Object.fromEntries(summary.names.map((name, place) => [name, summary.told[place]]))).toEqual({
      'Direction of streams': 'as expected',
      'Page size above 10': 'as expected',
      'Delay until complete': 'as expected',
      'Wire text of refusals': 'as expected',
      'View-only attendees': 'as expected',
      'participant_id = user_id': 'as expected',
      'Muted time in averages': 'as expected',
    });
    expect(summary.read).toMatchObject({ summaryRows: 22, summaryPages: 3, summaryEnd: 'all', listRows: 22 });
    // A token, a look-up, three pages, a list, one larger page, two refusals.
    expect(zoom.requests.length).toBe(9);
    expect(summary.read.calls).toBe(9);
  });

  it('docs/first-webinar.md has a section for each fact, with what to change', async () => {
    const page = readFileSync('docs/first-webinar.md', 'utf8');
    const { facts } = await startSummaries(webinarOf(crowd()));
    const { names, find } = await facts();
    for (const name of names) {
      const section = page.split(/^## /m).find((text) => text.startsWith(`${name}\n`));
      expect(section, name).toBeDefined();
      for (const [, file = ''] of find(name).change.matchAll(/ (src\/\S+\.ts)/g)) {
        expect(section, name).toContain(file);
        const setting = /[A-Z]+_[A-Z_]+/.exec(find(name).change)?.[0];
        expect(readFileSync(file, 'utf8')).toContain(`const ${setting}`);
      }
    }
  });
});

describe('what is otherwise is told', () => {
  it('when the names of streams point the other way', async () => {
    const fact = await told('Direction of streams', { streamNames: 'reversed' });
    expect(fact).toMatchObject({ told: 'otherwise', counts: { videoAttendeesSent: 20, videoAttendeesReceived: 0 } });
    expect(fact.seen).toContain('Attendees would send, not receive: audio, video.');
  });

  it.each([
    ['allow', { told: 'otherwise', counts: { asked: 30, rows: 22 } }],
    ['refuse', { told: 'as expected', counts: { rows: null, refused: 'zoom-refused' } }],
  ] as const)('when a larger page is met with: %s', async (oversizedPage, expected) => {
    expect(await told('Page size above 10', { oversizedPage })).toMatchObject(expected);
  });

  it('when people are missing after the last read', async () => {
    const fact = await told('Delay until complete', { rowsShare: 0.5 }, crowd(), 90);
    expect(fact).toMatchObject({ told: 'otherwise', counts: { rows: 11, zoomCount: 22, minutesSinceEnd: 90 } });
  });

  it('when Zoom refuses in other words', async () => {
    const fact = await told('Wire text of refusals', { refusalWords: 'other' });
    expect(fact).toMatchObject({
      told: 'otherwise',
      counts: { 'not-available status': 404, 'not-available code': 3002 },
    });
    expect(fact.seen).toContain('404/3002 "The requested event could not be located."');
    expect(fact.counts['page-token said']).toBe('The cursor has gone stale.');
  });

  it('when those who only watch are not measured', async () => {
    const fact = await told('View-only attendees', { summaryOf: 'presenters' });
    expect(fact).toMatchObject({ told: 'otherwise', counts: { listedAttendees: 20, measuredAttendees: 0 } });
  });

  it('when the id stands in another field of the list, and in which', async () => {
    const fact = await told('participant_id = user_id', { listVisitIdIn: 'id' });
    expect(fact).toMatchObject({ told: 'otherwise', counts: { joined: 0, 'field id': 22 } });
    expect(await told('View-only attendees', { listVisitIdIn: 'id' })).toMatchObject({ told: 'not told' });
  });

  it('when the rows of the list have no id', async () => {
    const fact = await told('participant_id = user_id', { listWithoutUserId: 1 });
    expect(fact).toMatchObject({ told: 'otherwise', counts: { listRowsWithoutId: 22 } });
  });

  it('when no microphone has an average below its peak', async () => {
    const people = crowd(
      20,
      Array.from({ length: 6 }, () => microphone(false)),
    );
    expect(await told('Muted time in averages', {}, people)).toMatchObject({
      told: 'otherwise',
      counts: { microphones: 6, belowHalf: 0 },
    });
  });
});

describe('what one webinar cannot tell', () => {
  it('is not guessed without the participants list', async () => {
    const { facts, zoom } = await startSummaries(webinarOf(crowd()));
    zoom.settings.scopes = zoom.settings.scopes.filter((scope) => !scope.includes('list_webinar_participants:admin'));
    const { find, read } = await facts();
    expect(read.listEnd).toBe('no-scope');
    for (const name of ['Direction of streams', 'View-only attendees', 'participant_id = user_id']) {
      expect(find(name).told, name).toBe('not told');
    }
    expect(find('Direction of streams').counts).toMatchObject({ videoUnknownSent: 2, videoUnknownReceived: 20 });
    expect(find('participant_id = user_id').seen).toContain('the scope for the list is missing');
  });

  it('is not guessed of ten people', async () => {
    expect(await told('Page size above 10', {}, crowd(8))).toMatchObject({ told: 'not told' });
  });

  it.each([
    [0.5, 10, 'ask again later'],
    [1, 600, 'ask sooner after the end'],
  ])('is not guessed of a delay (%d of the rows, %d minutes)', async (rowsShare, minutes, words) => {
    const fact = await told('Delay until complete', { rowsShare }, crowd(), minutes);
    expect(fact).toMatchObject({ told: 'not told', seen: expect.stringContaining(words) });
  });
});

it('ends after a hundred pages of a webinar that is larger', async () => {
  const { facts, zoom } = await startSummaries(webinarOf(crowd(1_300)), { heavyPerSecond: 1_000 });
  const { read, find } = await facts();
  expect(read).toMatchObject({ summaryRows: 1_000, summaryEnd: 'cut', listRows: 1_302, listEnd: 'all' });
  expect(find('participant_id = user_id').told).toBe('as expected');
  expect(zoom.countOf('qosSummary')).toBe(103);
}, 60_000);
