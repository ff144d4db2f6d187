import { createContext, useContext } from 'react';
import type { WireChannel, WireElement, WirePerson } from '../workspace/wire.ts';
import type { Theme } from './theme.ts';

/** What any part of a message may need to know. */
export interface Surroundings {
  readonly theme: Theme;
  readonly people: readonly WirePerson[];
  readonly channels: readonly WireChannel[];
}

export const SurroundingsContext = createContext<Surroundings>({ theme: 'light', people: [], channels: [] });

/** Presses a button or chooses from a menu; done when the bot has answered. */
export type OnPress = (block: string, element: WireElement, option?: string) => Promise<void>;

export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext);
}
