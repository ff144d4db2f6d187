import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_VARIABLES, parseConfig } from '../src/config.ts';

/** `NAME=value` lines; the order is the file's. */
function readExample(): [string, string][] {
  return readFileSync('.env.example', 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    });
}

describe('.env.example', () => {
  it('has every variable that is read, once, and no other', () => {
    const names = readExample().map(([name]) => name);
    expect(names.toSorted()).toEqual(ENVIRONMENT_VARIABLES.toSorted());
  });

  it('shows the defaults', () => {
    const required = {
      SLACK_BOT_TOKEN: 'xoxb-made-up',
      SLACK_SIGNING_SECRET: 'made-up',
      ZOOM_ACCOUNT_ID: 'made-up',
      ZOOM_CLIENT_ID: 'made-up',
      ZOOM_CLIENT_SECRET: 'made-up',
    };
    expect(parseConfig({ ...Object.fromEntries(readExample()), ...required })).toEqual(parseConfig(required));
  });

  it('holds no secret', () => {
    for (const [name, value] of readExample()) {
      if (/TOKEN|SECRET|_ID$/.test(name)) expect(value, name).toBe('');
    }
  });
});

describe('docs/setup.md', () => {
  const setup = readFileSync('docs/setup.md', 'utf8');
  const rows = [...setup.matchAll(/^\| `([A-Z][A-Z_]+)` \| (.+?) \| .+ \|$/gm)].map(([, name = '', fallback = '']) => ({
    name,
    fallback,
  }));

  it('explains every variable that is read, once, and no other', () => {
    expect(rows.map(({ name }) => name).toSorted()).toEqual(ENVIRONMENT_VARIABLES.toSorted());
  });

  it('names the defaults of the example', () => {
    const example = new Map(readExample());
    for (const { name, fallback } of rows) {
      const isNone = ['required', 'none', 'by plan'].includes(fallback);
      expect(isNone ? '' : fallback, name).toBe(example.get(name));
    }
  });
});
