import type { BotAnswer } from '../people/bot-answer.ts';

/** What Slack wraps around a payload on a socket. */
export interface Envelope {
  readonly envelope_id: string;
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Readonly<Record<string, unknown>>;
  readonly accepts_response_payload: boolean;
}

/** An envelope on its way, and how often it was sent. */
export interface Sending {
  readonly envelope: Envelope;
  attempts: number;
  answered(payload: unknown): void;
}

/** The form that goes to a request URL, as an envelope: commands as they are, interactions unpacked. */
export function toEnvelope(form: URLSearchParams, envelopeId: string): Envelope {
  const packed = form.get('payload');
  if (packed === null) {
    const payload = Object.fromEntries(form);
    return { envelope_id: envelopeId, type: 'slash_commands', payload, accepts_response_payload: true };
  }
  const payload: Record<string, unknown> = JSON.parse(packed);
  // Only a modal can be answered in the acknowledgement.
  const accepts = payload.type === 'view_submission';
  return { envelope_id: envelopeId, type: 'interactive', payload, accepts_response_payload: accepts };
}

/** An acknowledgement as the answer that the same words would have been over HTTP. */
export function toAnswer(payload: unknown, ms: number): BotAnswer {
  const isEmpty = typeof payload !== 'object' || payload === null || Object.keys(payload).length === 0;
  const body = isEmpty ? '' : JSON.stringify(payload);
  return { status: 200, body, contentType: isEmpty ? '' : 'application/json', ms, failure: null };
}
