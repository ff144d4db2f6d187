import { QosEnvelope } from '../../zoom/endpoints/schema.ts';
import { advice, type CheckResult, good, wrong } from '../check.ts';
import type { AskZoom, ZoomAnswer } from './ask-zoom.ts';

/** Zoom's documents know ten at most; what an account takes is found out. */
const SIZES = [10, 30, 100, 300] as const;
const NAME = 'Zoom page size';

/** What came of one size. */
export interface SizeSeen {
  readonly asked: number;
  /** null: refused. */
  readonly rows: number | null;
  readonly isLast: boolean;
}

/**
 * Asks for larger and larger pages of one webinar until one is refused or holds no more than was asked before, or there are
 * no more rows: four Heavy calls at most.
 */
export async function seePageSizes(
  askZoom: AskZoom,
  summaryPath: string,
  first: ZoomAnswer<QosEnvelope>,
): Promise<SizeSeen[]> {
  const seen: SizeSeen[] = [];
  for (const asked of SIZES) {
    const answer = asked === SIZES[0] ? first : await askZoom(`${summaryPath}?page_size=${asked}`, QosEnvelope);
    if (answer.kind === 'trouble') {
      // What is a limit or an outage says nothing of the size.
      if (answer.fault?.status === 400) seen.push({ asked, rows: null, isLast: true });
      break;
    }
    const rows = answer.value.rows?.length ?? 0;
    seen.push({ asked, rows, isLast: answer.value.nextPageToken === null });
    if (answer.value.nextPageToken === null || rows < asked) break;
  }
  return seen;
}

/** @param configured ZOOM_QOS_PAGE_SIZE */
export function tellPageSizes(seen: readonly SizeSeen[], configured: number): CheckResult {
  const taken = Math.max(0, ...seen.filter(({ rows, asked }) => rows === asked).map(({ asked }) => asked));
  // A page that was given more rows than any smaller size holds was taken, too, though it was not full.
  const most = Math.max(taken, ...seen.map(({ rows, asked }) => ((rows ?? 0) > SIZES[0] ? asked : 0)));
  const stopped = seen.find(({ rows, asked, isLast }) => rows === null || (rows < asked && !isLast));
  if (stopped !== undefined && configured > most) {
    const what = stopped.rows === null ? 'refuses' : `gives ${stopped.rows} rows to`;
    return wrong(
      NAME,
      `Zoom ${what} pages of ${stopped.asked}, and ZOOM_QOS_PAGE_SIZE is ${configured}`,
      `Set ZOOM_QOS_PAGE_SIZE=${Math.max(most, SIZES[0])}`,
    );
  }
  if (most > configured) {
    return advice(
      NAME,
      `the account takes pages of ${most}, and the bot asks for ${configured}`,
      `Set ZOOM_QOS_PAGE_SIZE=${most}: reports come sooner and cost fewer calls`,
    );
  }
  if (stopped === undefined && most < SIZES[1]) {
    return good(NAME, `${configured}; whether larger ones are taken, this webinar is too small to tell`);
  }
  return good(NAME, `${configured}, the largest that the account is known to take`);
}
