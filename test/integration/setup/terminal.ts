import { PassThrough } from 'node:stream';
import { vi } from 'vitest';

/** A terminal as far as prompts use one: what is on its screen, and somebody who types. */
export interface Terminal {
  readonly input: PassThrough;
  readonly output: PassThrough;
  /** All that was written, as it stands. */
  screen(): string;
  /** Waits for the question, types, and presses Enter unless told otherwise. */
  answer(question: string, typed: string, enter?: boolean): Promise<void>;
}

/** A control sequence, or a run of other characters. */
const ESCAPE = String.fromCharCode(27);
const PARTS = new RegExp(`${ESCAPE}\\[([?\\d;]*)([A-Za-z])|[^${ESCAPE}]+`, 'g');

export function openTerminal(columns = 120): Terminal {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns, rows: 1000 });
  const lines: string[] = [''];
  let row = 0;
  let column = 0;

  function put(text: string): void {
    for (const character of text) {
      if (character === '\n') {
        row += 1;
        column = 0;
        while (lines.length <= row) lines.push('');
        continue;
      }
      const line = [...(lines[row] ?? '').padEnd(column)];
      line[column] = character;
      lines[row] = line.join('');
      column += 1;
    }
  }

  function control(argument: string, letter: string): void {
    const count = Number(argument) || 1;
    if (letter === 'A') row = Math.max(0, row - count);
    else if (letter === 'B') row = Math.min(lines.length - 1, row + count);
    else if (letter === 'C') column += count;
    else if (letter === 'D') column = Math.max(0, column - count);
    else if (letter === 'G') column = count - 1;
    else if (letter === 'K') lines[row] = argument === '2' ? '' : [...(lines[row] ?? '')].slice(0, column).join('');
    else if (letter === 'J') {
      lines[row] = [...(lines[row] ?? '')].slice(0, column).join('');
      lines.length = row + 1;
    }
  }

  output.setEncoding('utf8').on('data', (text: string) => {
    for (const [part, argument, letter] of text.matchAll(PARTS)) {
      if (letter === undefined) put(part);
      else control(argument ?? '', letter);
    }
  });
  const screen = () =>
    lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trim();
  return {
    input,
    output,
    screen,
    async answer(question, typed, enter = true) {
      await vi.waitFor(
        () => {
          if (!screen().includes(`◆  ${question}`)) throw new Error(`nobody asks ${question}:\n${screen()}`);
        },
        { timeout: 10_000, interval: 5 },
      );
      input.write(typed);
      if (enter) input.write('\r');
    },
  };
}
