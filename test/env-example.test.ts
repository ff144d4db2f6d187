import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ENVIRONMENT_VARIABLES, parseConfig } from '../src/config.ts';

const Compose = z.object({
  services: z.object({ bot: z.object({ environment: z.record(z.string(), z.string()), env_file: z.string() }) }),
});

/** `NAME=value` lines; the order is the file's. */
function readExample(): [string, string][] {
  return readFileSync('.env.example', 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    });
}

describe('.env.example', () => {
  it('has every variable that is read, once, and no other', () => {
    const names = readExample().map(([name]) => name);
    expect(names.toSorted()).toEqual(ENVIRONMENT_VARIABLES.toSorted());
  });

  it('shows the defaults', () => {
    const required = {
      SLACK_BOT_TOKEN: 'xoxb-made-up',
      SLACK_SIGNING_SECRET: 'made-up',
      ZOOM_ACCOUNT_ID: 'made-up',
      ZOOM_CLIENT_ID: 'made-up',
      ZOOM_CLIENT_SECRET: 'made-up',
    };
    expect(parseConfig({ ...Object.fromEntries(readExample()), ...required })).toEqual(parseConfig(required));
  });

  it('holds no secret', () => {
    const secrets = readExample().filter(([name]) => /TOKEN|SECRET|_ID$/.test(name));
    expect(secrets.map(([name]) => name)).toEqual(
      expect.arrayContaining(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_SECRET']),
    );
    expect(secrets.filter(([, value]) => value !== '')).toEqual([]);
  });
});

describe('compose.yaml', () => {
  it('sets nothing that the bot does not read', () => {
    const { services } = Compose.parse(parse(readFileSync('compose.yaml', 'utf8')));
    const names = Object.keys(services.bot.environment);
    expect(names).toContain('REDIS_URL');
    expect(names.filter((name) => !ENVIRONMENT_VARIABLES.includes(name))).toEqual([]);
    expect(services.bot.env_file).toBe('.env');
  });
});

describe('every other document', () => {
  it('names only variables that are read', () => {
    const documents = [
      'README.md',
      'docs/setup.md',
      'docs/runbook.md',
      'docs/deploy.md',
      'docs/architecture.md',
      'docs/first-webinar.md',
      'CHANGELOG.md',
    ];
    const named = documents.flatMap((path) =>
      [
        ...readFileSync(path, 'utf8').matchAll(
          /`((?:SLACK|ZOOM|OTEL|METRICS|REPORT|REDIS|LOG|AUDIO|VIDEO|LATENCY|JITTER|AUDIENCE)_[A-Z_]+)`/g,
        ),
      ].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !ENVIRONMENT_VARIABLES.includes(name))).toEqual([]);
  });
});

describe('docs/setup.md', () => {
  const setup = readFileSync('docs/setup.md', 'utf8');
  const rows = [...setup.matchAll(/^\| `([A-Z][A-Z_]+)` \| (.+?) \| .+ \|$/gm)].map(([, name = '', fallback = '']) => ({
    name,
    fallback,
  }));

  it('explains every variable that is read, once, and no other', () => {
    expect(rows.map(({ name }) => name).toSorted()).toEqual(ENVIRONMENT_VARIABLES.toSorted());
  });

  it('names the defaults of the example', () => {
    const example = new Map(readExample());
    expect(rows.length).toBe(example.size);
    for (const { name, fallback } of rows) {
      const isNone = ['required', 'none', 'by plan'].includes(fallback);
      expect(isNone ? '' : fallback, name).toBe(example.get(name));
    }
  });
});
