import type { RefusalSeen, Seen } from '../seen.ts';
import type { Fact } from './fact.ts';

/** Two refusals were asked for: whether the table of answers understands Zoom's words. */
export function tellRefusals({ refusals }: Seen): Fact {
  const otherwise = refusals.filter(({ expected, answer }) => answer?.understood !== expected);
  const words = refusals.map(({ asked, expected, answer }) => {
    const got = answer === null ? 'not refused' : refusalWords(answer);
    return `${asked}: ${got}${answer?.understood === expected ? '' : `, but ${expected} was expected`}`;
  });
  return {
    name: 'Wire text of refusals',
    told: otherwise.length === 0 ? 'as expected' : 'otherwise',
    seen: `${words.join('; ')}.`,
    counts: Object.fromEntries(
      refusals.flatMap(({ expected, answer }) => [
        [`${expected} understood`, answer?.understood ?? 'not refused'],
        [`${expected} status`, answer?.status ?? null],
        [`${expected} code`, answer?.code ?? null],
        [`${expected} said`, answer?.said ?? null],
      ]),
    ),
    change: 'a row of API_ANSWERS in src/zoom/http/answer-table.ts',
  };
}

/** Status, code and Zoom's own sentence, and what the bot makes of them. */
export function refusalWords({ status, code, said, understood }: RefusalSeen): string {
  const numbers = status === null ? '' : `${status}/${code ?? 'no code'} `;
  return `${numbers}${said === '' ? '' : `${JSON.stringify(said)} `}(understood as ${understood})`;
}
