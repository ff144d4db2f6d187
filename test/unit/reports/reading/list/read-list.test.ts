import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../../src/errors.ts';
import { createKeptLists } from '../../../../../src/reports/reading/list/kept-list.ts';
import { readList } from '../../../../../src/reports/reading/list/read-list.ts';
import { createVisitConverter } from '../../../../../src/reports/reading/pages/to-visit.ts';
import { keys } from '../../../../../src/storage/keys.ts';
import type { Kv } from '../../../../../src/storage/kv.ts';
import type { ReadVisit } from '../../../../../src/webinar/participant.ts';
import { type ListPage, PageTokenExpired } from '../../../../../src/webinar/source.ts';
import { createQuietLogger } from '../../../../setup/quiet-logger.ts';
import {
  ASKER,
  createFakeSource,
  createSpiedKv,
  failOnce,
  hashIdentity,
  toListPage,
  toOccurrence,
  UUID,
  untilAborted,
} from '../../support.ts';

let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  world = createSpiedKv();
});

const label = (audio: 'good' | 'fair' | 'poor' | 'bad') =>
  ({ zoomQuality: { audio, video: null, share: null } }) as const;
const row = (visitId: string, given: Partial<ReadVisit> = {}) => ({ visitId, ...given });
const scopeMissing = new AppError({ kind: 'scope-missing', scopes: [] }, 'made up');

function start(
  answer: (token: string | null, signal?: AbortSignal) => ListPage | Promise<ListPage>,
  kv: Kv = world.kv,
) {
  const fake = createFakeSource({ list: answer });
  const lists = createKeptLists({ kv });
  const logger = createQuietLogger();
  const deps = {
    source: fake.source,
    lists,
    clock: world.clock,
    logger,
    toVisit: createVisitConverter(hashIdentity, () => true),
  };
  const read = (signal = new AbortController().signal, given: Parameters<typeof toOccurrence>[0] = {}) =>
    readList(deps, toOccurrence(given), { owner: ASKER, signal });
  return { read, lists, tokens: fake.listTokens, logger };
}

/** Pages with the tokens `2`, `3`, …; what is no page is thrown. */
const inOrder =
  (...pages: (readonly Partial<ReadVisit>[] | Error)[]) =>
  (token: string | null) => {
    const number = Number(token ?? '1');
    const page = pages[number - 1];
    if (!page || page instanceof Error) throw page ?? new Error('no such page');
    return toListPage(page, number < pages.length ? String(number + 1) : null);
  };

describe('the participants list', () => {
  it('is read page by page and kept by visit', async () => {
    const { read, lists, tokens } = start(
      inOrder([row('a', { role: 'host' }), row('b')], [row('c', { attributes: { device: 'Mac' } })]),
    );
    expect(await read()).toEqual({ state: 'ok', unusable: 0, labels: null, endedAt: world.clock.now() });
    expect(tokens).toEqual([null, '2']);
    const found = await lists.find(UUID, ['c', 'x', 'a']);
    expect(found.map((one) => one && [one.visitId, one.role, one.attributes])).toEqual([
      ['c', null, { device: 'Mac' }],
      null,
      ['a', 'host', {}],
    ]);
    expect(await lists.count(UUID)).toBe(3);
  });

  it('is in the store without an address or an id in clear', async () => {
    const told = { email: 'pat@mail.example', zoomUserId: 'zoom-user-1', registrantId: 'registrant-1' };
    const { read } = start(inOrder([row('a', { ...told, participantUuid: 'uuid-1' })]));
    await read();
    const written = world.written.join('\n');
    expect(written).toContain(hashIdentity('email:pat@mail.example'));
    expect(written).not.toMatch(/mail\.example|zoom-user-1|registrant-1|uuid-1/);
  });

  it('joins rows of one visit, on one page and over pages', async () => {
    const { read, lists } = start(
      inOrder(
        [row('a', { leaveReason: 'Network connection error.' }), row(' a ', { role: 'panelist' }), row('b')],
        [row('a', { ...label('bad'), role: 'attendee' }), row('b', { staySeconds: 5 })],
      ),
    );
    await read();
    const [a, b] = await lists.find(UUID, ['a', 'b']);
    expect(a).toMatchObject({
      role: 'panelist',
      leaveReason: 'Network connection error.',
      zoomQuality: { audio: 'bad' },
    });
    expect(b).toMatchObject({ staySeconds: 5 });
    expect(await lists.count(UUID)).toBe(2);
  });

  it("counts people by Zoom's labels, of several visits the worst", async () => {
    const { read } = start(
      inOrder(
        [row('a', { email: 'a@x', ...label('good') }), row('b', { ...label('fair') }), row('c')],
        [row('d', { email: 'a@x', ...label('bad') }), row('b', { ...label('poor') })],
      ),
    );
    expect((await read()).labels).toEqual({ people: 3, labelled: 2, poorSound: 2 });
  });

  it('is not read again for a quarter of an hour once it came to its end', async () => {
    const { read, tokens } = start(inOrder([row('a', label('poor'))]));
    const first = await read();
    world.clock.advance(14 * 60_000);
    expect(await read()).toEqual(first);
    expect(tokens).toEqual([null]);
    world.clock.advance(1);
    await read();
    expect(tokens).toEqual([null, null]);
  });

  it.each([
    ['keeps what an earlier try had begun', UUID, ['old', 'new']],
    ['forgets it where it may be that of another run', null, ['new']],
  ])('%s', async (_name, uuid, kept) => {
    let fails = true;
    const { read, lists } = start((token) => {
      if (token !== null && fails) throw new Error('made up');
      return toListPage([row(fails ? 'old' : 'new')], fails ? '2' : null);
    });
    expect((await read(undefined, { uuid })).state).toBe('partial');
    fails = false;
    expect((await read(undefined, { uuid })).state).toBe('ok');
    expect((await lists.find(UUID, ['old', 'new'])).flatMap((one) => one?.visitId ?? [])).toEqual(kept);
  });

  it.each([
    ['is that of an earlier read when it cannot be read again', UUID, 'ok', 1],
    ['is not where that may have been another run', null, 'failed', undefined],
  ])('%s', async (_name, uuid, state, poorSound) => {
    let fails = false;
    const { read, lists, tokens, logger } = start(() => {
      if (fails) throw new Error('made up');
      return toListPage([row('a', label('bad'))]);
    });
    await read(undefined, { uuid });
    await lists.used(UUID);
    fails = true;
    const again = await read(undefined, { uuid });
    expect([again.state, again.labels?.poorSound]).toEqual([state, poorSound]);
    expect(tokens).toHaveLength(2);
    expect(logger.lines.map(({ message }) => message)).toEqual(['the participants list could not be read']);
  });

  it('of a running webinar is read again each time', async () => {
    const { read, lists } = start(inOrder([row('a')]));
    expect((await read(undefined, { state: 'live' })).state).toBe('ok');
    expect(await lists.ended(UUID)).toBeNull();
  });

  it('begins anew, once, when Zoom no longer knows the page token', async () => {
    let calls = 0;
    const { read, tokens } = start((token) => {
      calls += 1;
      if (calls === 2) throw new PageTokenExpired();
      return inOrder([row('a', label('bad'))], [row('b')])(token);
    });
    expect(await read()).toMatchObject({ state: 'ok', labels: { people: 2, poorSound: 1 } });
    expect(tokens).toEqual([null, '2', null, '2']);
    calls = 0;
    const always = start((token) => {
      if (token !== null) throw new PageTokenExpired();
      return toListPage([row('a')], 'x');
    });
    expect((await always.read(undefined, { key: 'other' })).state).toBe('partial');
    expect(always.tokens).toEqual([null, 'x', null, 'x']);
  });
});

