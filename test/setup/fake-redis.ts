import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { listenOnFreePort } from './listen.ts';

/** The part of RESP 2 that a client needs to believe in a server: commands come as arrays of bulk strings. */
function takeCommand(text: string): { readonly command: readonly string[]; readonly rest: string } | null {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return null;
  const command: string[] = [];
  let at = head[0].length;
  for (let left = Number(head[1]); left > 0; left -= 1) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (!size) return null;
    const from = at + size[0].length;
    const to = from + Number(size[1]);
    if (text.length < to + 2) return null;
    command.push(text.slice(from, to));
    at = to + 2;
  }
  return { command, rest: text.slice(at) };
}

/**
 * A Redis of an old version, as far as it is asked: tells its version, knows no HELLO, says OK to all else.
 * @param version as in `redis_version`
 */
export async function startFakeRedis(version: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const answerTo = ([name = '']: readonly string[]): string => {
    switch (name.toLowerCase()) {
      case 'hello':
        return "-ERR unknown command 'HELLO'\r\n";
      case 'info': {
        const info = `# Server\r\nredis_version:${version}\r\nredis_mode:standalone\r\n`;
        return `$${info.length}\r\n${info}\r\n`;
      }
      case 'scan':
        return '*2\r\n$1\r\n0\r\n*0\r\n';
      default:
        return '+OK\r\n';
    }
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      for (let taken = takeCommand(text); taken; taken = takeCommand(text)) {
        text = taken.rest;
        socket.write(answerTo(taken.command));
      }
    });
    socket.on('error', () => socket.destroy());
  });
  const port = await listenOnFreePort(server);
  return {
    url: `redis://127.0.0.1:${port}`,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
