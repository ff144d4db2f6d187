import { z } from 'zod';
import { parseJsonBody } from './json-body.ts';

/** What could be made out in the body of an error answer. */
export interface ErrorBody {
  readonly code: number | null;
  /** Zoom's text; blank for HTML, an empty body or anything unreadable. */
  readonly message: string;
  /** Names of the inputs that Zoom's `errors[]` complains about. */
  readonly fields: readonly string[];
  /** The scopes named in the message. */
  readonly scopes: readonly string[];
}

const MAX_SCOPES = 20;

const JsonObject = z.custom<Readonly<Record<string, unknown>>>(isRecord);

/**
 * Reads an error body, whatever it is: `{code, message, errors?}`, the token endpoint's `{reason, error}`, HTML, nothing, or
 * the code 104 answer whose quotes are not escaped and which therefore is no JSON.
 */
export function parseErrorBody(body: string): ErrorBody {
  const json = parseJsonBody(body, JsonObject)?.data;
  const message = json
    ? text(json.message) || [text(json.reason), text(json.error)].filter(Boolean).join(', ')
    : (/"message"\s*:\s*"([\s\S]*)"\s*\}/.exec(body)?.[1] ?? '');
  const code = json ? json.code : /"code"\s*:\s*"?(\d{1,9})\b/.exec(body)?.[1];
  return { code: parseCode(code), message, fields: json ? parseFields(json.errors) : [], scopes: parseScopes(message) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parseCode(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

function parseFields(errors: unknown): string[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: unknown) => (isRecord(error) ? text(error.field) || [] : []));
}

/** `…does not contain scopes:[a, b]` and `…scopes:["a","b"]`. */
function parseScopes(message: string): string[] {
  const list = /scopes?\s*:?\s*\[([^\]]*)/i.exec(message)?.[1] ?? '';
  return (list.match(/[a-z0-9_]+(?::[a-z0-9_]+)+/gi) ?? []).slice(0, MAX_SCOPES);
}
