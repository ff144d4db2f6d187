import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/** The least that a webhook can do: read the body, check the signature, answer. Prints its port. */
const [secret = ''] = process.argv.slice(2);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const timestamp = String(request.headers['x-zm-request-timestamp']);
    const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(Buffer.concat(chunks)).digest('hex');
    const expected = Buffer.from(`v0=${hmac}`);
    const given = Buffer.from(String(request.headers['x-zm-signature']));
    const isSigned = expected.length === given.length && timingSafeEqual(expected, given);
    response.writeHead(isSigned ? 200 : 401, { 'content-type': 'application/json', 'content-length': 2 }).end('{}');
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
