import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate as deployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as statefulSet } from 'kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet';
import { validate as autoscaler } from 'kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscaler';
import { validate as namespace } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Namespace';
import { validate as service } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as serviceAccount } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ServiceAccount';
import { validate as ingress } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1Ingress';
import { validate as networkPolicy } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy';
import { validate as disruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import { ENVIRONMENT_VARIABLES } from '../../../src/config.ts';
import { buildResources, type Resource, readKustomization } from './kustomize.ts';
import { faultsOf, type Validator } from './unknown-fields.ts';

const ROOT = 'deploy/kubernetes';
const EXAMPLE = `${ROOT}/example`;
/** Every way to put it together. */
const COMBINATIONS = [
  [],
  ['redis', 'autoscaling', 'socket-mode'],
  ['redis', 'autoscaling', 'public-address'],
  ['public-address'],
].map((names) => ({
  names: names.join(' and ') || 'the base alone',
  paths: names.map((one) => `../components/${one}`),
}));

const VALIDATORS: Readonly<Record<string, Validator>> = {
  'v1 Namespace': namespace,
  'v1 Service': service,
  'v1 ServiceAccount': serviceAccount,
  'apps/v1 Deployment': deployment,
  'apps/v1 StatefulSet': statefulSet,
  'autoscaling/v2 HorizontalPodAutoscaler': autoscaler,
  'networking.k8s.io/v1 Ingress': ingress,
  'networking.k8s.io/v1 NetworkPolicy': networkPolicy,
  'policy/v1 PodDisruptionBudget': disruptionBudget,
};

const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const Container = z.object({
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
  startupProbe: Probe,
  livenessProbe: Probe,
  readinessProbe: Probe,
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }),
});
const Pod = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()) }),
  spec: z.object({
    terminationGracePeriodSeconds: z.number(),
    automountServiceAccountToken: z.literal(false),
    securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.number(), fsGroup: z.number() }),
    containers: z.tuple([z.unknown()]),
    volumes: z.array(z.looseObject({ name: z.string() })),
  }),
});

const podOf = (resource: Resource) => Pod.parse(z.object({ template: z.unknown() }).parse(resource.spec).template);
const find = (resources: readonly Resource[], kind: string, name = 'webinar-qos') =>
  resources.find((one) => one.kind === kind && one.metadata.name === name) ?? expect.unreachable(`no ${kind} ${name}`);
/** The bot's own container in the combination. */
function bot(paths: readonly string[]) {
  const pod = podOf(find(buildResources(EXAMPLE, paths), 'Deployment'));
  return { pod, container: Container.parse(pod.spec.containers[0]) };
}
const faults = (resources: readonly Resource[]) =>
  resources.flatMap((one) => {
    const validate = VALIDATORS[`${one.apiVersion} ${one.kind}`];
    if (!validate) return [`no schema for ${one.apiVersion} ${one.kind}`];
    return faultsOf(validate, one).map((fault) => `${one.kind} ${one.metadata.name}: ${fault}`);
  });

