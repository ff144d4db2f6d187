import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SLACK_SCOPES } from '../../../src/doctor/slack/slack-scopes.ts';
import { tellScopes } from '../../../src/doctor/tell-scopes.ts';
import { zoomScopes } from '../../../src/doctor/zoom/zoom-scopes.ts';
import { NEEDED_SCOPES } from '../../../src/zoom/http/token/scopes.ts';

const Manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

describe('the scopes that the doctor knows', () => {
  it('are those of the manifest, each with what lacks without it', () => {
    const { bot } = Manifest.parse(parse(readFileSync('manifest.yml', 'utf8'))).oauth_config.scopes;
    expect(SLACK_SCOPES.map(({ scope }) => scope).toSorted()).toEqual(bot.toSorted());
    for (const { scope, neededFor } of SLACK_SCOPES) expect(neededFor.length, scope).toBeGreaterThan(15);
  });

  it('are those that the bot asks Zoom for, that of the events, and one more where the log is used', () => {
    const scopes = zoomScopes(false).map(({ scope }) => scope);
    expect(scopes).toEqual([...NEEDED_SCOPES, 'dashboard:read:webinar_participant_qos:admin']);
    expect(zoomScopes(true)).toHaveLength(scopes.length + 1);
  });
});

describe('what is told of scopes', () => {
  const uses = [
    { scope: 'a', neededFor: 'anything', isRequired: true },
    { scope: 'b', neededFor: 'one thing', isRequired: false },
  ];

  it('is one line when all are there', () => {
    expect(tellScopes('Scopes', uses, () => true, String)).toEqual([
      { name: 'Scopes', state: 'good', said: 'all 2 are there', act: null },
    ]);
  });

  it('is wrong for what everything needs, and advice for what one feature wants', () => {
    const told = tellScopes(
      'Scopes',
      uses,
      () => false,
      (scope) => `add ${scope}`,
    );
    expect(told.map(({ state, act }) => [state, act])).toEqual([
      ['wrong', 'add a'],
      ['advice', 'add b'],
    ]);
  });
});
