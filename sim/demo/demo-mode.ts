export type DemoMode = 'browser' | 'headless';

/**
 * What `npm run demo` does: the workspace for somebody who watches, the printed walk-through where nobody does.
 * @param options.isTerminal whether the output goes to a terminal
 * @param options.ci the variable CI; anything but empty, 0 and false says that nobody watches
 */
export function demoMode(options: {
  readonly args: readonly string[];
  readonly isTerminal: boolean;
  readonly ci: string | undefined;
}): DemoMode {
  const { args, isTerminal, ci = '' } = options;
  if (args.includes('--browser')) return 'browser';
  // Leaving the walk-through's servers running is part of the walk-through.
  if (args.includes('--headless') || args.includes('--keep')) return 'headless';
  return isTerminal && ['', '0', 'false'].includes(ci) ? 'browser' : 'headless';
}
