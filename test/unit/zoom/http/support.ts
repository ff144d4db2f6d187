import { z } from 'zod';
import type { ZoomCall } from '../../../../src/zoom/http/client.ts';
import type { Reply } from '../support.ts';

export const Thing = z.object({ name: z.string() });
export const CALL: ZoomCall = { endpoint: 'thing', label: 'heavy' };
export const THING: Reply = { body: { name: 'x', unknown: true } };
export const DEAD: Reply = { status: 401, body: { code: 124, message: 'Access token is expired.' } };

/** Answers with each reply in turn, the last one for good. */
export const inTurn =
  (...replies: readonly Reply[]) =>
  (_request: unknown, count: number): Reply =>
    replies[Math.min(count, replies.length) - 1] ?? {};
