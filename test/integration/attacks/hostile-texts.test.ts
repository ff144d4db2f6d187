import { describe, expect, it } from 'vitest';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { addWebinar } from '../support/webinars.ts';
import { startWorld, textOf } from '../support/world.ts';

/** What used to take seconds; the machine that tests run on may be busy. */
const MOST_MS = 1_000;
const QUOTES = '"'.repeat(1_986);

describe('what one person sends', () => {
  it('holds up nobody else, whatever it is', { timeout: 60_000 }, async () => {
    const world = await startWorld({ redis: 'none' });
    const url = world.bots[0]?.url ?? '';
    const failing = addWebinar(world);
    await world.ask('help');
    const hostile: [string, () => Promise<unknown>][] = [
      ['quotes behind topic', () => world.ask(`subscribe topic ${QUOTES}x`)],
      ['quotes behind host', () => world.ask(`subscribe host ${QUOTES}x`)],
      ['brackets', () => world.ask(`${'<#'.repeat(4_000)}`)],
      ['a path of tokens', () => fetch(`${url}/${'eyJ'.repeat(4_500)}`)],
      ['a path of addresses', () => fetch(`${url}/${'%40'.repeat(4_500)}`)],
      [
        "an error body of Zoom's",
        () => {
          const body = `{${'"message":"'.repeat(18_000)}`;
          world.zoom.fail({ endpoint: '*', kind: 'raw', status: 400, body, times: 2 });
          return world.ask(`${failing.id} fresh`);
        },
      ],
    ];
    for (const [what, attack] of hostile) {
      const attacks = Array.from({ length: 5 }, attack);
      const startedAt = performance.now();
      const { message } = await world.ask('help', { user: SLACK_IDS.banana });
      const answeredMs = performance.now() - startedAt;
      expect((await fetch(`${url}/livez`)).status).toBe(200);
      expect(textOf(message)).toContain('/webinar-qos');
      expect([what, answeredMs < MOST_MS || answeredMs]).toEqual([what, true]);
      await Promise.allSettled(attacks);
    }
    const lines = world.bots[0]?.lines ?? [];
    expect(lines.length).toBeGreaterThan(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(10_000);
  });
});
