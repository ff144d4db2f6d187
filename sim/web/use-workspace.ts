import { useEffect, useReducer } from 'react';
import type { WireEvent, WireHello, WireMessage } from '../workspace/wire.ts';

/** Everything one person sees; null until the first word of the server. */
export type WorkspaceState = (Omit<WireHello, 'type'> & { readonly connected: boolean }) | null;

/** From its loading on; a page that is loaded anew no longer has the messages that only one person saw. */
const PAGE = crypto.randomUUID();

/** Follows the workspace as one person; comes back by itself after a break. */
export function useWorkspace(user: string): WorkspaceState {
  const [state, dispatch] = useReducer(reduce, null);
  useEffect(() => {
    const source = new EventSource(`/workspace/feed?user=${encodeURIComponent(user)}&page=${PAGE}`);
    // Safe: both ends are built from the same wire.ts.
    source.onmessage = ({ data }) => dispatch(JSON.parse(String(data)) as WireEvent);
    source.onerror = () => dispatch({ type: 'lost' });
    return () => source.close();
  }, [user]);
  return state;
}

function reduce(state: WorkspaceState, event: WireEvent | { readonly type: 'lost' }): WorkspaceState {
  if (event.type === 'hello') return { ...event, connected: true };
  if (state === null) return null;
  switch (event.type) {
    case 'lost':
      return { ...state, connected: false };
    case 'message':
      return { ...state, messages: withMessage(state.messages, event.message) };
    case 'channels':
      return { ...state, channels: event.channels };
    case 'views':
      return { ...state, views: event.views };
    case 'zoom':
      return { ...state, zoom: event.zoom };
  }
}

function withMessage(messages: readonly WireMessage[], message: WireMessage): readonly WireMessage[] {
  const isSame = (one: WireMessage) => one.ts === message.ts && one.channel === message.channel;
  if (message.deleted) return messages.filter((one) => !isSame(one));
  return messages.some(isSame) ? messages.map((one) => (isSame(one) ? message : one)) : [...messages, message];
}
