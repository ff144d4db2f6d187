import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export interface SimServer {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly origin: string;
  /** Cuts every connection, also those that a fault left hanging. */
  stop(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What is switched to another protocol; whoever takes it cuts it in the end. */
type UpgradeHandler = (request: IncomingMessage, stream: Duplex) => void;

/** A plain HTTP server on 127.0.0.1; a fault of the simulator itself becomes a 500 with its stack. */
export async function startServer(handler: Handler, port = 0, upgrade?: UpgradeHandler): Promise<SimServer> {
  const server = createServer((request, response) => {
    // A client that goes away mid-answer is daily business here, not an uncaught error.
    response.on('error', () => {});
    Promise.resolve()
      .then(() => handler(request, response))
      .catch((error: unknown) => {
        if (request.destroyed && !request.complete) return;
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
        response.end(`simulator error: ${error instanceof Error ? error.stack : String(error)}`);
      });
  });
  // Longer than any client keeps a connection, so that no request ever meets a closing one by chance.
  server.keepAliveTimeout = 120_000;
  if (upgrade) server.on('upgrade', upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  let stopping: Promise<void> | undefined;
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop: () => {
      stopping ??= new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return stopping;
    },
  };
}

/** The whole body, as it came. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
