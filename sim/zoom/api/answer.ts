import type { RateLabel } from './endpoints.ts';

/** An HTTP answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a JSON body. */
export function ok(body: unknown): Answer {
  return { status: 200, body: JSON.stringify(body) };
}

/** Zoom's error shape. */
export function zoomError(status: number, code: number, message: string): Answer {
  return { status, body: JSON.stringify({ code, message }) };
}

/** Zoom's error shape for bad input. */
export function validationFailed(field: string, message: string): Answer {
  return {
    status: 400,
    body: JSON.stringify({ code: 300, message: 'Validation Failed.', errors: [{ field, message }] }),
  };
}

/** The token endpoint's error shape. */
export function oauthError(status: number, reason: string, error: string): Answer {
  return { status, body: JSON.stringify({ reason, error }) };
}

export const NOT_SUBSCRIBED =
  'Event subscription not found. Subscribe to the Webinar Participant QoS Summary event in your Marketplace app to get access to this API.';
export const NO_DASHBOARD =
  'This API is only available for ZMP and Business or higher accounts that have enabled the Dashboard feature.';
export const NOT_AVAILABLE = "This webinar's detail info is not available.";
export const NOT_ENDED = 'The Webinar ID is not valid or the webinar has not ended yet.';
export const DASHBOARD_NOT_AVAILABLE = "This webinar's detail information is not available or the ID is not valid.";
export const TOO_OLD = 'Can not access a webinar a year ago.';
export const BAD_PAGE_TOKEN = 'The next page token is invalid or expired.';
export const RATE_SECOND = 'You have reached the maximum per-second rate limit for this API. Try again later.';
export const RATE_DAY =
  'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.';

/** The old wording of a missing scope, with unescaped quotes: not valid JSON. */
export function malformed104(scope: string, status: number): Answer {
  return {
    status,
    body: `{"code":104, "message":"Invalid access token, does not contain scopes:["${scope}","dashboard:read:admin"]"}`,
  };
}

/** Names of rate-limit headers as in Zoom's older documentation. */
export function rateHeaders(label: RateLabel, type: string, limit: number, remaining: number): Record<string, string> {
  return {
    'X-RateLimit-Category': label,
    'X-RateLimit-Type': type,
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
  };
}
