import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locatePage } from '../../../src/reports/list-page.ts';

describe('the position of a page', () => {
  it.each([
    [0, 0, { page: 0, pageCount: 1, first: 0, last: 0, total: 0, length: 0 }],
    [5, 0, { page: 0, pageCount: 1, first: 1, last: 5, total: 5, length: 5 }],
    [6, 1, { page: 1, pageCount: 2, first: 6, last: 6, total: 6, length: 1 }],
    [16, 99, { page: 3, pageCount: 4, first: 16, last: 16, total: 16, length: 1 }],
    [16, -1, { page: 0, pageCount: 4, first: 1, last: 5, total: 16, length: 5 }],
  ])('of %i people, page %i', (total, page, expected) => {
    expect(locatePage(total, page)).toEqual(expected);
  });

  it('is that of a page of which all together hold everybody once', () => {
    fc.assert(
      fc.property(fc.nat(60), (total) => {
        const seen: number[] = [];
        const { pageCount } = locatePage(total, 0);
        for (let page = 0; page < pageCount; page += 1) {
          const { first, last, length } = locatePage(total, page);
          expect(length).toBe(total === 0 ? 0 : last - first + 1);
          for (let place = first; place <= last && total > 0; place += 1) seen.push(place);
        }
        expect(seen).toEqual(Array.from({ length: total }, (_, index) => index + 1));
      }),
    );
  });
});
