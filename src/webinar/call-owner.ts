/** Kinds of work that Zoom is called for, each with a turn of its own. */
export type CallKind = 'ask' | 'automatic' | 'refresh';

/** On whose account Zoom is called. Calls are given in turn: first by kind, then by person, then by webinar. */
export interface CallOwner {
  /** Somebody waits for an answer; a webinar ended; what is kept is read again. */
  readonly kind: CallKind;
  /** Slack's user id of whoever asked first; empty where nobody did. */
  readonly person: string;
  /** `Occurrence.key`, or what was asked for; empty for what concerns none or all. */
  readonly webinar: string;
}

/** What goes with every call of Zoom. */
export interface CallContext {
  readonly owner: CallOwner;
  /** Ends the waiting for a turn, and the call. */
  readonly signal?: AbortSignal | undefined;
}
