import type { Subscription } from './subscription.ts';

/** Who asks, and where. */
export interface Place {
  readonly userId: string;
  readonly channelId: string;
}

/**
 * Those of the channel, of the person and of the operator, this channel's first. Not everybody's: what a private
 * channel waits for is nobody else's business, and nobody changes from outside what others have set up.
 */
export function visibleTo({ userId, channelId }: Place, all: readonly Subscription[]): Subscription[] {
  const [here, elsewhere] = [true, false].map((isHere) =>
    all.filter((one) => (one.channelId === channelId) === isHere),
  );
  return [...(here ?? []), ...(elsewhere ?? []).filter(({ createdBy }) => createdBy === userId || createdBy === null)];
}
