/** Who may ask, as the operator has set it. All lists empty: every full member of the workspace. */
export interface AccessRule {
  /** Slack IDs. Whoever is in one of these channels may ask, anywhere. */
  readonly channels: readonly string[];
  readonly users: readonly string[];
  readonly usergroups: readonly string[];
  /** Whether guests and people of other organisations are treated as members are. */
  readonly allowsGuests: boolean;
  /** May ask always, and see status and health. */
  readonly operators: readonly string[];
}

/** Somebody who types, clicks or submits something, as Slack's signed request names them. */
export interface Asker {
  readonly userId: string;
  /** Where; null in windows. */
  readonly channelId: string | null;
}

/** What somebody is to the workspace. `gone`: deactivated. */
export type Standing = 'member' | 'guest' | 'outsider' | 'bot' | 'gone';

/** Why somebody may not ask. `not-listed`: a full member whom no list names. */
export type Refusal = 'not-listed' | Exclude<Standing, 'member'>;

/** Who belongs where, as Slack says. Every method rejects when Slack does not say. */
export interface Directory {
  standingOf(userId: string): Promise<Standing>;
  membersOfChannel(channelId: string): Promise<ReadonlySet<string>>;
  membersOfUsergroup(usergroupId: string): Promise<ReadonlySet<string>>;
}
