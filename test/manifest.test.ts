import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { NEEDED_SCOPES } from '../src/zoom/http/token/scopes.ts';

/** Slack's schema of a manifest with its limits, as far as it is used here; unknown keys are refused as Slack does. */
const Manifest = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[\da-f]{6}$/i),
  }),
  features: z.strictObject({
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z
            .string()
            .max(32)
            .regex(/^\/[a-z\d_-]+$/),
          url: z.url({ protocol: /^https$/ }),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: z.url({ protocol: /^https$/ }) }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

const manifest = Manifest.parse(parse(readFileSync('manifest.yml', 'utf8')));
const setup = readFileSync('docs/setup.md', 'utf8');

/** The scopes with their reasons in the section with this heading. */
function scopesOf(heading: string): { scope: string; reason: string }[] {
  const section = setup.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `([a-z:._]+)` \| (.+) \|$/gm)].map(([, scope = '', reason = '']) => ({
    scope,
    reason,
  }));
}

describe('manifest.yml', () => {
  it('asks for exactly the scopes that docs/setup.md gives a reason for', () => {
    const explained = scopesOf('Slack app');
    expect(explained.map(({ scope }) => scope).toSorted()).toEqual(manifest.oauth_config.scopes.bot.toSorted());
    for (const { scope, reason } of explained) expect(reason.length, scope).toBeGreaterThan(20);
  });

  it('offers the command that the code answers', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/webinar-qos']);
    expect(readFileSync('src/slack/commands/webinar-qos-command.ts', 'utf8')).toContain(
      "const COMMAND = '/webinar-qos';",
    );
  });

  it('has links escaped, so that they cannot be mistaken for text', () => {
    expect(manifest.features.slash_commands.map((command) => command.should_escape)).toEqual([true]);
  });

  it('sends commands and clicks to the one endpoint that there is', () => {
    const urls = [
      manifest.settings.interactivity.request_url,
      ...manifest.features.slash_commands.map(({ url }) => url),
    ];
    expect(new Set(urls.map((url) => new URL(url).pathname))).toEqual(new Set(['/slack/events']));
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
  });
});

describe('manifest.socket-mode.yml', () => {
  it('is the same without addresses', () => {
    const withoutUrls = JSON.parse(JSON.stringify(parse(readFileSync('manifest.yml', 'utf8'))), (key, value) =>
      key.endsWith('url') ? undefined : value,
    );
    withoutUrls.settings.socket_mode_enabled = true;
    expect(parse(readFileSync('manifest.socket-mode.yml', 'utf8'))).toEqual(withoutUrls);
  });
});

describe('docs/setup.md', () => {
  it('has a link to Slack for each manifest, which brings that one', () => {
    const links = [...setup.matchAll(/\]\(https:\/\/api\.slack\.com\/apps\?new_app=1&manifest_yaml=([^)]+)\)/g)];
    const brought = links.map(([, encoded = '']) => parse(decodeURIComponent(encoded)));
    expect(brought).toEqual(
      ['manifest.socket-mode.yml', 'manifest.yml'].map((path) => parse(readFileSync(path, 'utf8'))),
    );
  });

  it('gives a reason for every Zoom scope that is checked at start, and for no other', () => {
    const explained = scopesOf('Zoom app');
    expect(explained.map(({ scope }) => scope).toSorted()).toEqual([...NEEDED_SCOPES].toSorted());
    for (const { scope, reason } of explained) expect(reason.length, scope).toBeGreaterThan(20);
  });

  it.each(['webinar.participant_qos_summary', 'webinar.ended', '/zoom/events', 'noeviction', 'connections:write'])(
    'says what is easily forgotten: %s',
    (words) => {
      expect(setup).toContain(words);
    },
  );
});
