import { describe, expect, it } from 'vitest';
import { personName } from '../../../../src/messages/text/names.ts';
import { analyseWebinar } from '../../../../src/qos/analyse.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/qos/thresholds.ts';
import { createVisitConverter } from '../../../../src/reports/reading/pages/to-visit.ts';
import { createReportStore } from '../../../../src/reports/store.ts';
import { keys } from '../../../../src/storage/keys.ts';
import { sampleHead } from '../../../messages/samples.ts';
import { commitAnalysis, createSpiedKv, hashIdentity, toReadVisit, toStream, UUID } from '../support.ts';

const TTL_SECONDS = 3_600;

/** A report with people of these names; who is in `bad` lost much. */
async function keepPeople(names: readonly string[], bad: readonly number[] = []) {
  const world = createSpiedKv();
  const store = createReportStore({ ...world, ttlSeconds: TTL_SECONDS, nameOf: personName });
  const toVisit = createVisitConverter(hashIdentity, () => true);
  const visits = names.map((name, index) =>
    toVisit(toReadVisit(index + 1, { name, streams: [toStream(bad.includes(index) ? 60 : 0.5)] })),
  );
  const analysis = analyseWebinar(visits, DEFAULT_THRESHOLDS);
  const { severity, loss, latency } = analysis.orders;
  const listLengths = { severity: severity.length, loss: loss.length, latency: latency.length };
  await commitAnalysis(store, sampleHead({ key: UUID, uuid: UUID, listLengths }), analysis);
  const find = async (typed: string) => {
    const found = await store.find(UUID, typed);
    return found && { ...found, people: found.people.map(({ name, number }) => name.trim() || `#${number}`) };
  };
  return { ...world, store, find };
}

describe('a person', () => {
  it.each(['jane', 'JANE', 'ane', 'Doe', 'doe jane', 'jane d', 'Jané', ' jane  doe ', '“jane”'])(
    'is found by %j',
    async (typed) => {
      const { find } = await keepPeople(['Ann Apple', 'Jane Doe', 'Bob']);
      expect(await find(typed)).toMatchObject({ people: ['Jane Doe'], total: 1, isBlank: false });
    },
  );

  it.each([
    ['José Ñandú', 'jose nandu'],
    ['Işıl', 'ISIL'],
    ['Straßer', 'strasser'],
    ['דנה', 'דנה'],
    ['🍏', '🍏'],
    ["O'Brien", 'o’brien'],
  ])('called %j is found by %j', async (name, typed) => {
    const { find } = await keepPeople(['Somebody', name]);
    expect(await find(typed)).toMatchObject({ people: [name], total: 1 });
  });

  it('without a name is found as what is shown instead', async () => {
    const { find } = await keepPeople(['Ann', ' ', '']);
    expect(await find('attendee #3')).toMatchObject({ people: ['#3'], total: 1 });
    expect(await find('Attendee')).toMatchObject({ total: 2 });
  });

  it('who joined by telephone is found by the digits that are shown, not by those that are not', async () => {
    const { find } = await keepPeople(['+1 (212) 555-0123', 'jane.doe@example.com']);
    expect(await find('0123')).toMatchObject({ total: 1 });
    expect(await find('212')).toMatchObject({ total: 0 });
    expect(await find('5550123')).toMatchObject({ total: 0 });
    expect(await find('example')).toMatchObject({ total: 0 });
  });

  it.each(['', '   ', '%', '.*', '(', '[-', '\\', '\n', '?'.repeat(10_000), '\u202e'])(
    'is not looked for where nothing can be compared: %j',
    async (typed) => {
      const { find } = await keepPeople(['100 % Ann', 'B.* (x) [a-z]']);
      expect(await find(typed)).toEqual({ head: expect.anything(), people: [], total: 0, isBlank: true });
    },
  );

  it.each(['x'.repeat(10_000), 'nobody', '__proto__', 'ann|x'])('is nobody for %j', async (typed) => {
    const { find } = await keepPeople(['Ann']);
    expect(await find(typed)).toMatchObject({ people: [], total: 0, isBlank: false });
  });

  it('is nobody, and no error, when the read is not kept', async () => {
    const { find, kv, store } = await keepPeople(['Ann']);
    expect(await store.find(UUID, 'ann', 'another')).toBeNull();
    await kv.delete(keys.people(UUID, 'r1').name);
    expect(await find('ann')).toBeNull();
  });

  it.each(['names:0', 'count', 'people:0'])('is not said to be missing when %s is damaged', async (field) => {
    const { find, kv } = await keepPeople(['Ann']);
    await kv.hashSet(keys.people(UUID, 'r1').name, { [field]: '{' }, TTL_SECONDS);
    expect(await find('ann')).toBeNull();
  });
});

describe('several people', () => {
  it('come with the whole name first, then who is called so, then who has it somewhere; the worst first', async () => {
    const names = ['Joanna', 'Anna B', 'Anna', 'Susanna Bad', 'Anna Bad', 'Anna A'];
    const { find } = await keepPeople(names, [3, 4]);
    expect((await find('anna'))?.people).toEqual(['Anna', 'Anna Bad', 'Anna A', 'Anna B', 'Susanna Bad', 'Joanna']);
  });

  it('are eight at most, and all are counted', async () => {
    const { find } = await keepPeople(
      Array.from({ length: 37 }, (_, index) => `Ann ${index}`),
      [36],
    );
    const found = await find('ann');
    expect(found).toMatchObject({ total: 37 });
    expect(found?.people).toHaveLength(8);
    expect(found?.people[0]).toBe('Ann 36');
  });

  it('are found over all packed parts of the names', async () => {
    const names = Array.from({ length: 4_100 }, (_, index) =>
      index % 1_366 === 1_365 ? `Zed ${index}` : `Ann ${index}`,
    );
    const { find } = await keepPeople(names);
    expect(await find('zed')).toMatchObject({ total: 3, people: ['Zed 1365', 'Zed 2731', 'Zed 4097'] });
  });
});