describe('a list that cannot be read', () => {
  it.each([
    ['no-scope', () => Promise.reject(scopeMissing)],
    [
      'failed',
      () => Promise.reject(new AppError({ kind: 'zoom-refused', said: '', status: 400, code: 1, check: 'bot' }, 'x')),
    ],
    ['failed', () => Promise.reject(new Error('made up'))],
  ] as const)('is %s, which is no failure of the read', async (state, answer) => {
    const { read, lists } = start(answer);
    expect(await read()).toMatchObject({ state, labels: null });
    expect(await lists.ended(UUID)).toBeNull();
  });

  it('is partial when a later page fails, and what came is kept', async () => {
    const { read, lists } = start(inOrder([row('a')], new Error('made up')));
    expect(await read()).toMatchObject({ state: 'partial', labels: null });
    expect(await lists.find(UUID, ['a'])).toMatchObject([{ visitId: 'a' }]);
  });

  it('is late when nothing came in time, partial when something did', async () => {
    const late = new AbortController();
    const nothing = start((_token, signal) => untilAborted(signal));
    const reading = nothing.read(late.signal);
    late.abort(new Error('too late'));
    expect((await reading).state).toBe('late');

    const later = new AbortController();
    const some = start((token, signal) => (token === null ? toListPage([row('a')], '2') : untilAborted(signal)));
    const readingSome = some.read(later.signal);
    await expect.poll(() => some.tokens.length).toBe(2);
    later.abort(new Error('too late'));
    expect((await readingSome).state).toBe('partial');
  });

  it('is failed when the store refuses it', async () => {
    const refusal = new AppError({ kind: 'storage-unavailable' }, 'made up');
    const { read } = start(inOrder([row('a')]), failOnce(world.kv, 'hashSet', refusal));
    expect((await read()).state).toBe('failed');
  });

  it.each<[string, (token: string | null) => ListPage]>([
    ['leads in a circle', (token) => toListPage([row(`${token}`)], 'same')],
    ['only repeats itself', (token) => toListPage([row('a')], `${token}x`)],
    ['has no usable row', (token) => toListPage([], `${token}x`, 300)],
  ])('is left when it %s', async (_name, answer) => {
    const { read, tokens } = start(answer);
    expect((await read()).state).toBe('partial');
    expect(tokens.length).toBeLessThan(6);
  });

  it('is left when it has far more rows than Zoom counts', async () => {
    let page = 0;
    const { read, tokens } = start(() => {
      page += 1;
      return toListPage(
        Array.from({ length: 300 }, (_, index) => row(`${page}-${index}`)),
        `t${page}`,
      );
    });
    expect((await read(undefined, { participantCount: 600 })).state).toBe('partial');
    expect(tokens).toHaveLength(6);
  });
});

it('keeps no row under a key that lives for ever, and forgets all when told', async () => {
  const { read, lists } = start(inOrder([row('__proto__'), row('end'), row('constructor')]));
  await read();
  const found = await lists.find(UUID, ['__proto__', 'end', 'constructor']);
  expect(found.map((one) => one?.visitId)).toEqual(['__proto__', 'end', 'constructor']);
  expect(await lists.ended(UUID)).toMatchObject({ state: 'ok' });
  expect(keys.participantsList(UUID).lifeSeconds).toBe(36 * 3600);
  await lists.clear(UUID);
  expect(await lists.find(UUID, ['end'])).toEqual([null]);
});
