import { createHmac, randomBytes, randomUUID } from 'node:crypto';

/** `x-zm-signature` over the raw bytes; the timestamp is in seconds. */
export function signWebhook(secret: string, timestamp: string, rawBody: string | Uint8Array): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')}`;
}

export interface SendWebhookOptions {
  readonly secret: string;
  /** Milliseconds since 1970, for the timestamp header. */
  readonly nowMs?: number;
  readonly requestId?: string;
  readonly timeoutMs?: number;
  /** Headers to set or, with undefined, to leave out: a wrong signature, a missing timestamp. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface WebhookResult {
  /** null when there was no answer in time. */
  readonly status: number | null;
  readonly body: string;
  readonly failure: 'timeout' | 'connection' | null;
  readonly ms: number;
}

/** An id in the form of Zoom's `x-zm-request-id`. */
export function newRequestId(): string {
  return randomUUID().replaceAll('-', '_');
}

/** Posts one event with Zoom's headers; text and bytes go out as they are, objects as compact JSON. Never throws. */
export async function sendWebhook(
  url: string,
  body: object | string | Uint8Array,
  options: SendWebhookOptions,
): Promise<WebhookResult> {
  const raw = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : rawEvent(body);
  const timestamp = String(Math.floor((options.nowMs ?? Date.now()) / 1000));
  const headers = new Headers();
  const wanted: Record<string, string | undefined> = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Zoom Marketplace/1.0a',
    authorization: 'SimVerificationToken00',
    clientid: 'SimClientId0123456789A',
    'x-zm-request-timestamp': timestamp,
    'x-zm-signature': signWebhook(options.secret, timestamp, raw),
    'x-zm-request-id': options.requestId ?? newRequestId(),
    'x-zm-trackingid': `v=2.0;clid=us02;rid=WEB_${randomBytes(16).toString('hex')}`,
    ...options.headers,
  };
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) headers.set(name, value);

  const startedMs = performance.now();
  const signal = AbortSignal.timeout(options.timeoutMs ?? 3000);
  try {
    // Zoom follows no redirect: a 3xx is an answer that loses the event.
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: new Uint8Array(raw),
      signal,
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, body: text, failure: null, ms: performance.now() - startedMs };
  } catch {
    const failure = signal.aborted ? 'timeout' : 'connection';
    return { status: null, body: '', failure, ms: performance.now() - startedMs };
  }
}

/** The bytes of an event; they must stay the same over all its retries. */
export function rawEvent(event: object): Buffer {
  return Buffer.from(JSON.stringify(event));
}
