import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvTable } from '../../../src/messages/csv/csv-table.ts';
import { peopleColumns } from '../../../src/messages/csv/people-columns.ts';
import { streamColumns, toStreamRows } from '../../../src/messages/csv/stream-columns.ts';
import type { Person } from '../../../src/qos/person.ts';
import { twice } from '../gallery/people.ts';
import { sampleHead, samplePerson, sampleStream } from '../samples.ts';

/** Name of the column → cell, of the only row. */
function rowOf(person: Person): Record<string, string> {
  const columns = peopleColumns(sampleHead());
  const [row = []] = createCsvTable(columns).rows([person]);
  return Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? '']));
}

function headOf(people: readonly Person[]): string[] {
  const table = createCsvTable(peopleColumns(sampleHead()));
  table.rows(people);
  return table.head();
}

describe('the file of people', () => {
  it('has a row for each, with plain numbers in the units of their column', () => {
    expect(rowOf(twice)).toMatchInlineSnapshot(`
      {
        "city": "Lyon",
        "computer_overloaded": "no",
        "connection": "UDP",
        "data_centre": "Germany",
        "delay_ms": "120",
        "delay_stream": "audio_output",
        "device": "Mac",
        "drops": "1",
        "estimated_mos": "3.407",
        "first_joined_utc": "2026-05-14 15:02:11",
        "grade": "Poor",
        "jitter_ms": "12",
        "joined_by": "",
        "last_left_utc": "2026-05-14 15:52:00",
        "limits": "Fair from 2 %, Poor from 5 %, Bad from 10 %",
        "loss_percent": "6",
        "loss_stream": "audio_output",
        "minutes": "48",
        "name": "Peach P",
        "network": "Wifi",
        "notes": "",
        "number": "5",
        "only_listened": "no",
        "reason": "lost 6.0 % of the sound (Poor from 5 %)",
        "reason_code": "audio_output loss",
        "role": "attendee",
        "role_guessed": "no",
        "version": "6.2.1",
        "visits": "2",
        "what_to_try": "1. Use a cable instead of Wi-Fi, or sit near the access point. 2. Stop downloads and other video on the same line: it was the way down that failed. 3. Restart the router, and turn off power saving of the network: the connection broke off.",
        "zoom_screen": "",
        "zoom_sound": "poor",
        "zoom_video": "good",
      }
    `);
  });

  describe.each([
    [null, "Zoom's participants list was not read"],
    [{ state: 'no-scope' }, 'the Zoom app lacks the scope for the participants list'],
    [{ state: 'failed' }, "Zoom's participants list could not be read"],
    [{ state: 'late' }, "Zoom's participants list came too late"],
    [{ state: 'partial', listed: 9, joined: 4 }, "Zoom's participants list could be read only in part"],
    [{ state: 'ok', unusable: 9 }, "the rows of Zoom's participants list have no ids"],
    [{ state: 'ok' }, "Zoom's participants list is empty"],
    [{ state: 'ok', listed: 9 }, "no row of Zoom's participants list fits the quality data"],
    [{ state: 'ok', listed: 9, joined: 9 }, null],
  ] as const)('whose participants list was %j', (given, lack) => {
    const participantsList = given && { listed: 0, joined: 0, unlisted: 9, unusable: 0, ...given };
    const table = createCsvTable(peopleColumns(sampleHead({ participantsList })));
    const {
      visitTimes: _times,
      transport: _transport,
      ...person
    } = samplePerson({
      ...{ attributes: {}, staySeconds: null },
      zoomQuality: { audio: null, video: null, share: null },
    });
    table.rows([person, person]);
    const head = table.head();

    it.each([
      ['network', "Zoom's participants list did not say"],
      ['connection', "Zoom's participants list did not say"],
      ['city', "Zoom's participants list did not say"],
      ['device', "Zoom's participants list did not say"],
      ['version', "Zoom's participants list did not say"],
      ['data_centre', "Zoom's participants list did not say"],
      ['first_joined_utc', "Zoom's participants list did not say"],
      ['last_left_utc', "Zoom's participants list did not say"],
      ['minutes', 'Zoom did not say how long people stayed'],
      ['zoom_sound', 'Zoom gave no labels'],
      ['zoom_video', 'Zoom gave no labels'],
      ['zoom_screen', 'Zoom gave no labels'],
    ])('says so over the empty column %s', (name, otherwise) => {
      expect(head).toContain(`${name} (empty: ${lack ?? otherwise})`);
    });
  });

  it('has different names for all columns, each with a unit or a word', () => {
    const names = peopleColumns(sampleHead()).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^[a-z]+(?:_[a-z]+)*$/.test(name))).toBe(true);
  });

  it('says in the head why a column is blank for everybody, and of no other', () => {
    const head = headOf([
      samplePerson({ attributes: {} }),
      samplePerson({ reason: null, grade: 'Good', attributes: {} }),
    ]);
    expect(head).toContain("network (empty: Zoom's participants list did not say)");
    expect(head).toContain('zoom_sound (empty: Zoom gave no labels)');
    expect(head).toContain('joined_by (empty: everybody used the app)');
    expect(head).toContain('grade');
    expect(headOf([samplePerson(), samplePerson({ attributes: {} })])).toContain('network');
    expect(headOf([]).every((name) => !name.includes('('))).toBe(true);
  });

  it.each([
    ['drops', { reason: { type: null, metric: 'drops', spike: false }, drops: 3 }, 'Fair from 1, Poor from 3'],
    ['a peak', { reason: { type: 'audio_output', metric: 'loss', spike: true } }, 'a peak from 20 %'],
    ['few pictures', { reason: { type: 'video_output', metric: 'fps', spike: false } }, 'below 7 pictures a second'],
    ['nothing', { reason: null }, ''],
  ] satisfies [string, Partial<Person>, string][])('has the limits of %s', (_case, given, limits) => {
    expect(rowOf(samplePerson(given)).limits).toBe(limits);
  });

  it('numbers the nameless', () => {
    expect(rowOf(samplePerson({ name: ' ' })).name).toBe('Attendee #3');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', "=cmd|' /C calc'!A0"])('does not run %j', (name) => {
    expect(rowOf(samplePerson({ name })).name).toBe(`'${name.trim()}`);
  });

  it('masks addresses', () => {
    const attributes = { location: 'jane@example.com' };
    expect(rowOf(samplePerson({ name: 'jane@example.com', attributes }))).toMatchObject({ name: 'j…@…', city: 'j…@…' });
  });

  it('holds no formula and no line break, whatever the names are', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n \u200b\u202eab1') }), (name) => {
        const rows = createCsvTable(peopleColumns(sampleHead())).rows([
          samplePerson({ name, attributes: { device: name } }),
        ]);
        for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]|[\r\n]/);
      }),
    );
  });
});

