import { describe, expect, it } from 'vitest';
import type { Visit } from '../../../../../src/qos/visit.ts';
import { createReadBounds } from '../../../../../src/reports/reading/pages/read-bounds.ts';
import { createVisitConverter } from '../../../../../src/reports/reading/pages/to-visit.ts';
import { hashIdentity, toReadVisit, toVisits } from '../../support.ts';

const toVisit = createVisitConverter(hashIdentity, () => true);
const people = (from: number, to: number): Visit[] => toVisits(from, to).map(toVisit);
const past = (participantCount: number | null) => ({ participantCount, state: 'past' }) as const;

/** Reads page after page of what it is given until the bounds say no; gives how many calls that took, and why. */
function readAll(
  bounds: ReturnType<typeof createReadBounds>,
  page: (number: number) => readonly Visit[],
  token = String,
) {
  for (let number = 1; number <= 20_000; number += 1) {
    const stopsAt = bounds.beforeNext(token(number));
    const stopsAfter = bounds.afterPage(page(number));
    if (stopsAt ?? stopsAfter) return { calls: number, reason: stopsAt ?? stopsAfter };
  }
  return expect.unreachable('a list without an end');
}

describe('a list that does not end', () => {
  it('is left a fifth behind the count that Zoom itself has told, and three pages', () => {
    const bounds = createReadBounds(past(100), null, 10);
    expect(readAll(bounds, (n) => people(10 * n, 10 * n + 9))).toEqual({ calls: 15, reason: 'page.more_than_counted' });
  });

  it('is left when three pages in a row show nobody new', () => {
    const bounds = createReadBounds(past(1_000), null, 10);
    expect(readAll(bounds, () => people(1, 10))).toEqual({ calls: 4, reason: 'page.nobody_new' });
  });

  it('is left when three pages in a row are empty', () => {
    expect(readAll(createReadBounds(past(1_000), null, 10), () => [])).toEqual({ calls: 3, reason: 'page.nobody_new' });
  });

  it('is left when a token comes back, also that with which a read went on', () => {
    const bounds = createReadBounds(past(1_000), 't2', 10);
    expect(bounds.beforeNext('t3')).toBeNull();
    expect(bounds.beforeNext('t2')).toBe('page.repeated_token');
  });

  it.each([
    ['runs', { participantCount: 5, state: 'live' } as const],
    ['has a count that Zoom does not tell', past(null)],
    ['has a count that nobody can believe', past(10_000_000)],
  ])('is left after 100,000 rows when the webinar %s', (_what, occurrence) => {
    const bounds = createReadBounds(occurrence, null, 10);
    const nameless = toVisit(toReadVisit(1, { visitId: '' }));
    expect(readAll(bounds, () => Array.from({ length: 10 }, () => nameless))).toEqual({
      calls: 10_000,
      reason: 'page.too_many',
    });
  });

  it('counts what a read before it has read already', () => {
    const bounds = createReadBounds(past(100), 't15', 10);
    bounds.goOnAfter(people(1, 70));
    bounds.goOnAfter(people(71, 140));
    expect(readAll(bounds, (n) => people(1000 + 10 * n, 1009 + 10 * n)).calls).toBeLessThanOrEqual(2);
  });
});

describe('a read that goes on', () => {
  it('knows who was there before', () => {
    const bounds = createReadBounds(past(1_000), 't2', 10);
    bounds.goOnAfter(people(1, 10));
    expect(readAll(bounds, () => people(1, 10)).calls).toBe(3);
  });
});

describe('a list like any other', () => {
  it('is read to its end, with people who come again and a count that is a little behind', () => {
    const bounds = createReadBounds(past(100), null, 10);
    for (let number = 1; number <= 12; number += 1) {
      expect(bounds.beforeNext(`t${number}`)).toBeNull();
      expect(bounds.afterPage(number % 3 === 0 ? people(1, 10) : people(10 * number, 10 * number + 9))).toBeNull();
    }
  });
});
