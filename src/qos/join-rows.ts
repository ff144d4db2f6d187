import { isDrop } from './leave-reason.ts';
import { isKnownRole, isPresenterRole } from './role.ts';
import { knownStay } from './stay.ts';
import { worseTransport } from './transport.ts';
import { CAUSE_ATTRIBUTES, type Visit } from './visit.ts';
import { NO_ZOOM_QUALITY, worseQuality } from './zoom-quality.ts';
import { scoresOf } from './zoom-scores.ts';

/** The visits of one person, in the order of their first rows: rows with the same visit id are one visit. */
export function joinRows(rows: readonly Visit[]): Visit[] {
  const byVisit = new Map<string, Visit[]>();
  const visits: Visit[][] = [];
  for (const row of rows) {
    const visitId = row.visitId.trim();
    const repeated = visitId === '' ? undefined : byVisit.get(visitId);
    if (repeated !== undefined) {
      repeated.push(row);
      continue;
    }
    const visit = [row];
    visits.push(visit);
    if (visitId !== '') byVisit.set(visitId, visit);
  }
  return visits.map(toOneVisit);
}

function toOneVisit(rows: readonly Visit[]): Visit {
  const [first, ...rest] = rows;
  if (first === undefined) throw new RangeError('a visit needs a row');
  if (rest.length === 0) return first;
  return {
    visitId: first.visitId,
    identityKeys: [...new Set(rows.flatMap((row) => row.identityKeys))],
    name: rows.findLast((row) => row.name.trim() !== '')?.name ?? '',
    role:
      rows.find((row) => isPresenterRole(row.role))?.role ?? rows.find((row) => isKnownRole(row.role))?.role ?? null,
    staySeconds: rows.find((row) => knownStay(row.staySeconds) !== null)?.staySeconds ?? null,
    joinedAtMs: extreme(
      rows.map((row) => row.joinedAtMs),
      Math.min,
    ),
    leftAtMs: extreme(
      rows.map((row) => row.leftAtMs),
      Math.max,
    ),
    transport: worseTransport(rows.map((row) => row.transport)),
    leaveReason: joinLeaveReasons(rows),
    zoomQuality: rows.reduce((worst, row) => worseQuality(worst, row.zoomQuality ?? NO_ZOOM_QUALITY), NO_ZOOM_QUALITY),
    ...scoresOf(rows),
    streams: rows.flatMap((row) => row.streams),
    cpuOverloaded: rows.some((row) => row.cpuOverloaded),
    attributes: firstAttributes(rows),
  };
}

/** The earliest or latest of the times that are known. */
function extreme(times: readonly (number | null | undefined)[], pick: (...known: number[]) => number): number | null {
  const known = times.filter((time) => time !== null && time !== undefined);
  return known.length === 0 ? null : pick(...known);
}

/** A drop, if any row says so. */
function joinLeaveReasons(rows: readonly Visit[]): string | null {
  const reasons = rows.map((row) => row.leaveReason ?? '').filter((reason) => reason.trim() !== '');
  return reasons.find(isDrop) ?? reasons[0] ?? null;
}

function firstAttributes(rows: readonly Visit[]): Visit['attributes'] {
  const attributes: { -readonly [Name in keyof Visit['attributes']]: Visit['attributes'][Name] } = {};
  for (const name of CAUSE_ATTRIBUTES) {
    const value = rows.find((row) => (row.attributes[name] ?? '').trim() !== '')?.attributes[name];
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}