describe('the file of streams', () => {
  it('has a row for each stream of each person', () => {
    const people = [samplePerson(), samplePerson({ number: 4, streams: [] })];
    const columns = streamColumns(sampleHead());
    const table = createCsvTable(columns);
    const rows = table.rows(toStreamRows(people));
    expect(rows.map((row) => row.slice(0, 10))).toEqual([
      ['3', 'C. Cy', 'audio_output', 'audio', 'received', 'app', 'yes', 'no', 'Poor', 'loss'],
      ['3', 'C. Cy', 'audio_input', 'audio', 'sent', 'app', 'no', 'no', 'Good', 'delay'],
    ]);
    const average = columns.findIndex(({ name }) => name === 'loss_percent_average');
    expect(rows[0]?.slice(average, average + 2)).toEqual(['6', '22']);
    expect(rows[0]?.at(-3)).toBe('Fair from 2 %, Poor from 5 %, Bad from 10 %');
    expect(table.head()).toContain('width (empty: no video or screen was measured)');
    expect(table.head()).toContain('loss_percent_average');
  });

  it('tells the size of a picture', () => {
    const stream = sampleStream({ type: 'as_device_to_rwg', resolution: { width: 1280, height: 720 }, severity: null });
    const columns = streamColumns(sampleHead());
    const [row = []] = createCsvTable(columns).rows(toStreamRows([samplePerson({ streams: [stream] })]));
    const cells = Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]));
    expect(cells).toMatchObject({ path: 'web client', grade: 'not graded', width: '1280', height: '720' });
  });
});

const HOSTILE = [
  '=cmd|"/C calc"!A0',
  'He said "no", twice',
  'two\nlines\r\n',
  'Zoë 🧑‍🚀 名前',
  ';semi,comma;',
  '+49 1',
  "'quoted'",
];
const READ_WITH_PYTHON = `
import csv, json, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))
print(json.dumps(rows))
`;

it('ten thousand people are all there for another parser, with formulas, quotes, line breaks and emoji', () => {
  const people = Array.from({ length: 10_000 }, (_, index) =>
    samplePerson({ number: index + 1, name: HOSTILE[index % HOSTILE.length] ?? '', lossPercent: index / 100 }),
  );
  const table = createCsvTable(peopleColumns(sampleHead()));
  const lines = [];
  for (let start = 0; start < people.length; start += 500)
    lines.push(stringify(table.rows(people.slice(start, start + 500))));
  const folder = mkdtempSync(join(tmpdir(), 'csv-'));
  const path = join(folder, 'people.csv');
  writeFileSync(path, stringify([table.head()], { bom: true }) + lines.join(''));
  const rows = readWithAnother(path);
  rmSync(folder, { recursive: true });
  const [head = [], ...body] = rows;
  expect(head[0]).toBe('number');
  expect(body.map(([number]) => Number(number))).toEqual(people.map(({ number }) => number));
  expect(body.every((row) => row.length === head.length)).toBe(true);
  const loss = head.indexOf('loss_percent');
  expect(body.map((row) => Number(row[loss]))).toEqual(people.map(({ lossPercent }) => lossPercent));
  expect(body.slice(0, HOSTILE.length).map((row) => row[1])).toEqual([
    '\'=cmd|"/C calc"!A0',
    'He said "no", twice',
    'two lines',
    'Zoë 🧑‍🚀 名前',
    ';semi,comma;',
    "'+49 1",
    "'quoted'",
  ]);
  expect(body.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
}, 120_000);

/** Python's csv module; where there is no Python, a parser of RFC 4180 that shares nothing with the writer. */
function readWithAnother(path: string): string[][] {
  try {
    const json = execFileSync('python3', ['-c', READ_WITH_PYTHON, path], { encoding: 'utf8', maxBuffer: 1 << 28 });
    return JSON.parse(json);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // Node's own errors have a code.
    return parseRfc4180(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  }
}

function parseRfc4180(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end !== '\n') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
