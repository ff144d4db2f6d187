import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import { importsOf, sourceFiles } from '../../setup/source-imports.ts';

/** Those that let a program of any licence be made of them, as long as their notice stays, which lies in each package's folder. */
const ALLOWED = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'];

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().default(false),
      integrity: z.string().optional(),
      hasInstallScript: z.boolean().default(false),
      os: z.array(z.string()).default(['linux']),
      cpu: z.array(z.string()).default(['x64']),
    }),
  ),
});
const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
/** What is installed in images, for whichever machine. */
const production = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
/** The machines that images are built for. */
const forImages = production.filter(
  ([, { os, cpu }]) => os.includes('linux') && (cpu.includes('x64') || cpu.includes('arm64')),
);
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('the packages in the image', () => {
  it('have a licence that is allowed, and the same in the lock file and in themselves', () => {
    expect(production.length).toBeGreaterThan(100);
    expect(production.filter(([, { license }]) => !ALLOWED.includes(license ?? '')).map(([path]) => path)).toEqual([]);
    const Installed = z.object({ license: z.union([z.string(), z.object({ type: z.string() })]) });
    for (const [path, { license }] of production.filter(([path]) => existsSync(path))) {
      const said = Installed.parse(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))).license;
      expect(typeof said === 'string' ? said : said.type, path).toBe(license);
    }
  });

  it('are bound to their contents, and the one with a script of its own does not run it', () => {
    expect(forImages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
    const withScript = production.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(
      withScript.filter((name) => !Object.entries(manifest.allowScripts).some(([one, may]) => one === name && !may)),
    ).toEqual([]);
    expect(readFileSync('Dockerfile', 'utf8')).toContain('npm ci --omit=dev --ignore-scripts');
  });

  it('are all that src imports', () => {
    const imported = sourceFiles()
      .flatMap(importsOf)
      .filter(({ isFile, target }) => !isFile && !target.startsWith('node:'))
      .map(({ target }) =>
        target
          .split('/')
          .slice(0, target.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    expect([...new Set(imported)].toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
  });

  it('are listed by .ci/sbom, each with version and licence, and nothing else is', { timeout: 20_000 }, () => {
    const Component = z.object({ name: z.string(), version: z.string(), licenses: z.array(z.unknown()).min(1) });
    const Sbom = z.object({ bomFormat: z.literal('CycloneDX'), components: z.array(Component) });
    const sbom = Sbom.parse(JSON.parse(execFileSync(resolve('.ci/sbom'), { encoding: 'utf8' })));
    const listed = new Set(sbom.components.map(({ name, version }) => `${name}@${version}`));
    expect([...listed].toSorted()).toEqual(
      [...new Set(production.map(([path, { version }]) => `${nameOf(path)}@${version}`))].toSorted(),
    );
  });
});
