import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newRequestId, rawEvent, sendWebhook, type WebhookResult } from './send-webhook.ts';

export interface WebhookSenderOptions {
  readonly url: string;
  readonly secret: string;
  /** How much faster than Zoom the pauses run: 6000 turns five minutes into 50 ms. */
  readonly speed?: number;
  /** Milliseconds since 1970, for the signatures. */
  readonly now?: () => number;
  readonly timeoutMs?: number;
}

export interface WebhookSender {
  /** Delivers one event by Zoom's rules: up to three more tries, only after 5xx, time-outs and connection faults. */
  deliver(event: object, choices?: DeliverChoices): Promise<Delivery>;
  /** Delivers several in the given or another order, or loses some; all at once, as overlapping events come. */
  deliverAll(events: readonly object[], choices?: BatchChoices): Promise<Delivery[]>;
  /** One endpoint.url_validation. */
  validate(plainToken?: string): Promise<ValidationResult>;
  /** Validates `times` times, 72 hours apart; stops for good after six failures in a row. */
  revalidate(times: number): Promise<Revalidation>;
}

interface DeliverChoices {
  readonly requestId?: string;
  /** How many subscriptions deliver the same event: each has a request id of its own. */
  readonly copies?: number;
}

interface BatchChoices {
  readonly order?: 'given' | 'reversed';
  /** true: this one never leaves Zoom. */
  readonly lose?: (index: number) => boolean;
}

interface Delivery {
  readonly requestId: string;
  readonly attempts: readonly WebhookResult[];
  /** Whether one attempt got 200 or 204. */
  readonly delivered: boolean;
}

interface ValidationResult {
  readonly valid: boolean;
  readonly result: WebhookResult;
}

interface Revalidation {
  readonly results: readonly ValidationResult[];
  /** Mails that Zoom would have sent to the owner: after two and after four failures in a row. */
  readonly mails: number;
  readonly disabled: boolean;
}

/** Pauses before the second, third and fourth try: five, then 20, then 60 minutes. */
const RETRY_PAUSES_MS = [300_000, 1_200_000, 3_600_000];
const REVALIDATE_MS = 72 * 3_600_000;

export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { url, secret, speed = 1, now = Date.now, timeoutMs = 3000 } = options;

  async function deliverOne(raw: Buffer, requestId: string): Promise<Delivery> {
    const attempts: WebhookResult[] = [];
    for (const pauseMs of [0, ...RETRY_PAUSES_MS]) {
      if (pauseMs > 0) await sleep(pauseMs / speed);
      // Same bytes and id, but signed anew: the timestamp is that of the try.
      const result = await sendWebhook(url, raw, { secret, nowMs: now(), requestId, timeoutMs });
      attempts.push(result);
      if (result.status !== null && result.status < 500) break;
    }
    const last = attempts.at(-1)?.status;
    return { requestId, attempts, delivered: last === 200 || last === 204 };
  }

  async function validate(plainToken = newRequestId().slice(0, 22)): Promise<ValidationResult> {
    const event = { payload: { plainToken }, event_ts: Math.floor(now()), event: 'endpoint.url_validation' };
    const result = await sendWebhook(url, event, { secret, nowMs: now(), timeoutMs });
    const expected = createHmac('sha256', secret).update(plainToken).digest('hex');
    return { valid: result.status === 200 && isProof(result.body, plainToken, expected), result };
  }

  const sender: WebhookSender = {
    async deliver(event, { requestId, copies = 1 } = {}) {
      const raw = rawEvent(event);
      const ids = Array.from({ length: copies }, (_, index) => (index === 0 && requestId) || newRequestId());
      const [first] = await Promise.all(ids.map((id) => deliverOne(raw, id)));
      if (first === undefined) throw new Error('copies must be at least 1');
      return first;
    },
    deliverAll(events, { order = 'given', lose = () => false } = {}) {
      const kept = events.filter((_, index) => !lose(index));
      if (order === 'reversed') kept.reverse();
      return Promise.all(kept.map((event) => sender.deliver(event)));
    },
    validate,
    async revalidate(times) {
      const results: ValidationResult[] = [];
      let failures = 0;
      let mails = 0;
      for (let count = 0; count < times && failures < 6; count += 1) {
        if (count > 0) await sleep(REVALIDATE_MS / speed);
        const result = await validate();
        results.push(result);
        failures = result.valid ? 0 : failures + 1;
        if (failures === 2 || failures === 4) mails += 1;
      }
      return { results, mails, disabled: failures >= 6 };
    },
  };
  return sender;
}

function isProof(body: string, plainToken: string, encryptedToken: string): boolean {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null) return false;
    const proof = new Map(Object.entries(answer));
    return proof.get('plainToken') === plainToken && proof.get('encryptedToken') === encryptedToken;
  } catch {
    return false;
  }
}
