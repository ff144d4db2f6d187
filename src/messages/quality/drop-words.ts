import { formatCount } from '../text/numbers.ts';

/** "the connection broke off once", "Pat’s connection broke off 3 times". */
export function dropWords(drops: number, whose = 'the'): string {
  return `${whose} connection broke off ${times(drops)}`;
}

/** "once", "twice", "3 times". */
export function times(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${formatCount(count)} times`;
}
