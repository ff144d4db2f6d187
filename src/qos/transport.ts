/** How Zoom says that sound, video and screen travelled; the words of its participants list. */
export const TRANSPORTS = [
  'P2P',
  'UDP',
  'Reliable UDP',
  'TCP',
  'SSL',
  'HTTP',
  'TCP+Proxy',
  'UDP+Proxy',
  'Reliable+Proxy',
  'SSL+Proxy',
  'HTTP+Proxy',
] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** Zoom's word in any letter case; null for everything else. */
export function parseTransport(value: unknown): Transport | null {
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase();
  return TRANSPORTS.find((transport) => transport.toLowerCase() === word) ?? null;
}

/** Whether something stood between the person and Zoom: a proxy, or a firewall that lets no UDP through. */
export function isDetour(transport: Transport): boolean {
  return transport.endsWith('Proxy') || transport === 'TCP' || transport === 'SSL' || transport === 'HTTP';
}

/** Of several the one that went a detour, else the first. */
export function worseTransport(all: readonly (Transport | null | undefined)[]): Transport | null {
  const known = all.filter((one) => one !== null && one !== undefined);
  return known.find(isDetour) ?? known[0] ?? null;
}
