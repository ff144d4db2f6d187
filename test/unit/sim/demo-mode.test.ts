import { describe, expect, it } from 'vitest';
import { demoMode } from '../../../sim/demo/demo-mode.ts';

describe('what npm run demo does', () => {
  it.for([
    { args: [], isTerminal: true, ci: undefined, mode: 'browser' },
    { args: [], isTerminal: true, ci: 'false', mode: 'browser' },
    { args: [], isTerminal: true, ci: 'true', mode: 'headless' },
    { args: [], isTerminal: false, ci: undefined, mode: 'headless' },
    { args: ['--headless'], isTerminal: true, ci: undefined, mode: 'headless' },
    { args: ['--keep'], isTerminal: true, ci: undefined, mode: 'headless' },
    { args: ['--browser'], isTerminal: false, ci: 'true', mode: 'browser' },
  ] as const)('$args on a terminal: $isTerminal, CI: $ci → $mode', ({ mode, ...options }) => {
    expect(demoMode(options)).toBe(mode);
  });
});
