import { AppError, type Failure } from '../../errors.ts';
import { maskAddresses } from '../../messages/text/mask.ts';
import { toTypedText } from './typed-text.ts';

const LONGEST_INPUT = 2_000;
const SHOWN_INPUT_LENGTH = 60;

type Problem = Extract<Failure, { kind: 'bad-subscription' }>['problem'];

/** An error about what was typed; an e-mail address in it goes neither into a message nor into the log. */
export function badSubscription(problem: Problem, input: string): AppError {
  const shown = [...maskAddresses(toTypedText(input.slice(0, LONGEST_INPUT)).trim())];
  const cut = shown.slice(0, SHOWN_INPUT_LENGTH).join('');
  return new AppError(
    { kind: 'bad-subscription', problem, input: shown.length > SHOWN_INPUT_LENGTH ? `${cut}…` : cut },
    `not a subscription: ${problem}`,
  );
}
