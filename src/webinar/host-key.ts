/** One-way, keyed, the same in all replicas. */
export type HashIdentity = (text: string) => string;

/** What a host is known by: never the address itself. Blank gives null. */
export function hostKeyOfEmail(email: string, hashIdentity: HashIdentity): string | null {
  const address = email.trim().toLowerCase();
  return address === '' ? null : hashIdentity(`email:${address}`);
}

/** The same for a Zoom user id. */
export function hostKeyOfUser(userId: string, hashIdentity: HashIdentity): string | null {
  const id = userId.trim();
  return id === '' ? null : hashIdentity(`user:${id}`);
}
