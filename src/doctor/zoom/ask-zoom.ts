import type { z } from 'zod';
import { parseJson } from '../../runtime/parse-json.ts';
import { readZoomFault, type ZoomFault } from '../../zoom/http/zoom-errors.ts';
import type { Ask } from '../network/ask.ts';
import type { Trouble } from '../network/explain-nothing.ts';
import { explainFault } from './explain-fault.ts';
import type { LimitsSeen } from './limits-seen.ts';

export type ZoomAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** `fault` is null where there was no answer at all. */
  | ({ readonly kind: 'trouble'; readonly fault: ZoomFault | null } & Trouble);

/** One GET of Zoom's API, once. Never rejects. */
export type AskZoom = <T>(path: string, schema: z.ZodType<T>) => Promise<ZoomAnswer<T>>;

/** @param limits hears what the headers say of the account's limits */
export function createAskZoom(ask: Ask, apiUrl: string, token: string, limits: LimitsSeen): AskZoom {
  return async (path, schema) => {
    const heard = await ask({
      method: 'GET',
      url: apiUrl + path,
      headers: { accept: 'application/json', authorization: `Bearer ${token}` },
    });
    if (heard.kind === 'nothing') return { ...heard, kind: 'trouble', fault: null };
    limits.hear(heard.headers);
    const value = heard.status === 200 ? parseJson(heard.body, schema) : null;
    if (value) return { kind: 'ok', value: value.data };
    const fault = readZoomFault(heard.status, heard.body);
    return { kind: 'trouble', fault, ...explainFault(fault) };
  };
}
