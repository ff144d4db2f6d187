import { randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { CallContext } from '../webinar/call-owner.ts';
import type { Occurrence } from '../webinar/occurrence.ts';
import { encodeUuid } from '../zoom/endpoints/encode-uuid.ts';
import { pathId } from '../zoom/endpoints/path-id.ts';
import { QosEnvelope } from '../zoom/endpoints/schema.ts';
import type { ZoomClient } from '../zoom/http/client.ts';
import { ZoomRefusal } from '../zoom/http/zoom-errors.ts';
import { withoutAnybody } from '../zoom/http/zoom-sentence.ts';
import { DOCUMENTED_ROWS, type LargerPage, type RefusalProbe, type RefusalSeen } from './seen.ts';

const CALL = { endpoint: 'qos_summary', label: 'heavy', optional: true } as const;
/** Above Zoom's documented ten, and small enough to tell "as asked" from "as many as there are". */
const LARGER_PAGE = 3 * DOCUMENTED_ROWS;

/** One call: what comes of a page size above ten. */
export async function askForLargerPage(
  client: ZoomClient,
  occurrence: Pick<Occurrence, 'uuid' | 'webinarId'>,
  rowsKnown: number,
  context: CallContext,
): Promise<LargerPage> {
  if (rowsKnown <= DOCUMENTED_ROWS) return { kind: 'untried' };
  const path = `${summaryPath(pathId(occurrence))}?page_size=${LARGER_PAGE}`;
  const answer = await refusalOf(() => client.getJson(path, QosEnvelope, CALL, context));
  if ('refused' in answer) return { kind: 'refused', asked: LARGER_PAGE, answer: answer.refused };
  return { kind: 'given', asked: LARGER_PAGE, rows: answer.value.rows?.length ?? 0 };
}

/** Two calls that Zoom has to refuse, to see in which words it does. */
export async function askForRefusals(
  client: ZoomClient,
  occurrence: Pick<Occurrence, 'uuid' | 'webinarId'>,
  context: CallContext,
): Promise<RefusalProbe[]> {
  const nobodys = encodeUuid(randomBytes(16).toString('base64'));
  const badToken = `&next_page_token=${randomBytes(18).toString('hex')}`;
  const paths = [
    ['a webinar that does not exist', 'not-available', summaryPath(nobodys)],
    ['a page token that does not exist', 'page-token', summaryPath(pathId(occurrence))],
  ] as const;
  const probes: RefusalProbe[] = [];
  for (const [asked, expected, path] of paths) {
    const query = `?page_size=${DOCUMENTED_ROWS}${expected === 'page-token' ? badToken : ''}`;
    const answer = await refusalOf(() => client.getJson(path + query, QosEnvelope, CALL, context));
    probes.push({ asked, expected, answer: 'refused' in answer ? answer.refused : null });
  }
  return probes;
}

function summaryPath(id: string): string {
  return `/metrics/webinars/${id}/participants/qos_summary`;
}

/** What passes by itself, and what is no refusal, is thrown on. */
async function refusalOf<T>(call: () => Promise<T>): Promise<{ value: T } | { refused: RefusalSeen }> {
  try {
    return { value: await call() };
  } catch (error) {
    if (error instanceof ZoomRefusal) return { refused: { ...wordsOf(error), understood: error.meaning } };
    if (error instanceof AppError && error.retryAt === null && error.failure.kind !== 'zoom-unavailable') {
      return { refused: { ...wordsOf(error), understood: error.failure.kind } };
    }
    throw error;
  }
}

function wordsOf({ failure }: ZoomRefusal | AppError): Omit<RefusalSeen, 'understood'> {
  if (failure.kind === 'zoom-refused') {
    return { status: failure.status, code: failure.code, said: withoutAnybody(failure.said) };
  }
  return { status: null, code: null, said: failure.kind === 'plan-missing' ? withoutAnybody(failure.said ?? '') : '' };
}
