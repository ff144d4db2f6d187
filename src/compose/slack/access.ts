import { type AccessGate, createAccessGate } from '../../access/access-gate.ts';
import type { Directory } from '../../access/access-rule.ts';
import { createIsInChannel, type IsInChannel } from '../../access/channel-membership.ts';
import { createKeptDirectory } from '../../access/kept-directory.ts';
import { missingScopeOf } from '../../slack/client/slack-directory.ts';
import type { Foundation } from '../foundation.ts';

/** Who may ask, and who may change what another channel gets. */
export interface Access {
  readonly gate: AccessGate;
  readonly isInChannel: IsInChannel;
}

export function composeAccess({
  config,
  clock,
  metrics,
  directory,
}: Pick<Foundation, 'config' | 'clock' | 'metrics'> & { directory: Directory }): Access {
  const gate = createAccessGate({
    rule: config.access,
    directory: createKeptDirectory(directory, clock),
    missingScopeOf,
    onRefused: (reason) => metrics.refusals.inc({ reason }),
  });
  return { gate, isInChannel: createIsInChannel(directory, missingScopeOf) };
}
