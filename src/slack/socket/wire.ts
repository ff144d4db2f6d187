import { z } from 'zod';

/** What Slack sends over a socket. What is of no known type is left alone. */
const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), num_connections: z.number().optional() }),
  z.object({ type: z.literal('disconnect'), reason: z.string().catch('unknown') }),
  z.object({
    type: z.enum(['slash_commands', 'interactive', 'events_api']),
    envelope_id: z.string().min(1).max(200),
    payload: z.record(z.string(), z.unknown()),
    accepts_response_payload: z.boolean().catch(false),
    retry_attempt: z.number().optional(),
    retry_reason: z.string().optional(),
  }),
]);

export type SocketMessage = z.infer<typeof Message>;
export type Envelope = Extract<SocketMessage, { envelope_id: string }>;

/** null for what makes no sense, or is of a kind that this bot does not know. */
export function readMessage(text: string): SocketMessage | null {
  try {
    return Message.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const OpenAnswer = z.object({ url: z.url({ protocol: /^wss?$/ }) });

/** The address of one socket, out of Slack's answer; plain ws only on this machine. */
export function readSocketUrl(answer: unknown): string | null {
  const url = OpenAnswer.safeParse(answer).data?.url;
  if (url === undefined) return null;
  const { protocol, hostname } = new URL(url);
  return protocol === 'wss:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) ? url : null;
}
