import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Where Linux says what a process listens on. */
const TABLES = ['tcp', 'tcp6'];
const LISTEN = '0A';

/** The TCP ports that a process listens on; null where nobody can be asked, as on other systems than Linux. */
export function listeningPorts(pid: number): number[] | null {
  let inodes: Set<string>;
  try {
    inodes = new Set(readdirSync(`/proc/${pid}/fd`).flatMap((fd) => inodeOf(`/proc/${pid}/fd/${fd}`) ?? []));
  } catch {
    return null;
  }
  const ports = TABLES.flatMap((table) => readFileSync(`/proc/${pid}/net/${table}`, 'utf8').trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode = '']) => state === LISTEN && inodes.has(inode))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16));
  return [...new Set(ports)];
}

/** A descriptor may be closed while it is looked at. */
function inodeOf(path: string): string | null {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(path))?.[1] ?? null;
  } catch {
    return null;
  }
}
