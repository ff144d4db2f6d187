import { endpointRule, type ZoomEndpoint } from './api/endpoints.ts';

export interface LoggedRequest {
  /** Arrival, real time in milliseconds with fractions; the simulator's clock plays no part. */
  readonly atMs: number;
  readonly method: string;
  /** Exactly as on the request line: still encoded, with the query, without any credential. */
  readonly url: string;
  readonly endpoint: ZoomEndpoint;
  /** null while open, and for ever when the connection was cut. */
  status: number | null;
  durationMs: number | null;
}

export interface RequestLog {
  readonly requests: readonly LoggedRequest[];
  add(request: Pick<LoggedRequest, 'atMs' | 'method' | 'url' | 'endpoint'>): LoggedRequest;
  clear(): void;
  /** Requests to one endpoint, refused ones included. */
  countOf(endpoint: ZoomEndpoint): number;
  /** The most Heavy requests in any second that is not aligned to anything, refused ones included. */
  maxInSlidingSecond(): number;
}

export function createRequestLog(): RequestLog {
  const requests: LoggedRequest[] = [];
  return {
    requests,
    add(request) {
      const entry: LoggedRequest = { ...request, status: null, durationMs: null };
      requests.push(entry);
      return entry;
    },
    clear: () => {
      requests.length = 0;
    },
    countOf: (endpoint) => requests.filter((request) => request.endpoint === endpoint).length,
    maxInSlidingSecond() {
      const times = requests
        .filter((request) => endpointRule(request.endpoint)?.label === 'Heavy')
        .map((request) => request.atMs);
      let most = 0;
      let first = 0;
      for (const [index, at] of times.entries()) {
        while (at - (times[first] ?? at) >= 1000) first += 1;
        most = Math.max(most, index - first + 1);
      }
      return most;
    },
  };
}
