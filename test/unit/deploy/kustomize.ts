import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const Kustomization = z.strictObject({
  apiVersion: z.enum(['kustomize.config.k8s.io/v1beta1', 'kustomize.config.k8s.io/v1alpha1']),
  kind: z.enum(['Kustomization', 'Component']),
  namespace: z.string().optional(),
  resources: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  patches: z
    .array(z.strictObject({ target: z.strictObject({ kind: z.string(), name: z.string() }), patch: z.string() }))
    .default([]),
  images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })).default([]),
  configMapGenerator: z.array(z.strictObject({ name: z.string(), envs: z.array(z.string()) })).default([]),
  secretGenerator: z.array(z.strictObject({ name: z.string(), files: z.array(z.string()) })).default([]),
});
export type Kustomization = z.infer<typeof Kustomization>;

const Resource = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
export type Resource = z.infer<typeof Resource>;

const Operations = z.array(
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.literal('add'), path: z.string(), value: z.unknown() }),
    z.strictObject({ op: z.literal('remove'), path: z.string() }),
  ]),
);

export function readKustomization(folder: string): Kustomization {
  return Kustomization.parse(parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')));
}

/**
 * What `kubectl kustomize` makes of a folder, for as much of kustomize as the folders here use, but for generated maps and secrets.
 * @param components instead of those that the folder names
 */
export function buildResources(folder: string, components?: readonly string[]): Resource[] {
  const { resources, patches, ...rest } = readKustomization(folder);
  const built = resources.flatMap((path) =>
    path.endsWith('.yaml')
      ? Resource.parse(parse(readFileSync(join(folder, path), 'utf8')))
      : buildResources(join(folder, path)),
  );
  for (const path of components ?? rest.components) {
    built.push(...buildResources(join(folder, path)));
    applyPatches(built, readKustomization(join(folder, path)).patches);
  }
  return built;
}

function applyPatches(resources: readonly Resource[], patches: Kustomization['patches']): void {
  for (const { target, patch } of patches) {
    const resource = resources.find(({ kind, metadata }) => kind === target.kind && metadata.name === target.name);
    if (!resource) throw new Error(`nothing to patch: ${target.kind} ${target.name}`);
    for (const operation of Operations.parse(parse(patch))) {
      const words = operation.path.split('/').slice(1);
      const last = words.pop() ?? '';
      const holder = words.reduce<unknown>((value, word) => Object(value)[word], resource);
      if (Array.isArray(holder) && operation.op === 'add' && last === '-') holder.push(operation.value);
      else if (operation.op === 'remove' && Object.hasOwn(Object(holder), last)) delete Object(holder)[last];
      else throw new Error(`not understood: ${operation.op} ${operation.path}`);
    }
  }
}
