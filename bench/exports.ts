import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Row } from './row.ts';

const EXPORTS = 20;
/** Above what the process takes before the first: two at work, each with its lines and the files made of them. */
const LIMIT_MB = 120;
const WITHIN_MS = 240_000;
const Measured = z.object({ files: z.number(), before: z.number(), peak: z.number(), seconds: z.number() });

/** Twenty exports of 10,000 people, by themselves: what they take above what is kept, one after another and at once. */
export async function benchmarkExports(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const how of ['one-after-another', 'at-once']) {
    const script = join(import.meta.dirname, 'export-process.ts');
    const args = ['--max-semi-space-size=8', script, String(EXPORTS), how];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: WITHIN_MS });
    const { files, before, peak, seconds } = Measured.parse(JSON.parse(stdout));
    if (files !== 2 * EXPORTS) throw new Error(`${files} files were sent`);
    const what = `${EXPORTS} exports of 10,000 people, ${how.replaceAll('-', ' ')}, by themselves`;
    rows.push({ what: `${what}, memory`, value: `${peak - before} MB above ${before}`, limit: `${LIMIT_MB} MB` });
    rows.push({ what: `${what}, time`, value: `${seconds.toFixed(1)} s`, limit: '' });
  }
  return rows;
}
