import type { Person } from '../qos/person.ts';
import type { ReportHead, Sort } from './report.ts';

/** People on one page of a list. */
const PEOPLE_PER_PAGE = 5;

/** One page of a list, as `reports/store` gives it. */
export interface ListPage {
  readonly head: ReportHead;
  readonly sort: Sort;
  /** 0-based; already held within the pages that exist. */
  readonly page: number;
  readonly pageCount: number;
  /** 1-based positions of the first and last person shown; both 0 for an empty list. */
  readonly first: number;
  readonly last: number;
  readonly total: number;
  readonly people: readonly Person[];
}

/** The first of a list, as `reports/store` gives them. */
export interface ListTop {
  readonly head: ReportHead;
  readonly sort: Sort;
  /** In the whole list. */
  readonly total: number;
  readonly people: readonly Person[];
}

/** Where a page lies in its list. */
export interface PagePosition extends Pick<ListPage, 'page' | 'pageCount' | 'first' | 'last' | 'total'> {
  /** People on it. */
  readonly length: number;
}

/** The position of a page; page numbers outside are held within. */
export function locatePage(total: number, page: number): PagePosition {
  const pageCount = Math.max(1, Math.ceil(total / PEOPLE_PER_PAGE));
  const within = Math.min(Math.max(0, page), pageCount - 1);
  const start = within * PEOPLE_PER_PAGE;
  const length = Math.min(PEOPLE_PER_PAGE, total - start);
  return { page: within, pageCount, first: total === 0 ? 0 : start + 1, last: start + length, total, length };
}
