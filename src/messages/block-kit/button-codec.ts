import { z } from 'zod';
import type { Sort } from '../../reports/report.ts';
import { parseJson } from '../../runtime/parse-json.ts';

/** Slack takes no longer value. */
const MAX_LENGTH = 2000;

const ButtonState = z.strictObject({
  v: z.literal(1),
  /** `Occurrence.key`. */
  report: z.string().min(1).max(200),
  /** `ReportHead.readId` of what the person looks at; absent where any read will do, and in buttons of older versions. */
  read: z
    .string()
    .regex(/^[\x21-\x7e]{1,64}$/)
    .exactOptional(),
  view: z.enum(['report', 'list', 'person']),
  sort: z.enum(['severity', 'loss', 'latency'] satisfies readonly Sort[]).exactOptional(),
  /** 0-based. */
  page: z.int().min(0).max(1_000_000).exactOptional(),
  /** `Person.id`. */
  person: z
    .string()
    .regex(/^[\x21-\x7e]{1,64}$/)
    .exactOptional(),
  /** `PendingRequest.id`. */
  request: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .exactOptional(),
});

/**
 * What a button knows: where to look, never what is shown there. A list has `sort` and `page`, a person has `person`.
 * It comes back from Slack as untrusted text.
 */
export type ButtonState = z.infer<typeof ButtonState>;

/** The value of a button. */
export function encodeButton(state: ButtonState): string {
  return JSON.stringify(state);
}

/** Reads a button's value; null when it is not what `encodeButton` writes. */
export function decodeButton(value: unknown): ButtonState | null {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null;
  const state = parseJson(value, ButtonState)?.data;
  return state && isComplete(state) ? state : null;
}

function isComplete(state: ButtonState): boolean {
  if (state.view === 'list') return state.sort !== undefined && state.page !== undefined;
  return state.view === 'report' || state.person !== undefined;
}
