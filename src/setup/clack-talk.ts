import type { Readable, Writable } from 'node:stream';
import { confirm, intro, isCancel, log, note, outro, password, text } from '@clack/prompts';
import type { CheckState } from '../doctor/check.ts';
import { SetupCancelled, type Talk } from './talk.ts';

const SAY = { good: log.success, advice: log.warn, wrong: log.error, unseen: log.error } as const satisfies Record<
  CheckState,
  unknown
>;

/** A terminal. */
export function createClackTalk({ input, output }: { readonly input: Readable; readonly output: Writable }): Talk {
  const terminal = { input, output };

  function orThrow<T>(answer: T): Exclude<T, symbol> {
    if (isCancel(answer)) throw new SetupCancelled('cancelled');
    // isCancel has taken out the only symbol that there is.
    return answer as Exclude<T, symbol>;
  }

  return {
    begin: (title) => intro(title, terminal),
    explain(title, lines, link) {
      note(lines.join('\n'), title, { output, format: (line) => line });
      if (link !== null) output.write(`${link}\n`);
    },
    async ask({ message, isSecret, isOptional, check }) {
      const validate = (typed: string | undefined): string | undefined => {
        const answer = typed?.trim() ?? '';
        if (answer === '') return isOptional ? undefined : 'This one is needed.';
        return check(answer) ?? undefined;
      };
      const options = { ...terminal, message, validate };
      return (orThrow(await (isSecret ? password(options) : text(options))) ?? '').trim();
    },
    confirm: async (message) => orThrow(await confirm({ ...terminal, message, initialValue: false })),
    async during(message, work) {
      log.step(message, { output });
      return work;
    },
    tell: (state, line) => SAY[state](line, { output, spacing: 0 }),
    end: (line) => outro(line, terminal),
  };
}
