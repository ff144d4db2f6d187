import { demoMode } from './demo/demo-mode.ts';

const mode = demoMode({
  args: process.argv.slice(2),
  isTerminal: process.stdout.isTTY === true,
  ci: process.env.CI,
});
// Loaded only when wanted: the walk-through needs none of the browser's tools.
await (mode === 'browser' ? import('./workspace/open-workspace.ts') : import('./demo/walk-through.ts'));
