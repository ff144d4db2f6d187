import { type CallUsage, createCallUsage } from '../../access/call-usage.ts';
import type { BotStatus } from '../../reports/bot-status.ts';
import { createLastSeen, type LastSeen } from '../../reports/last-seen.ts';
import type { Subscriptions } from '../../reports/subscriptions/subscription.ts';
import { newId } from '../../runtime/new-id.ts';
import { keys } from '../../storage/keys.ts';
import type { WebinarSource } from '../../webinar/source.ts';
import type { Foundation } from '../foundation.ts';
import { readVersion } from './version.ts';

const MOST_NAMED = 5;

/** A socket of this process; null where another way is used. */
type Socket = { isConnected(): boolean } | null;

/** What only operators see: how the bot is. */
export interface Operators {
  readonly callUsage: CallUsage;
  readonly lastSeen: LastSeen;
  /** @throws AppError of the store */
  status(parts: StatusParts): Promise<BotStatus>;
}

interface StatusParts {
  readonly source: Pick<WebinarSource, 'callsLeftToday'>;
  readonly subscriptions: Pick<Subscriptions, 'all'>;
  readonly slackSocket: Socket;
  readonly zoomSocket: Socket;
}

export function composeOperators({ config, kv, clock }: Pick<Foundation, 'config' | 'kv' | 'clock'>): Operators {
  const callUsage = createCallUsage({ kv, clock, processId: newId() });
  const lastSeen = createLastSeen({ kv, clock });
  const version = readVersion();
  return {
    callUsage,
    lastSeen,
    async status({ source, subscriptions, slackSocket, zoomSocket }) {
      const [left, used, lastEventAt, lastSweep, all, holder] = await Promise.all([
        source.callsLeftToday(),
        callUsage.today(),
        lastSeen.eventAt(),
        lastSeen.sweep(),
        subscriptions.all(),
        zoomSocket === null ? null : kv.get(keys.zoomSocketLock.name),
      ]);
      const paused = new Map<string, string>();
      for (const { channelId, paused: reason } of all) if (reason !== null) paused.set(channelId, reason);
      const { heavyPerDay: perDay, quotaReservePercent: reservePercent } = config.zoom;
      return {
        version,
        calls: { left, perDay, reservePercent, ...used.kinds, people: used.people.slice(0, MOST_NAMED) },
        lastEventAt,
        lastSweep,
        slackSocket: stateOf(slackSocket),
        zoomSocket: stateOf(zoomSocket) === 'away' && holder !== null ? 'elsewhere' : stateOf(zoomSocket),
        paused: [...paused].map(([channelId, reason]) => ({ channelId, reason })),
      };
    },
  };
}

function stateOf(socket: Socket): 'off' | 'connected' | 'away' {
  if (socket === null) return 'off';
  return socket.isConnected() ? 'connected' : 'away';
}
