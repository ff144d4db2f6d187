import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CATALOG = 'src/jobs/catalog.ts';
const CATALOG_VERSION = /^export const CATALOG_VERSION = (\d+);$/m;
const MOST_BYTES = 64 * 1024 * 1024;

/** An older commit of this repository. */
export interface EarlierCommit {
  readonly what: string;
  readonly commit: string;
}

/** Its `src`, ready to be started. */
export interface EarlierCode {
  readonly folder: string;
  /** Jobs of a greater `since` are strange to it. */
  readonly catalogVersion: number;
}

/**
 * The versions that a roll-out of today's code replaces, or is rolled back to: the commit before the last change of `src`, and the
 * one before the last new kind of job (perhaps the same). UPGRADE_FROM names others, comma-separated: tags, commits. None where git has no
 * history, as in a shallow clone.
 */
export function earlierCommits(): readonly EarlierCommit[] {
  const named = (process.env.UPGRADE_FROM ?? '').split(',').flatMap((name) => name.trim() || []);
  const wanted =
    named.length > 0
      ? named.map((name) => ({ what: name, commit: git('rev-parse', '--verify', `${name}^{commit}`) }))
      : [
          { what: 'before the last change', commit: beforeLast('--', 'src') },
          {
            what: 'before the last new kind of job',
            commit: beforeLast('-G^export const CATALOG_VERSION', '--', CATALOG),
          },
        ];
  const found = wanted.flatMap(({ what, commit }) => (commit === null ? [] : { what, commit }));
  return found.filter(({ commit }, index) => found.findIndex((one) => one.commit === commit) === index);
}

const checkedOut = new Map<string, EarlierCode>();

/** In a folder of its own, with the packages of today. */
export function checkOut({ commit }: EarlierCommit): EarlierCode {
  const code = checkedOut.get(commit) ?? takeOut(commit);
  checkedOut.set(commit, code);
  return code;
}

/** Once nothing runs there any more. */
export function removeCheckedOut(): void {
  for (const { folder } of checkedOut.values()) rmSync(folder, { recursive: true, force: true });
  checkedOut.clear();
}

function takeOut(commit: string): EarlierCode {
  const folder = mkdtempSync(join(tmpdir(), 'webinar-qos-earlier-'));
  const archive = execFileSync('git', ['archive', '--format=tar', commit, 'src', 'package.json'], {
    maxBuffer: MOST_BYTES,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const version = CATALOG_VERSION.exec(readFileSync(join(folder, CATALOG), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${CATALOG} of ${commit} tells no CATALOG_VERSION`);
  return { folder, catalogVersion: Number(version) };
}

/** The first parent of the last commit that `git log` finds; null where the history does not reach back so far. */
function beforeLast(...which: readonly string[]): string | null {
  const last = git('log', '-1', '--format=%H', ...which);
  return last ? git('rev-parse', '--verify', `${last}^`) : null;
}

function git(...words: readonly string[]): string | null {
  try {
    return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null;
  } catch {
    return null;
  }
}
