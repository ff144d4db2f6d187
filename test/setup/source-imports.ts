import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export const SRC = join(import.meta.dirname, '../../src');

/** One import line. `target` is a package, or a file below src. */
export interface Import {
  readonly file: string;
  readonly isType: boolean;
  readonly target: string;
  readonly isFile: boolean;
}

/** All TypeScript files below src, as paths from there. */
export function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .toSorted();
}

export function readSource(file: string): string {
  return readFileSync(join(SRC, file), 'utf8');
}

/** What a file below src imports or exports on, type imports and dynamic ones included. */
export function importsOf(file: string): Import[] {
  const text = readSource(file);
  const pattern = /^\s*(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)'/gm;
  const dynamic = /\bimport\(\s*'([^']+)'/g;
  return [
    ...[...text.matchAll(pattern)].map(([, type, names = '', target = '']) =>
      toImport(file, target, type !== undefined || (/^\{.*\}$/s.test(names) && onlyTypes(names))),
    ),
    ...[...text.matchAll(dynamic)].map(([, target = '']) => toImport(file, target, false)),
  ];
}

/** @param target as it is written in the file */
export function toImport(file: string, target: string, isType: boolean): Import {
  const isFile = target.startsWith('.');
  return { file, isType, isFile, target: isFile ? normalize(join(dirname(file), target)) : target };
}

function onlyTypes(names: string): boolean {
  return names
    .slice(1, -1)
    .split(',')
    .filter((name) => name.trim() !== '')
    .every((name) => name.trim().startsWith('type '));
}
