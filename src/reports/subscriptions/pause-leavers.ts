import type { Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { OwnerPause, Subscription, Subscriptions } from './subscription.ts';

/** Slack lets a hundred a minute be asked for, and the door asks, too. */
export const MOST_OWNERS = 50;
/** With more owners than that, each turn has the next of them. */
const TURN_MS = 30 * 60_000;
/** A Slack that hangs must not hold up what comes after. */
const LOOKS_FOR_MS = 60_000;
/** After so many times that Slack does not say, it is let alone until the next turn. */
const MOST_UNKNOWN = 3;
const COMPLAINS_EVERY_MS = 60 * 60_000;

/** Whether an owner may still ask. Rejects when nobody can say. */
export type MayStill = (userId: string) => Promise<'may' | 'left' | 'lost-access'>;

interface LeaverDependencies {
  readonly subscriptions: Subscriptions;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  /** A fresh look: what it is told it may keep, for this one turn. */
  readonly look: () => MayStill;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Pauses what somebody has subscribed who has left the workspace or may not ask any more, and has it told once: to the
 * person, if still there, and to each channel. Where nobody can say, all stays as it is. REPORT_CHANNEL has no owner.
 */
export function createPauseLeavers(deps: LeaverDependencies): (signal: AbortSignal) => Promise<void> {
  const { subscriptions, look, clock, logger } = deps;
  let complainedAt = Number.NEGATIVE_INFINITY;

  function complain(err: unknown): void {
    if (clock.now() - complainedAt < COMPLAINS_EVERY_MS) return;
    complainedAt = clock.now();
    logger.warn({ err }, 'whether those who have subscribed may still ask is not known; nothing is paused');
  }

  return async function pauseLeavers(signal) {
    const began = clock.now();
    const mayStill = look();
    const owned = byOwner(await subscriptions.all());
    let unknown = 0;
    for (const [userId, own] of inTurn([...owned], began)) {
      if (signal.aborted || unknown === MOST_UNKNOWN || clock.now() - began > LOOKS_FOR_MS) return;
      const stay = await mayStill(userId).catch((error: unknown) => {
        complain(error);
        return 'unknown' as const;
      });
      if (stay === 'unknown') unknown += 1;
      else if (stay !== 'may') await pause(deps, userId, own, stay === 'left' ? 'owner-left' : 'owner-lost-access');
    }
  };
}

/** The telling is stored first: a crash in between finds the subscriptions active, and begins again. */
async function pause(
  { subscriptions, jobs, logger }: LeaverDependencies,
  userId: string,
  own: readonly Subscription[],
  reason: OwnerPause,
): Promise<void> {
  const channels = new Set(own.map(({ channelId }) => channelId).filter((id) => !id.startsWith('D')));
  for (const channelId of channels) {
    const id = `leaver-${channelId}-${userId}`;
    await jobs.enqueue('owner.tell', { userId, channelId, reason, to: 'channel' }, { id });
  }
  if (reason === 'owner-lost-access') {
    const channelId = own[0]?.channelId ?? '';
    await jobs.enqueue('owner.tell', { userId, channelId, reason }, { id: `leaver-${userId}` });
  }
  const paused = await subscriptions.pauseOwner(userId, reason);
  logger.info(
    { userId, reason, subscriptions: paused.length, channels: [...channels] },
    'the subscriptions of somebody who may not ask any more are paused',
  );
}

function byOwner(all: readonly Subscription[]): Map<string, Subscription[]> {
  const owned = new Map<string, Subscription[]>();
  for (const one of all) {
    if (one.createdBy === null || one.paused !== null) continue;
    owned.set(one.createdBy, [...(owned.get(one.createdBy) ?? []), one]);
  }
  return owned;
}

/** Those whose turn it is, by the clock alone: every process comes to the same, and nothing has to be kept. */
function inTurn<T>(owners: readonly (readonly [string, T])[], now: number): (readonly [string, T])[] {
  if (owners.length <= MOST_OWNERS) return [...owners];
  const sorted = owners.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const start = (Math.floor(now / TURN_MS) * MOST_OWNERS) % sorted.length;
  return [...sorted.slice(start), ...sorted.slice(0, start)].slice(0, MOST_OWNERS);
}
