import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's package is unpacked here, not installed: no service is started, and nobody has to be root. */
const CACHE = 'node_modules/.cache/promtool';
const CACHED = join(CACHE, 'promtool');
const INSTALL_WITHIN_MS = 60_000;

/** Prometheus' own tool, from PATH or from Debian's package; null where there is neither. */
export function findPromtool(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const known = [...folders.map((folder) => join(folder, 'promtool')), CACHED].find(isExecutable);
  if (known !== undefined) return known;
  try {
    unpackDebianPackage();
  } catch {
    // No Debian, or no way to its packages.
  }
  return isExecutable(CACHED) ? CACHED : null;
}

function unpackDebianPackage(): void {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'unpack-'));
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder, stdio: 'ignore', timeout: INSTALL_WITHIN_MS });
  try {
    try {
      run('apt-get', '-qq', 'download', 'prometheus');
    } catch {
      // A machine that is new knows of no package yet.
      run('apt-get', '-qq', 'update');
      run('apt-get', '-qq', 'download', 'prometheus');
    }
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    run('dpkg-deb', '-x', file, 'unpacked');
    renameSync(join(folder, 'unpacked/usr/bin/promtool'), CACHED);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
