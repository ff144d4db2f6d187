import type { SpawnOptions } from 'node:child_process';

interface Started {
  on(event: 'error', listener: () => void): unknown;
  unref(): void;
}

type Spawn = (command: string, words: string[], options: SpawnOptions) => Started;

/** Opens a page in the browser where there is one; elsewhere the link that is shown has to do. Never throws. */
export function linkOpener(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  spawn: Spawn,
): (link: string) => void {
  const command = commandFor(platform, env);
  return (link) => {
    if (command === null) return;
    const started = spawn(command, [link], { stdio: 'ignore', detached: true });
    started.on('error', () => undefined);
    started.unref();
  };
}

function commandFor(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): string | null {
  if (platform === 'darwin') return 'open';
  if (platform === 'win32') return 'explorer';
  return env.DISPLAY || env.WAYLAND_DISPLAY ? 'xdg-open' : null;
}
