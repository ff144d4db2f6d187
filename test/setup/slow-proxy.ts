import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listenOnFreePort } from './listen.ts';

/** What is held back at most for a connection; whoever sends more waits. */
const MAX_HELD_BYTES = 1024 * 1024;

interface SlowProxy {
  readonly port: number;
  /** From now on every answer comes so much later; what is sent passes at once. */
  setDelay(delayMs: number): void;
  close(): Promise<void>;
}

/** Passes TCP on to a port of 127.0.0.1, with answers that take their time: a server that is far away. */
export async function startSlowProxy(targetPort: number): Promise<SlowProxy> {
  let delayMs = 0;
  const sockets = new Set<Socket>();

  function holdBack(from: Socket, to: Socket): void {
    let heldBytes = 0;
    let lastDue = 0;
    from.on('data', (chunk: Buffer) => {
      heldBytes += chunk.length;
      if (heldBytes > MAX_HELD_BYTES) from.pause();
      // In the order in which they came, also after a delay that was longer.
      lastDue = Math.max(lastDue, performance.now() + delayMs);
      setTimeout(
        () => {
          heldBytes -= chunk.length;
          if (!to.destroyed) to.write(chunk);
          if (heldBytes <= MAX_HELD_BYTES) from.resume();
        },
        Math.max(0, lastDue - performance.now()),
      );
    });
  }

  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    client.pipe(target);
    holdBack(target, client);
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const port = await listenOnFreePort(server);
  return {
    port,
    setDelay: (ms) => {
      delayMs = ms;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
