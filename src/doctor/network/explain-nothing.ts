/** Why there was no answer, and what to do about that. */
export interface Trouble {
  readonly said: string;
  readonly act: string;
}

const MAX_DEPTH = 6;
const DNS = "Correct the address, or look at this machine's DNS";
const PROXY_CERTIFICATE = 'Let NODE_EXTRA_CA_CERTS name the authority of the proxy that looks into TLS here';

type Explain = (host: string) => Trouble;

const refused: Explain = (host) => ({
  said: `nothing takes connections at ${host}`,
  act: 'Correct the address, or start what should be there',
});
const noWay: Explain = (host) => ({
  said: `there is no way from this machine to ${host}`,
  act: 'Let the firewall pass outgoing connections to it, or set up the proxy',
});
const silent: Explain = (host) => ({
  said: `${host} takes the connection and does not answer in time`,
  act: 'Try again in some minutes; look at a proxy on the way',
});
const cut: Explain = (host) => ({
  said: `the connection to ${host} was cut before an answer`,
  act: 'Look at the firewall or proxy on the way',
});
const notTrusted: Explain = (host) => ({
  said: `what answers as ${host} has a certificate that is not trusted here`,
  act: PROXY_CERTIFICATE,
});
const noTls: Explain = (host) => ({
  said: `${host} does not speak TLS`,
  act: 'Correct the address: https is for servers with a certificate',
});

/** By the code of the error at the bottom. */
const CAUSES: Readonly<Record<string, Explain>> = {
  ENOTFOUND: (host) => ({ said: `the name service (DNS) knows no host ${host}`, act: DNS }),
  EAI_AGAIN: (host) => ({ said: `the name service (DNS) does not answer for ${host}`, act: DNS }),
  ECONNREFUSED: refused,
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
  ETIMEDOUT: noWay,
  UND_ERR_CONNECT_TIMEOUT: noWay,
  UND_ERR_HEADERS_TIMEOUT: silent,
  UND_ERR_BODY_TIMEOUT: silent,
  UND_ERR_ABORTED: silent,
  ECONNRESET: cut,
  EPIPE: cut,
  UND_ERR_SOCKET: cut,
  DEPTH_ZERO_SELF_SIGNED_CERT: notTrusted,
  SELF_SIGNED_CERT_IN_CHAIN: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => ({
    said: `what answers as ${host} has the certificate of another host`,
    act: 'Correct the address; look at a proxy on the way',
  }),
  CERT_HAS_EXPIRED: (host) => ({
    said: `the certificate of ${host} has expired, by this machine's clock`,
    act: 'Set the clock; renew the certificate where it is yours',
  }),
  CERT_NOT_YET_VALID: (host) => ({
    said: `the certificate of ${host} is not valid yet, by this machine's clock`,
    act: 'Set the clock',
  }),
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
};

/** Names the cause of a request without an answer. Nothing of the error's own text is repeated. */
export function explainNothing(error: unknown, url: string): Trouble {
  const { host } = new URL(url);
  for (const link of chainOf(error)) {
    if (link.name === 'TimeoutError' || link.name === 'AbortError') return silent(host);
    const code = 'code' in link && typeof link.code === 'string' ? link.code : '';
    if (Object.hasOwn(CAUSES, code)) return CAUSES[code]?.(host) ?? cut(host);
  }
  return { said: `there was no answer from ${host}`, act: 'Look at the network between this machine and there' };
}

/** The error and what it came of, the deepest first. A host with several addresses has an error for each: one will do. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  let at: unknown = error;
  while (at instanceof Error && chain.length < MAX_DEPTH) {
    chain.unshift(at);
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return chain;
}
