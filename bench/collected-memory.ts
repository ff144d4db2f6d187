import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BotProcess } from '../sim/bot/bot-process.ts';

/** For the bot's environment: lets its garbage be collected from outside. */
export const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' } as const;

/**
 * Resident megabytes once the garbage is collected: V8 lets garbage lie while there is room, so that without collecting
 * it nothing could be said of what is kept.
 * @param bot started with INSPECTED
 */
export async function collectedMb(bot: BotProcess): Promise<number> {
  const url = bot.lines.map((line) => /^Debugger listening on (ws:\S+)/.exec(line)?.[1]).find(Boolean);
  if (url === undefined) throw new Error('the bot was not started with INSPECTED');
  const inspector = new WebSocket(url);
  await once(inspector, 'open');
  inspector.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
  await once(inspector, 'message');
  inspector.close();
  return residentMb(bot);
}

/** Resident megabytes as they are. */
export function residentMb({ pid }: BotProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
