/**
 * What is wrong with the Redis behind REDIS_URL, in one sentence for the operator that ends with what to do. Nothing here
 * repeats what an error says: the texts of Redis may quote the arguments of a command.
 */

/** BullMQ's own least version (`RedisConnection.minimumVersion`); 6.2 is what it recommends. */
const LEAST_VERSION = { major: 5, text: '5.0' };
const RECOMMENDED_VERSION = '6.2';

const CREDENTIALS =
  'Redis refuses the user or the password in REDIS_URL: correct them there, or in Redis, and restart the bot';
const NO_PASSWORD = 'Redis wants a password and REDIS_URL has none: put it in, before the host, and restart the bot';
const NEEDLESS_PASSWORD =
  'REDIS_URL has a password and this Redis has none set: set it in Redis, or take it out of REDIS_URL, and restart the bot';
const PERMISSIONS =
  'Redis does not let the user in REDIS_URL do what the bot needs: allow it all commands (+@all, INFO and EVAL among them) on the keys ~qos:* and ~{qos}:*, and restart the bot';
const CLUSTER =
  'REDIS_URL names a node of a Redis Cluster, which the bot does not work with: put in the address of a Redis that is no cluster, and restart the bot';
const SENTINEL =
  'REDIS_URL names a Redis Sentinel, which keeps no data: put in the address of the Redis that it watches, and restart the bot';
const UNKNOWN_COMMAND = `Redis does not know a command that the bot needs: put the address of a Redis ${RECOMMENDED_VERSION} or later into REDIS_URL, no Sentinel and none with renamed commands, and restart the bot`;

const CANNOT_BE_REACHED = 'Redis cannot be reached';

/** By how the text of an answer of Redis's begins. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/^(?:WRONGPASS|ERR invalid password)/i, CREDENTIALS],
  [/^(?:NOAUTH|ERR operation not permitted)/i, NO_PASSWORD],
  [/^ERR (?:AUTH <password> called without any password|Client sent AUTH, but no password is set)/i, NEEDLESS_PASSWORD],
  [/^NOPERM|can't run this command|can't access at least one of the keys/i, PERMISSIONS],
  [/^(?:MOVED|ASK|CLUSTERDOWN|CROSSSLOT|TRYAGAIN) /, CLUSTER],
  [/^ERR unknown command/i, UNKNOWN_COMMAND],
];

/** By the code of a network error. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing takes connections at the address in REDIS_URL. Start Redis, or correct the address',
  ENOTFOUND: 'nobody knows the host in REDIS_URL. Correct its name',
  EAI_AGAIN: "the name service does not answer for the host in REDIS_URL. Look at this machine's DNS",
  ETIMEDOUT: 'the address in REDIS_URL does not answer. Look at the address, rediss:// or redis://, and firewalls',
  EHOSTUNREACH: 'there is no way to the address in REDIS_URL. Look at the address and the network',
  ENETUNREACH: 'there is no way to the address in REDIS_URL. Look at the address and the network',
  EPROTO: 'the address in REDIS_URL does not speak TLS as rediss:// wants it. Try redis://, or look at its TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the address in REDIS_URL does not speak TLS, as rediss:// wants it. Try redis://',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed. Let NODE_EXTRA_CA_CERTS name it',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted. Let NODE_EXTRA_CA_CERTS name its authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted. Let NODE_EXTRA_CA_CERTS name its authority',
  CERT_HAS_EXPIRED: 'its certificate has expired. Renew it',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host than the one in REDIS_URL. Correct the host',
};

/** An answer that says: not with this URL. Null for all else, as for a Redis that is full or away. */
export function diagnoseRefusal({ message }: Error): string | null {
  return REFUSALS.find(([text]) => text.test(message))?.[1] ?? null;
}

/** Why there is no connection. */
export function diagnoseOutage(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const why = Object.hasOwn(NETWORK, code) ? NETWORK[code] : undefined;
  return why === undefined ? CANNOT_BE_REACHED : `${CANNOT_BE_REACHED}: ${why}; the bot tries on by itself`;
}

/**
 * Null when the bot can work with this server.
 * @param info what Redis answers to `INFO server`
 */
export function diagnoseServer(info: string): string | null {
  const mode = fieldOf(info, 'redis_mode');
  if (mode === 'sentinel') return SENTINEL;
  if (mode === 'cluster') return CLUSTER;
  // Valkey and other relatives give here the version of Redis that they are like.
  const version = fieldOf(info, 'redis_version');
  const major = /^(\d{1,3})\.\d/.exec(version)?.[1];
  if (major === undefined || Number(major) >= LEAST_VERSION.major) return null;
  return `Redis ${version.replace(/[^\d.]/g, '').slice(0, 20)} is too old: the bot needs ${LEAST_VERSION.text} at least, and better ${RECOMMENDED_VERSION} or later. Upgrade it, or put the address of another one into REDIS_URL, and restart the bot`;
}

function fieldOf(info: string, name: string): string {
  const line = info.split(/\r?\n/).find((one) => one.startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}
