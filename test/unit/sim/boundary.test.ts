import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const files = readdirSync('sim', { recursive: true, encoding: 'utf8' }).filter((name) =>
  /^(zoom|slack)\/.*\.ts$/.test(name),
);

/** What a file imports or exports on, dynamic imports included, as it is written there. */
function importsOf(name: string): string[] {
  const text = readFileSync(`sim/${name}`, 'utf8');
  const pattern = /^\s*(?:import|export)\s+(?:[^'";]*?\s+from\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/gm;
  return [...text.matchAll(pattern)].map(([, path, dynamic]) => path ?? dynamic ?? '');
}

describe('the simulators', () => {
  it('share no code with the bot, so that they cannot share its mistakes', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(100);
    for (const name of files) {
      for (const path of importsOf(name)) expect(path, name).toMatch(/^(\.{1,2}\/(?!.*src\/)|node:|zod$)/);
    }
  });
});
