import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const APT = '/usr/bin/apt-get';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** Without these it looks for the network at every start. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A Chromium on this machine; installed from Debian when there is none and we are root, as in a container.
 * @param given instead of looking for one: a path, as in CHROMIUM_PATH
 * @throws Error that says what to do
 */
export function provideChromium(given?: string): string {
  const found = given || findOnPath();
  if (found) return found;
  installPackages(['chromium', 'fonts-noto-color-emoji', 'fonts-lato']);
  const installed = findOnPath();
  if (!installed) {
    throw new Error('A browser is needed: install chromium (apt-get install chromium), or set CHROMIUM_PATH to one.');
  }
  return installed;
}

/** Only as root on Debian and its like; nothing happens elsewhere. */
export function installPackages(packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || !existsSync(APT)) return;
  const apt = (...args: string[]) =>
    execFileSync(APT, ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
}

/** Headless, with an empty profile of its own that goes when it is closed. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}

function findOnPath(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
