import { useEffect, useState } from 'react';
import type { WireMessage } from '../workspace/wire.ts';

/** Channels with a message that has come since they were last open; what was there before counts as read. */
export function useUnread(messages: readonly WireMessage[], user: string, current: string): ReadonlySet<string> {
  const [read, setRead] = useState<Readonly<Record<string, string>>>({});
  const [since, setSince] = useState({ user, ts: newest(messages) });
  useEffect(() => {
    setSince({ user, ts: '' });
    setRead({});
  }, [user]);
  useEffect(() => {
    const last = newest(messages);
    if (last === '') return;
    setSince((now) => (now.ts === '' ? { ...now, ts: last } : now));
    setRead((now) => (now[current] === last ? now : { ...now, [current]: last }));
  }, [messages, current]);
  if (since.ts === '') return new Set();
  return new Set(
    messages
      .filter(({ channel, ts }) => channel !== current && ts > (read[channel] ?? since.ts))
      .map(({ channel }) => channel),
  );
}

function newest(messages: readonly WireMessage[]): string {
  return (
    messages
      .map(({ ts }) => ts)
      .sort()
      .at(-1) ?? ''
  );
}
