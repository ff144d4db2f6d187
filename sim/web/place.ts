import { useSyncExternalStore } from 'react';

/** Who is looking, and where: in the address, so that a window can be opened for each person. */
export interface Place {
  readonly user: string;
  readonly channel: string;
}

const START: Place = { user: 'U0APPLE0001', channel: 'C0GENERAL01' };

export function usePlace(): readonly [Place, (change: Partial<Place>) => void] {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const [, user = '', channel = ''] = hash.split('/');
  const place = { user: user || START.user, channel: channel || START.channel };
  const go = (change: Partial<Place>) => {
    const { user, channel } = { ...place, ...change };
    location.hash = `#/${user}/${channel}`;
  };
  return [place, go];
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
