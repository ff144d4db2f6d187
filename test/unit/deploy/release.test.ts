import { execFileSync } from 'node:child_process';
import { accessSync, constants, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };

const EXAMPLE = 'deploy/kubernetes/example/kustomization.yaml';
const FILES = ['.ci/release-notes', 'package.json', 'CHANGELOG.md', EXAMPLE];

/** What `.ci/release-notes` prints or complains of, with some of its files changed. */
function releaseNotes(tag: string, changes: Readonly<Record<string, (text: string) => string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'webinar-qos-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const file of FILES) {
    cpSync(dirname(file), join(folder, dirname(file)), { recursive: true, filter: (path) => path === dirname(file) });
    cpSync(file, join(folder, file));
    const change = changes[file];
    if (change) writeFileSync(join(folder, file), change(readFileSync(file, 'utf8')));
  }
  try {
    return execFileSync(join(folder, '.ci/release-notes'), [tag], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    return z.object({ stderr: z.string() }).parse(error).stderr;
  }
}

describe('a release', () => {
  const { version } = manifest;
  const dated = (text: string) => text.replace(/^## .+$/m, `## ${version} – 2026-12-01`);

  it('has the notes of its version, and of no other', () => {
    const notes = releaseNotes(`v${version}`, { 'CHANGELOG.md': dated });
    expect(notes).toContain('### Added');
    expect(notes).not.toMatch(/^## /m);
    const [, wanted] = readFileSync('CHANGELOG.md', 'utf8').split(/^## .+\n/m);
    expect(notes).toBe(wanted);
  });

  it.each([
    ['a tag of another version', 'v9.9.9', {}, /package\.json has version .+, the tag 9\.9\.9/],
    ['a tag that is none', 'latest', {}, /is no tag of a version/],
    [
      'an example of another',
      `v${version}`,
      { [EXAMPLE]: (text: string) => text.replace(/newTag: .+/, 'newTag: 0.1.0') },
      /example has version 0\.1\.0/,
    ],
    [
      'a changelog without its date',
      `v${version}`,
      { 'CHANGELOG.md': (text: string) => text.replace(/^## .+$/m, `## ${version} – unreleased`) },
      /CHANGELOG\.md begins with/,
    ],
    [
      'a changelog of another',
      `v${version}`,
      { 'CHANGELOG.md': (text: string) => text.replace(/^## .+$/m, '## 0.1.0 – 2026-12-01') },
      /CHANGELOG\.md begins with/,
    ],
  ])('is refused with %s', (_what, tag, changes, says) => {
    expect(releaseNotes(tag, { 'CHANGELOG.md': dated, ...changes })).toMatch(says);
  });
});

const Workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      'timeout-minutes': z.number(),
      steps: z.array(z.looseObject({ run: z.string().optional(), uses: z.string().optional() })),
    }),
  ),
});
const workflows = readdirSync('.github/workflows').map((name) => ({
  name,
  text: readFileSync(`.github/workflows/${name}`, 'utf8'),
}));

describe.each(workflows)('the workflow $name', ({ text }) => {
  const { permissions, jobs } = Workflow.parse(parse(text));
  const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

  it('may only read unless a job says otherwise', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  it('runs scripts that are there', () => {
    expect(commands).toContainEqual(expect.stringContaining('.ci/run'));
    for (const [script] of commands.join('\n').matchAll(/\.ci\/[\w-]+/g)) accessSync(script, constants.X_OK);
    for (const [, script = ''] of commands.join('\n').matchAll(/npm run (?:--silent )?([\w:-]+)/g))
      expect(Object.keys(manifest.scripts)).toContain(script);
    // Nothing that somebody typed elsewhere becomes a part of a command.
    expect(commands.filter((one) => one.includes('${{'))).toEqual([]);
  });

  it('has the history that earlier versions are taken from', () => {
    const testing = Object.values(jobs).filter(({ steps }) => steps.some(({ run }) => run?.includes('.ci/run')));
    for (const { steps } of testing) expect(steps[0]).toMatchObject({ with: { 'fetch-depth': 0 } });
  });
});
