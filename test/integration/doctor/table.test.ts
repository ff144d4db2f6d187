import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleWebinars } from '../../../sim/zoom/samples/sample-webinars.ts';
import { type RedisServer, startRedis } from '../../setup/start-redis.ts';
import { BROKEN_IN_SLACK, BROKEN_IN_ZOOM, BROKEN_SETTINGS, type BrokenThing } from './broken-things.ts';
import { type Diagnosis, diagnose, hasRedis, openDoctorWorld } from './doctor-world.ts';

/** Nothing takes longer, whatever is broken. */
const WITHIN_MS = 20_000;
const rows: string[] = [];

let redis: RedisServer | null = null;

beforeAll(async () => {
  if (hasRedis()) redis = await startRedis({ settings: { appendonly: 'yes' } });
});

afterAll(async () => {
  await redis?.kill();
  if (process.env.PRINT_TABLE === '1') {
    process.stdout.write(`\n| broken | the doctor's line |\n|---|---|\n${rows.join('\n')}\n\n`);
  }
});

/** The whole of what is printed, secrets looked for. */
async function diagnoseBroken({ breakIt }: Pick<BrokenThing, 'breakIt'>): Promise<Diagnosis> {
  const world = await openDoctorWorld(redis?.url ?? '');
  try {
    await breakIt(world);
    const startedAt = performance.now();
    const diagnosis = await diagnose(world);
    expect(performance.now() - startedAt).toBeLessThan(WITHIN_MS);
    const printed = diagnosis.lines.join('\n');
    for (const { topic } of sampleWebinars(Date.now())) expect(printed).not.toContain(topic);
    const { settings } = world.zoom;
    for (const secret of [settings.clientSecret, settings.clientId, settings.accountId, ...secretsOf(world.env)]) {
      expect(printed).not.toContain(secret);
    }
    return diagnosis;
  } finally {
    await world.close();
  }
}

function secretsOf(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => (/TOKEN|SECRET/.test(name) && value.length > 5 ? [value] : []));
}

function find({ lines }: Diagnosis, line: string | RegExp): string | undefined {
  return lines.find((one) => (typeof line === 'string' ? one.startsWith(line) : line.test(one)));
}

describe.skipIf(!hasRedis())('a good installation', () => {
  it('is said to be good, line by line', async () => {
    const { lines, exitCode } = await diagnoseBroken({ breakIt: () => undefined });
    rows.push(...lines.map((line) => `| nothing | ${line} |`));
    expect(lines.filter((line) => !line.startsWith('✓'))).toEqual([
      expect.stringMatching(
        /^! Zoom event address: .* cannot be seen from here\. → Give the public address with --url$/,
      ),
    ]);
    expect(lines.length).toBeGreaterThan(20);
    expect(exitCode).toBe(0);
  });
});

describe.skipIf(!hasRedis())('each broken thing is named by its cause', () => {
  it.each([...BROKEN_SETTINGS, ...BROKEN_IN_SLACK, ...BROKEN_IN_ZOOM])(
    '$what: $line',
    async ({ what, line, ...thing }) => {
      const diagnosis = await diagnoseBroken(thing);
      const found = find(diagnosis, line);
      expect(found, diagnosis.lines.join('\n')).toBeDefined();
      rows.push(`| ${what} | ${found} |`);
      expect([diagnosis.exitCode, diagnosis.lines]).toEqual([thing.exitCode, diagnosis.lines]);
    },
  );
});
