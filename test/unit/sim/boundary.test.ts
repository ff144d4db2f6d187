import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const files = readdirSync('sim', { recursive: true, encoding: 'utf8' }).filter((name) =>
  /^(zoom|slack)\/.*\.ts$/.test(name),
);

describe('the simulators', () => {
  it('share no code with the bot, so that they cannot share its mistakes', () => {
    expect(files.length).toBeGreaterThan(40);
    for (const name of files) {
      const imports = [...readFileSync(`sim/${name}`, 'utf8').matchAll(/from '([^']+)'/g)].map(
        (match) => match[1] ?? '',
      );
      for (const path of imports) expect(path, name).toMatch(/^(\.{1,2}\/(?!.*src\/)|node:|zod$)/);
    }
  });
});
