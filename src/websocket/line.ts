import type { Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';

/** The TCP connection below a WebSocket, which hides it: how much came, why it broke, and a way to cut it. */
export interface Line {
  readonly dispatcher: Dispatcher;
  bytesRead(): number;
  /** What went wrong with it; null when nothing is known. */
  trouble(): Error | null;
  /** The status of an answer that switched to no WebSocket. */
  refusedStatus(): number | null;
  cut(): void;
}

export function openLine({
  connectWithinMs,
  maxMessageBytes,
}: {
  connectWithinMs: number;
  maxMessageBytes: number;
}): Line {
  const connect = buildConnector({ allowH2: false, timeout: connectWithinMs });
  let raw: Socket | null = null;
  let trouble: Error | null = null;
  let status: number | null = null;
  let isCut = false;

  const refused = (statusCode: number) => {
    status = statusCode;
    trouble ??= new Error(`HTTP ${statusCode}`);
  };
  const agent = new Agent({
    connect(options, callback) {
      connect(options, (...outcome) => {
        const [error, socket] = outcome;
        trouble ??= error;
        // Where there is none it is undefined, whatever its type says.
        if (socket) {
          raw = socket;
          socket.once('error', (broken) => {
            trouble ??= broken;
          });
          if (isCut) socket.destroy();
        }
        callback(...outcome);
      });
    },
    webSocket: { maxPayloadSize: maxMessageBytes },
  });

  return {
    dispatcher: agent.compose((dispatch) => (options, handler) => dispatch(options, readStatus(handler, refused))),
    bytesRead: () => raw?.bytesRead ?? 0,
    trouble: () => trouble,
    refusedStatus: () => status,
    cut() {
      isCut = true;
      raw?.destroy();
      agent.destroy().catch(() => undefined);
    },
  };
}

/** @param refused told of an answer that switches to no WebSocket: of Slack, or of a proxy on the way */
function readStatus(
  inside: Dispatcher.DispatchHandler,
  refused: (statusCode: number) => void,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...request) => inside.onRequestStart?.(...request),
    onRequestUpgrade: (...upgrade) => inside.onRequestUpgrade?.(...upgrade),
    onResponseStart(controller, statusCode, ...response) {
      refused(statusCode);
      inside.onResponseStart?.(controller, statusCode, ...response);
    },
    onResponseData: (...data) => inside.onResponseData?.(...data),
    onResponseEnd: (...end) => inside.onResponseEnd?.(...end),
    onResponseError: (...error) => inside.onResponseError?.(...error),
  };
}