describe.each(COMBINATIONS)('the Kubernetes files with $names', ({ paths }) => {
  const resources = buildResources(EXAMPLE, paths);

  it('fit the schemas of Kubernetes, which know every field', () => {
    expect(resources.length).toBeGreaterThan(4);
    expect(faults(resources)).toEqual([]);
  });

  it('set nothing that the bot does not read, and take secrets from files that are there', () => {
    const { pod, container } = bot(paths);
    const names = container.env.map(({ name }) => name.replace(/_FILE$/, ''));
    expect(names.filter((name) => !ENVIRONMENT_VARIABLES.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const mount = container.volumeMounts.find(({ name }) => name === 'secrets')?.mountPath;
    for (const { name, value } of container.env.filter(({ name }) => name.endsWith('_FILE')))
      expect(value).toBe(`${mount}/${name.replace(/_FILE$/, '')}`);
    // Readable for the group that the bot runs in, and for nobody else.
    const [secrets] = pod.spec.volumes.filter(({ name }) => name === 'secrets');
    expect(secrets).toMatchObject({ secret: { defaultMode: 0o440 } });
    expect(pod.spec.securityContext.fsGroup).toBe(1000);
  });

  it('select the pods that they mean, and no others', () => {
    const pods = resources.filter(({ spec }) => Object(spec).template !== undefined).map((one) => podOf(one));
    const selectors = JSON.stringify(resources.map(({ spec }) => spec)).matchAll(
      /"(?:matchLabels|selector)":(\{"app\.[^}]*\})/g,
    );
    for (const [, text = ''] of selectors) {
      const wanted = Object.entries<string>(JSON.parse(text));
      const chosen = pods.filter(({ metadata }) => wanted.every(([key, value]) => metadata.labels[key] === value));
      // A policy may speak of a Redis that is not among them.
      expect(chosen.length, text).toBeLessThanOrEqual(1);
      if (text.includes('"bot"')) expect(chosen.length, text).toBe(1);
    }
  });
});

describe('the Deployment', () => {
  const { pod, container } = bot([]);

  it('asks for paths that the bot answers, at the port that it listens on', () => {
    const routes = readFileSync('src/http/operation-routes.ts', 'utf8');
    const { startupProbe, livenessProbe, readinessProbe } = container;
    expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual([
      ...['/livez', '/livez', '/readyz'],
    ]);
    for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
      expect(routes).toContain(`'${httpGet.path}'`);
      expect(httpGet.port).toBe(container.ports[0]?.name);
    }
    expect(container.env.find(({ name }) => name === 'PORT')?.value).toBe(String(container.ports[0]?.containerPort));
    expect(readFileSync('Dockerfile', 'utf8')).toContain(`EXPOSE ${container.ports[0]?.containerPort}\n`);
  });

  it('gives the bot the time that it needs to stop', () => {
    const [, ms = ''] = /EXIT_AT_THE_LATEST_MS = ([\d_]+)/.exec(readFileSync('src/main.ts', 'utf8')) ?? [];
    const needed = Number(ms.replace('_', '')) / 1000;
    expect(needed).toBeGreaterThan(1);
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(needed + container.lifecycle.preStop.sleep.seconds);
  });

  it("runs as the image's user", () => {
    expect(readFileSync('Dockerfile', 'utf8')).toContain(`USER ${pod.spec.securityContext.runAsUser}:1000\n`);
  });
});

describe('the example', () => {
  const { images, configMapGenerator, secretGenerator } = readKustomization(EXAMPLE);

  it('has the version of package.json', () => {
    expect(images.map(({ name, newTag }) => [name, newTag])).toEqual([['webinar-qos', manifest.version]]);
  });

  it('has settings that the bot reads, secrets that it is told of, and everything that is required', () => {
    const settings = readFileSync(`${EXAMPLE}/settings.env`, 'utf8').match(/^\w+(?==)/gm) ?? [];
    const secrets = secretGenerator[0]?.files.map((path) => path.replace('secrets/', '')) ?? [];
    const { components } = readKustomization(EXAMPLE);
    const told = bot(components).container.env.flatMap(({ name }) => name.match(/^\w+(?=_FILE$)/)?.[0] ?? []);
    expect(settings.filter((name) => !ENVIRONMENT_VARIABLES.includes(name))).toEqual([]);
    expect(secrets.toSorted()).toEqual([...told, 'redis-password'].toSorted());
    expect(configMapGenerator[0]?.name).toBe('webinar-qos');
    const required = [...readFileSync('docs/setup.md', 'utf8').matchAll(/^\| `(\w+)` \| required \|/gm)];
    expect(required.length).toBeGreaterThan(3);
    for (const [, name] of required) expect([...settings, ...told]).toContain(name);
  });

  it('names components that are there, each with one way in', () => {
    const there = readdirSync(`${ROOT}/components`);
    const text = readFileSync(`${EXAMPLE}/kustomization.yaml`, 'utf8');
    expect([...text.matchAll(/components\/([\w-]+)/g)].map(([, name]) => name).toSorted()).toEqual(there);
  });

  it.skipIf(!hasKubectl())('comes out of kubectl as it does here', () => {
    const folder = mkdtempSync(join(tmpdir(), 'webinar-qos-kubernetes-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(ROOT, folder, { recursive: true });
    mkdirSync(join(folder, 'example/secrets'), { recursive: true });
    for (const path of secretGenerator[0]?.files ?? []) writeFileSync(join(folder, 'example', path), 'made-up');
    const text = execFileSync('kubectl', ['kustomize', join(folder, 'example')], { encoding: 'utf8' });
    const built = parseAllDocuments(text).map((document) => document.toJS() as Resource); // Kubernetes' own form.
    const names = (all: readonly Resource[]) => all.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();
    const isGenerated = ({ kind }: Resource) => kind === 'ConfigMap' || kind === 'Secret';
    expect(names(built.filter((one) => !isGenerated(one)))).toEqual(names(buildResources(EXAMPLE)));
    expect(faults(built.filter((one) => !isGenerated(one)))).toEqual([]);
    expect(find(built, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(JSON.stringify(find(built, 'Deployment'))).toContain('SLACK_APP_TOKEN_FILE');
  });
});

describe('the check itself', () => {
  it('finds a wrong type, a field that is missing, and one that nobody knows', () => {
    const [good] = buildResources(EXAMPLE, []).filter(({ kind }) => kind === 'Deployment');
    const text = JSON.stringify(good);
    const spoilt = (from: string | RegExp, to: string) => {
      expect(text.replace(from, to)).not.toBe(text);
      return faults([JSON.parse(text.replace(from, to))]).map((fault) => fault.replace('Deployment webinar-qos: ', ''));
    };
    expect(spoilt('"replicas":2', '"replicas":"2"')).toEqual(['/spec/replicas type {"type":"integer"}']);
    expect(spoilt(/"selector":\{"matchLabels".*?\}\},/, '')).toEqual(['/spec required {"missingProperty":"selector"}']);
    expect(spoilt('"readinessProbe"', '"readynessProbe"')).toContain(
      '/spec/template/spec/containers/0/readynessProbe is no field',
    );
  });
});

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['kustomize', '--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
