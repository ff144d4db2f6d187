import { isDrop } from '../../../qos/leave-reason.ts';
import { isKnownRole, isPresenterRole } from '../../../qos/role.ts';
import type { RowIdentity } from '../../../qos/row-links.ts';
import { worseTransport } from '../../../qos/transport.ts';
import type { Visit } from '../../../qos/visit.ts';
import { NO_ZOOM_QUALITY, worseQuality } from '../../../qos/zoom-quality.ts';
import { scoresOf } from '../../../qos/zoom-scores.ts';

/**
 * A visit with what Zoom's participants list says of it; of two rows of the list for one visit, both. What was measured and the
 * name stay as they are.
 */
export function joinListRow(visit: Visit, listed: Visit): Visit {
  return {
    ...visit,
    ...joinListIdentity(visit, listed),
    staySeconds: listed.staySeconds ?? visit.staySeconds,
    joinedAtMs: listed.joinedAtMs ?? visit.joinedAtMs ?? null,
    leftAtMs: listed.leftAtMs ?? visit.leftAtMs ?? null,
    transport: worseTransport([visit.transport, listed.transport]),
    leaveReason: joinReasons(visit.leaveReason ?? null, listed.leaveReason ?? null),
    zoomQuality: worseQuality(visit.zoomQuality ?? NO_ZOOM_QUALITY, listed.zoomQuality ?? NO_ZOOM_QUALITY),
    ...scoresOf([visit, listed]),
    attributes: { ...visit.attributes, ...listed.attributes },
  };
}

/** The same for the part of a row that tells whose it is. */
export function joinListIdentity<Row extends RowIdentity>(row: Row, listed: RowIdentity): Row {
  const identityKeys = [...new Set([...row.identityKeys, ...listed.identityKeys])];
  return { ...row, identityKeys, role: joinRoles(row.role, listed.role) };
}

function joinRoles(one: string | null, other: string | null): string | null {
  if (isPresenterRole(one)) return one;
  return isPresenterRole(other) || !isKnownRole(one) ? other : one;
}

function joinReasons(one: string | null, other: string | null): string | null {
  if (isDrop(one)) return one;
  return isDrop(other) ? other : (one ?? other);
}
