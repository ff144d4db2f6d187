import { setImmediate } from 'node:timers/promises';

/** Between the portions of a long piece of work: whatever has come in meanwhile has its turn first. */
export async function nextTurn(): Promise<void> {
  await setImmediate();
}
