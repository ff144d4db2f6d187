import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { WireCommand } from './wire.ts';

const Manifest = z.object({
  features: z.object({
    app_home: z.object({ messages_tab_read_only_enabled: z.boolean().default(false) }),
    slash_commands: z.array(
      z.object({ command: z.string(), description: z.string(), usage_hint: z.string().default('') }),
    ),
  }),
});

/** What a workspace knows of the app because of its manifest. */
export interface AppManifest {
  readonly commands: readonly WireCommand[];
  /** People cannot write to the bot. */
  readonly readOnlyDirect: boolean;
}

/** Reads `manifest.yml`, the one that is pasted into Slack. */
export function readManifest(): AppManifest {
  const { features } = Manifest.parse(parse(readFileSync(join(import.meta.dirname, '../../manifest.yml'), 'utf8')));
  return {
    commands: features.slash_commands.map(({ command, description, usage_hint: usageHint }) => ({
      command,
      description,
      usageHint,
    })),
    readOnlyDirect: features.app_home.messages_tab_read_only_enabled,
  };
}
