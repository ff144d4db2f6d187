import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const SOURCE = join(ROOT, 'sim/web');
const CACHE = join(ROOT, 'node_modules/.cache/workspace');

/** Builds the page unless a build of just these sources is there; gives its folder. */
export async function buildPage(): Promise<string> {
  const folder = join(CACHE, fingerprint());
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const { build } = await import('vite');
  // Built aside and moved: a build cut short, or two at once, never leave half a page.
  const outDir = mkdtempSync(join(CACHE, 'building-'));
  await build({
    root: SOURCE,
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2000 },
  });
  for (const old of readdirSync(CACHE)) {
    if (/^[0-9a-f]{16}$/.test(old)) rmSync(join(CACHE, old), { recursive: true, force: true });
  }
  try {
    renameSync(outDir, folder);
  } catch (error) {
    // Somebody else was quicker with the same sources.
    rmSync(outDir, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Of everything that the page is made from. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const names = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const path of [...names.sort(), join(ROOT, 'package-lock.json')]) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}
