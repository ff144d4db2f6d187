import { DOCUMENTED_ROWS, type Seen } from '../seen.ts';
import type { Fact, Told } from './fact.ts';
import { refusalWords } from './refusals.ts';

/** Zoom documents ten rows a page at most; more would make reading cheaper. */
export function tellPageSize({ largerPage }: Seen): Fact {
  const told = (): [Told, string] => {
    if (largerPage.kind === 'untried') return ['not told', 'There are no more than ten rows; take a larger webinar.'];
    const asked = `Asked for ${largerPage.asked} rows on a page, Zoom`;
    if (largerPage.kind === 'refused') return ['as expected', `${asked} refused: ${refusalWords(largerPage.answer)}.`];
    const isMore = largerPage.rows > DOCUMENTED_ROWS;
    return [isMore ? 'otherwise' : 'as expected', `${asked} gave ${largerPage.rows}.`];
  };
  const [answer, seen] = told();
  return {
    name: 'Page size above 10',
    told: answer,
    seen,
    counts: {
      asked: largerPage.kind === 'untried' ? null : largerPage.asked,
      rows: largerPage.kind === 'given' ? largerPage.rows : null,
      refused: largerPage.kind === 'refused' ? largerPage.answer.understood : null,
    },
    change: 'ZOOM_QOS_PAGE_SIZE',
  };
}
