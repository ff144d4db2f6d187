import { type AccessGate, createAccessGate } from '../../access/access-gate.ts';
import type { Directory } from '../../access/access-rule.ts';
import { createIsInChannel, type IsInChannel } from '../../access/channel-membership.ts';
import { createStayLook } from '../../access/decide-stay.ts';
import { createKeptDirectory } from '../../access/kept-directory.ts';
import type { MayStill } from '../../reports/subscriptions/pause-leavers.ts';
import { missingScopeOf } from '../../slack/client/slack-directory.ts';
import type { Foundation } from '../foundation.ts';

/** Who may ask, and who may change what another channel gets. */
export interface Access {
  readonly gate: AccessGate;
  readonly isInChannel: IsInChannel;
  /** Who of those that have subscribed may still ask, as Slack says now. */
  readonly lookAtOwners: () => MayStill;
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
  return {
    gate,
    isInChannel: createIsInChannel(directory, missingScopeOf),
    lookAtOwners: () => createStayLook(config.access, directory, clock),
  };
}
