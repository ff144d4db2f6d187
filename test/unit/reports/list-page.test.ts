import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPages, locatePage, toPages } from '../../../src/reports/list-page.ts';

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

  it('fits what lies on that page, and all pages together hold everybody once', () => {
    fc.assert(
      fc.property(fc.nat(60), (total) => {
        const ids = Array.from({ length: total }, (_, index) => `p${index}`);
        const pages = toPages(ids);
        expect(Object.keys(pages)).toHaveLength(countPages(total));
        const seen: string[] = [];
        for (let page = 0; page < countPages(total); page += 1) {
          const { first, last, length } = locatePage(total, page);
          expect(pages[page]).toEqual(ids.slice(first - 1, last));
          expect(pages[page]).toHaveLength(length);
          seen.push(...(pages[page] ?? []));
        }
        expect(seen).toEqual(ids);
      }),
    );
  });
});
