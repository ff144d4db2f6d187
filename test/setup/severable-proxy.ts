import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listenOnFreePort } from './listen.ts';

interface SeverableProxy {
  readonly port: number;
  /** From now on nothing passes over the connections there are, and neither side is told; new ones work. */
  sever(): void;
  close(): Promise<void>;
}

/** Passes TCP on to a port of 127.0.0.1, until it fails in the way that networks fail: silently. */
export async function startSeverableProxy(targetPort: number): Promise<SeverableProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    pairs.add([client, target]);
    client.pipe(target).pipe(client);
    for (const socket of [client, target]) socket.on('error', () => socket.destroy());
  });
  const port = await listenOnFreePort(server);
  return {
    port,
    sever: () => {
      for (const [client, target] of pairs) {
        client.unpipe(target).pause();
        target.unpipe(client).pause();
      }
    },
    close: async () => {
      server.close();
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      await once(server, 'close');
    },
  };
}
