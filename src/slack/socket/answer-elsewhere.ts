import { z } from 'zod';
import { postToResponseUrl } from '../client/response-url.ts';
import type { Envelope } from './wire.ts';

const Origin = z.object({ response_url: z.string() });
const Answer = z.object({
  text: z.string().default(''),
  blocks: z.array(z.looseObject({})).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
});

/** The post of what an acknowledgement would have shown to the request's response_url; null where there is none, as for windows. */
export function answerElsewhere({ payload }: Envelope, acknowledgement: object): Promise<void> | null {
  const responseUrl = Origin.safeParse(payload).data?.response_url;
  const answer = Answer.safeParse(acknowledgement).data;
  if (responseUrl === undefined || answer === undefined) return null;
  const { blocks, ...rest } = answer;
  return postToResponseUrl(responseUrl, { ...rest, ...(blocks === undefined ? {} : { blocks }) });
}
