import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().default(false), optional: z.boolean().default(false) })),
});

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** What the Dockerfile says of the image itself, which is its last stage. */
export interface Image {
  readonly folder: string;
  /** Words of CMD, and of HEALTHCHECK's. */
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  readonly userId: number;
  readonly groupId: number;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Does in a folder what the Dockerfile does in an image: the same files, as far as .dockerignore lets them in, and the packages that
 * `npm ci --omit=dev` would install, out of those that are here.
 */
export function followDockerfile(folder: string): Image {
  const stages = readStages(readFileSync('Dockerfile', 'utf8'));
  const final = stages.at(-1) ?? [];
  const letIn: readonly string[] = readFileSync('.dockerignore', 'utf8').match(/^!.+$/gm) ?? [];
  for (const { rest } of final.filter(({ word }) => word === 'COPY')) {
    if (rest.startsWith('--from=')) {
      if (rest !== '--from=packages /app/node_modules ./node_modules') throw new Error(`not understood: COPY ${rest}`);
      copyPackages(folder);
      continue;
    }
    const words = rest.split(' ');
    const to = words.pop() ?? '';
    for (const from of words) {
      if (!letIn.includes(`!${from}`)) throw new Error(`.dockerignore keeps ${from} out`);
      cpSync(from, join(folder, to.endsWith('/') ? join(to, from) : to), { recursive: true });
    }
  }
  const one = (wanted: string) => final.find(({ word }) => word === wanted)?.rest ?? '';
  const [userId = 0, groupId = 0] = one('USER').split(':').map(Number);
  return {
    ...{ folder, userId, groupId },
    command: wordsOf(one('CMD')),
    healthCheck: wordsOf(one('HEALTHCHECK').replace(/^.* CMD /, '')),
    environment: Object.fromEntries(
      final
        .filter(({ word }) => word === 'ENV')
        .map(({ rest }) => [rest.slice(0, rest.indexOf('=')), rest.slice(rest.indexOf('=') + 1)]),
    ),
  };
}

/** Each stage's instructions; lines that end with a backslash go on. */
function readStages(text: string): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const line of text.replace(/\\\n\s*/g, '').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const space = line.indexOf(' ');
    const instruction = { word: line.slice(0, space), rest: line.slice(space + 1).trim() };
    if (instruction.word === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages;
}

function wordsOf(text: string): string[] {
  return z.array(z.string()).parse(JSON.parse(text));
}

function copyPackages(folder: string): void {
  const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  for (const [path, { dev, optional }] of Object.entries(packages)) {
    if (path === '' || dev || (optional && !existsSync(path))) continue;
    linkFolder(path, join(folder, path));
  }
}

/** The same files under another name, which is quicker than a copy by far; packages below it are named by themselves. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && entry.name !== 'node_modules') linkFolder(source, target);
    if (entry.isFile()) linkOrCopy(source, target);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Another disk.
    copyFileSync(from, to);
  }
}
