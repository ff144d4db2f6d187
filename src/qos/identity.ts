/** What Zoom tells of who somebody is; blank where it does not. Texts that change with every join do not belong here. */
export interface Identity {
  readonly registrantId: string;
  /** `id` in the QoS summary, `participant_user_id` in the participant list. */
  readonly zoomUserId: string;
  readonly participantUuid: string;
  readonly email: string;
}

/**
 * One text for each identity that is not blank; two visits that share a text belong to one person. The e-mail address
 * is in them in clear: hash them before they are kept.
 */
export function identityKeys(identity: Identity): string[] {
  return [
    toKey('registrant', identity.registrantId),
    toKey('user', identity.zoomUserId),
    toKey('uuid', identity.participantUuid),
    toKey('email', identity.email.toLowerCase()),
  ].filter((key) => key !== null);
}

function toKey(prefix: string, value: string): string | null {
  const trimmed = value.trim();
  return trimmed === '' ? null : `${prefix}:${trimmed}`;
}
