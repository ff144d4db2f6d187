import type { CheckState } from '../doctor/check.ts';

/** One question. */
export interface Question {
  readonly message: string;
  /** Nothing that is typed is shown. */
  readonly isSecret: boolean;
  /** May be left blank. */
  readonly isOptional: boolean;
  /** What is wrong with an answer at first sight; null when nothing is. */
  readonly check: (answer: string) => string | null;
}

/** Whoever sits at the terminal (the port). */
export interface Talk {
  begin(title: string): void;
  /**
   * A page to open, and what to do there.
   * @param link in a line of its own, not broken, so that it can be copied
   */
  explain(title: string, lines: readonly string[], link: string | null): void;
  /** @throws SetupCancelled */
  ask(question: Question): Promise<string>;
  /** @throws SetupCancelled */
  confirm(message: string): Promise<boolean>;
  /** Waits with something that moves. */
  during<T>(message: string, work: Promise<T>): Promise<T>;
  /** A line of the doctor's, or one like it. */
  tell(state: CheckState, line: string): void;
  end(line: string): void;
}

/** Ctrl-C, or the terminal is gone. */
export class SetupCancelled extends Error {
  override readonly name = 'SetupCancelled';
}
