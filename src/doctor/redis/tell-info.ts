import { advice, type CheckResult, good, wrong } from '../check.ts';
import { numberIn } from './info.ts';

type Info = ReadonlyMap<string, string>;

/** Below that BullMQ works, and says that it would rather not. */
const RECOMMENDED = [6, 2] as const;
const NEARLY_FULL = 0.9;
const MIB = 1024 * 1024;

/** What a Redis that answers says of itself. */
export function tellInfo(info: Info): CheckResult[] {
  return [
    tellVersion(info),
    ...tellRole(info),
    tellPolicy(info.get('maxmemory_policy') ?? ''),
    tellPersistence(info),
    tellMemory(info),
  ];
}

function tellVersion(info: Info): CheckResult {
  const valkey = info.get('valkey_version');
  const version = info.get('redis_version') ?? 'unknown';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isRecommended = major > RECOMMENDED[0] || (major === RECOMMENDED[0] && minor >= RECOMMENDED[1]);
  const said = valkey === undefined ? `Redis ${version}` : `Valkey ${valkey}, like Redis ${version}`;
  return isRecommended
    ? good('Redis version', said)
    : advice('Redis version', `${said} works, and is old`, `Take ${RECOMMENDED.join('.')} or later`);
}

/** A replica answers all questions and takes nothing. */
function tellRole(info: Info): CheckResult[] {
  if (info.get('role') !== 'slave') return [];
  return [
    wrong(
      'Redis role',
      'REDIS_URL names a replica, which can only be read',
      'Put the address of its primary into REDIS_URL',
    ),
  ];
}

function tellPolicy(policy: string): CheckResult {
  const name = 'Redis maxmemory-policy';
  if (policy === 'noeviction') return good(name, policy);
  if (policy === '') {
    return advice(name, 'Redis does not say it', 'See that it is noeviction where the service is managed');
  }
  return wrong(
    name,
    `${policy}: a full Redis would throw waiting jobs away, and reports would be lost without a word`,
    'CONFIG SET maxmemory-policy noeviction, and the same in redis.conf; share it with no cache',
  );
}

function tellPersistence(info: Info): CheckResult {
  const name = 'Redis persistence';
  if (info.get('aof_enabled') === '1') {
    return info.get('aof_last_write_status') === 'err'
      ? wrong(name, 'the append-only file cannot be written', "Look at the disk of Redis: its log says what's wrong")
      : good(name, 'append-only file');
  }
  if (info.get('rdb_last_bgsave_status') === 'err') {
    return wrong(name, 'the last snapshot failed', "Look at the disk of Redis: its log says what's wrong");
  }
  return advice(
    name,
    'no append-only file: a restart of Redis forgets what came since its last snapshot, or everything',
    'CONFIG SET appendonly yes, and the same in redis.conf',
  );
}

function tellMemory(info: Info): CheckResult {
  const name = 'Redis memory';
  const used = numberIn(info, 'used_memory');
  const limit = numberIn(info, 'maxmemory') || numberIn(info, 'total_system_memory');
  if (used === null || !limit) return advice(name, 'Redis does not say how much is left', null);
  const isLimited = (numberIn(info, 'maxmemory') ?? 0) > 0;
  const said = `${toMib(limit - used)} MiB left of ${toMib(limit)}${isLimited ? '' : ' of the whole machine'}`;
  return used / limit < NEARLY_FULL
    ? good(name, said)
    : advice(name, `only ${said}`, 'Raise maxmemory, or keep reports for fewer hours (REPORT_TTL_H)');
}

function toMib(bytes: number): number {
  return Math.max(0, Math.round(bytes / MIB));
}
