import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOG } from '../src/jobs/catalog.ts';
import { importsOf, readSource } from './setup/source-imports.ts';

const DOCUMENT = 'docs/architecture.md';

/** One line of a flow: a file, a job that the file above stores, or a port with its implementation below. */
interface Step {
  readonly kind: 'file' | 'job' | 'port';
  readonly name: string;
  readonly depth: number;
}

/** The fenced blocks that begin with ```text flow NAME. */
function readFlows(): Map<string, Step[]> {
  const blocks = readFileSync(DOCUMENT, 'utf8').matchAll(/^```text flow (\w+)\n(.*?)^```/gms);
  return new Map([...blocks].map(([, name = '', text = '']) => [name, text.trimEnd().split('\n').map(toStep)]));
}

function toStep(line: string): Step {
  const [, indent = '', kind = '', name = ''] = /^( *)(?:(job|port) )?(\S+)/.exec(line) ?? [];
  return { kind: kind === 'job' || kind === 'port' ? kind : 'file', name, depth: indent.length / 2 };
}

/** A step with the one above it, null for the first of a flow and for those that begin anew. */
function pairsOf(steps: readonly Step[]): [Step | null, Step][] {
  return steps.map((step, index) => {
    const above = steps.slice(0, index).findLast(({ depth }) => depth < step.depth);
    return [above ?? null, step];
  });
}

/** What is wrong with a step; null when the code says the same. */
function faultOf(above: Step | null, step: Step): string | null {
  if (step.kind === 'job') {
    if (!Object.hasOwn(CATALOG, step.name)) return `there is no job ${step.name}`;
    const stores = above?.kind === 'file' && readSource(above.name).includes(`enqueue('${step.name}'`);
    const storesOverLines = above?.kind === 'file' && readSource(above.name).includes(`enqueue(\n      '${step.name}'`);
    return stores || storesOverLines ? null : `${above?.name} does not store the job ${step.name}`;
  }
  if (!existsSync(`src/${step.name}`)) return `there is no src/${step.name}`;
  switch (above?.kind) {
    case undefined:
      return null;
    case 'job':
      return readSource(step.name).includes(`JobPayload<'${above.name}'>`)
        ? null
        : `${step.name} does not handle the job ${above.name}`;
    case 'port':
      return imports(step.name, above.name) ? null : `${step.name} does not implement ${above.name}`;
    case 'file':
      return imports(above.name, step.name) ? null : `${above.name} does not import ${step.name}`;
  }
}

function imports(file: string, target: string): boolean {
  return importsOf(file).some((one) => one.target === target);
}

describe('the ways through the house', () => {
  const flows = readFlows();

  it('are nine', () => {
    expect([...flows.keys()]).toEqual([
      'ask',
      'socket',
      'zoomsocket',
      'ended',
      'minute',
      'forget',
      'person',
      'job',
      'click',
    ]);
    for (const steps of flows.values()) expect(steps.length).toBeGreaterThan(5);
  });

  it.each([...flows])('%s is what the code does', (_name, steps) => {
    expect(pairsOf(steps).flatMap(([above, step]) => faultOf(above, step) ?? [])).toEqual([]);
  });

  it.each([
    ['zoom/webhook/route.ts', { kind: 'file', name: 'reports/store.ts', depth: 1 }],
    ['zoom/webhook/route.ts', { kind: 'file', name: 'zoom/webhook/none.ts', depth: 1 }],
    ['zoom/webhook/route.ts', { kind: 'job', name: 'report.automatic', depth: 1 }],
    ['reports/automatic/webinar-ended.ts', { kind: 'job', name: 'report.none', depth: 1 }],
  ] as const)('%s does not lead to %j', (name, step) => {
    expect(faultOf({ kind: 'file', name, depth: 0 }, step)).not.toBeNull();
  });
});
