/** A scope of a token, and what it is for. */
export interface ScopeUse {
  readonly scope: string;
  /** What does not work without it. */
  readonly neededFor: string;
  /** false: one feature lacks, and the rest works. */
  readonly isRequired: boolean;
}

/** The bot scopes of manifest.yml, each with what lacks without it. Every scope of the manifest has its line. */
export const SLACK_SCOPES: readonly ScopeUse[] = [
  { scope: 'commands', neededFor: 'the command /webinar-qos', isRequired: true },
  { scope: 'chat:write', neededFor: 'reports in channels and late answers', isRequired: true },
  {
    scope: 'chat:write.public',
    neededFor: 'posting in public channels that the bot was not invited to',
    isRequired: false,
  },
  { scope: 'channels:read', neededFor: 'checking a public channel before it is subscribed', isRequired: false },
  { scope: 'groups:read', neededFor: 'checking a private channel before it is subscribed', isRequired: false },
  { scope: 'im:write', neededFor: 'late answers and files by direct message', isRequired: false },
  { scope: 'files:write', neededFor: 'files with everybody of a report (Export CSV)', isRequired: false },
  {
    scope: 'users:read',
    neededFor:
      'telling who may ask: without it nobody but operators may, unless ACCESS_GUESTS is yes and no list is set',
    isRequired: true,
  },
  { scope: 'usergroups:read', neededFor: 'ACCESS_USERGROUPS', isRequired: false },
];
