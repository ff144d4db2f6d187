import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const DOCUMENT = 'docs/slack-rules.md';

/** `file` and title of the test in a row. */
const ROWS = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^\| .+ \| `([^`]+)`: (.+) \|$/gm)].map(
  ([, file = '', title = '']) => ({ file, title }),
);

it.each(ROWS)('a rule of Slack has its test: $title', ({ file, title }) => {
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain(title);
});

it('every rule names one', () => {
  const rules = readFileSync(DOCUMENT, 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!rule )/.test(line));
  expect(ROWS).toHaveLength(rules.length);
  expect(ROWS.length).toBeGreaterThan(25);
});
