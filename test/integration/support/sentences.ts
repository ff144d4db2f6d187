import type { SimMessage } from '../../../sim/slack/stores/message-store.ts';
import { isReport, textOf } from './world.ts';

/** Parts of an answer that nobody should ever read. */
const MACHINERY = /undefined|\bnull\b|NaN|\[object|\{"|\bError:|\.ts:\d|node_modules|https?:\/\//;

/** What people were told, case by case; `PRINT_SENTENCES=1` shows it as a table. */
export interface SentenceBook {
  /** @throws Error when the sentence shows what is inside the machine */
  add(what: string, message: SimMessage): string;
  print(): void;
}

export function createSentenceBook(title: string): SentenceBook {
  const rows: string[] = [];
  return {
    add(what, message) {
      const text = textOf(message).trim();
      const isWhole = isReport(message) ? text.split('\n').slice(0, 2) : text.split('\n');
      const sentence = isWhole.map((line) => line.trim()).join(' ⏎ ');
      if (MACHINERY.test(text)) throw new Error(`not fit for people: ${sentence}`);
      rows.push(`| ${what} | ${sentence.replaceAll('|', '\\|')} |`);
      return text;
    },
    print() {
      if (process.env.PRINT_SENTENCES !== '1') return;
      process.stdout.write(`\n| ${title} | what the person reads |\n|---|---|\n${rows.join('\n')}\n\n`);
    },
  };
}
