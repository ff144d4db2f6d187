import { AppError } from '../../errors.ts';
import type { Broken, Outcome } from './retry.ts';
import { parseRetryAfter } from './retry-after.ts';
import { type Answer, NoAnswer } from './transport.ts';
import { describeFault, toFinalError, type ZoomFault } from './zoom-errors.ts';

/** A proxy that looks into TLS shows its own; Node names that so. */
const NOT_ZOOMS_CERTIFICATE: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The outcome of an answer that passes by itself; null for a fault that is final. */
export function toOutcome(fault: ZoomFault, answer: Answer, endpoint: string, nowMs: number): Outcome<never> | null {
  const detail = describeFault(fault, endpoint, answer.headers['x-zm-trackingid']);
  const retryAfterMs = parseRetryAfter(answer.headers['retry-after'], nowMs);
  if (fault.meaning === 'limited') return { kind: 'limited', limit: whichLimit(fault, answer), retryAfterMs, detail };
  if (fault.meaning !== 'broken' && fault.meaning !== 'network-page') return null;
  const last = fault.status < 300 ? 'an answer that made no sense' : String(fault.status);
  const broken = { kind: 'broken', last, durationMs: answer.durationMs, retryAfterMs, detail } as const;
  return fault.meaning === 'broken' ? broken : { ...broken, inTheEnd: toFinalError(fault, detail) };
}

/** The outcome of a request without an answer; rethrows what is not the network's fault. */
export function toNoAnswerOutcome(error: unknown, endpoint: string): Broken {
  if (!(error instanceof NoAnswer)) throw error;
  const detail = `Zoom ${endpoint}: ${error.message}`;
  const broken = {
    kind: 'broken',
    last: error.last,
    durationMs: error.durationMs,
    retryAfterMs: null,
    detail,
  } as const;
  if (error.code === null || !NOT_ZOOMS_CERTIFICATE.has(error.code)) return broken;
  const seen = "a certificate that is not Zoom's";
  return { ...broken, inTheEnd: new AppError({ kind: 'network', seen }, detail, { cause: error }) };
}

/** The header says it best, but is often missing; the text comes next. */
function whichLimit(fault: ZoomFault, answer: Answer): 'second' | 'day' | 'unclear' {
  const type = answer.headers['x-ratelimit-type'];
  if (type) return /dai?ly|day/i.test(type) ? 'day' : 'second';
  if (/daily/i.test(fault.message)) return 'day';
  return /per-(?:second|minute)|concurrent/i.test(fault.message) ? 'second' : 'unclear';
}
