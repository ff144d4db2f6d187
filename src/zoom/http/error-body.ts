import { z } from 'zod';
import { parseJson } from '../../runtime/parse-json.ts';

/** What could be made out in the body of an error answer. */
export interface ErrorBody {
  readonly code: number | null;
  /** Zoom's text; blank for HTML, an empty body or anything unreadable. */
  readonly message: string;
  /** Names of the inputs that Zoom's `errors[]` complains about. */
  readonly fields: readonly string[];
  /** The scopes named in the message. */
  readonly scopes: readonly string[];
  /** `{reason, error}`, as only the token endpoint has it. */
  readonly isTokenError: boolean;
}

/** Zoom's are a few hundred characters long; of a gateway's page the start says enough. */
export const MAX_ERROR_BODY = 64 * 1024;
const MAX_SCOPES = 20;
/** Where the names of scopes are looked for. */
const MAX_MESSAGE = 4_000;

const JsonObject = z.custom<Readonly<Record<string, unknown>>>(isRecord);

/**
 * Reads an error body, whatever it is: `{code, message, errors?}`, the token endpoint's `{reason, error}`, HTML, nothing, or
 * the code 104 answer whose quotes are not escaped and which therefore is no JSON.
 */
export function parseErrorBody(body: string): ErrorBody {
  const start = body.slice(0, MAX_ERROR_BODY);
  const json = parseJson(start, JsonObject)?.data;
  const message = json
    ? text(json.message) || [text(json.reason), text(json.error)].filter(Boolean).join(', ')
    : messageOfBroken(start);
  const code = json ? json.code : /"code" {0,9}: {0,9}"?(\d{1,9})\b/.exec(start)?.[1];
  return {
    code: parseCode(code),
    message,
    fields: json ? parseFields(json.errors) : [],
    scopes: parseScopes(message),
    isTokenError: text(json?.reason) !== '' && text(json?.error) !== '',
  };
}

/** What stands between `"message":"` and the last `"}`, whatever is in between. */
function messageOfBroken(body: string): string {
  const name = body.indexOf('"message"');
  const colon = name < 0 ? -1 : body.indexOf(':', name);
  const start = colon < 0 ? -1 : body.indexOf('"', colon) + 1;
  const brace = body.lastIndexOf('}');
  const end = brace < 0 ? -1 : body.lastIndexOf('"', brace);
  return start <= 0 || end < start ? '' : body.slice(start, end);
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
  const list = /scopes? ?:? ?\[([^\]]*)/i.exec(message.slice(0, MAX_MESSAGE))?.[1] ?? '';
  return list
    .split(/[^\w:]+/)
    .filter((word) => /^\w+:\w[\w:]*$/.test(word))
    .slice(0, MAX_SCOPES);
}
