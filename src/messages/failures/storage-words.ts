import type { Failure } from '../../errors.ts';
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.ts';

type StorageTrouble = Extract<Failure, { kind: 'storage-unavailable' | 'storage-outcome-unknown' }>;

/** The bot's own storage: no more is said than is known. */
export function storageWords(failure: StorageTrouble, ref: Mrkdwn): Mrkdwn {
  if (failure.kind === 'storage-outcome-unknown') return mrkdwn`${outcomeUnknownWords(failure.asked)} ${ref}`;
  return mrkdwn`The bot cannot reach its storage, so nothing was started. Ask again in a minute; if it stays so, tell the operator. ${ref}`;
}

/** Fits whatever comes later: that it was done, that it was not, or nothing. */
function outcomeUnknownWords(asked: Extract<Failure, { kind: 'storage-outcome-unknown' }>['asked']): Mrkdwn {
  switch (asked) {
    case 'report':
      return mrkdwn`The bot's storage is slow, so I can't say yet whether this was started. If it was, the report comes here by itself within a few minutes; if nothing has come by then, ask again.`;
    case 'subscription':
      return mrkdwn`The bot's storage is slow, so I can't say yet whether this was changed. In a minute, \`/webinar-qos subscriptions\` shows how it is; if it was not changed, do it again.`;
    case 'list':
      return mrkdwn`The bot's storage is slow. The answer comes here by itself when the storage has given it; if nothing has come in a minute, ask again.`;
    case null:
      return mrkdwn`The bot's storage is slow, so I can't say whether this was done. Look in a minute, and do it again if it was not.`;
  }
}
