import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Serves one file of the built page; only names that the build gives, nothing above its folder. */
export function servePageFile(folder: string, path: string, response: ServerResponse): void {
  const name = path === '/' ? 'index.html' : normalize(path).replace(/^[/\\]+/, '');
  const type = TYPES[extname(name)];
  const content = type === undefined || name.startsWith('..') ? null : readOrNull(join(folder, name));
  if (content === null) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  response.writeHead(200, {
    'content-type': type,
    'cache-control': name === 'index.html' ? 'no-store' : 'max-age=31536000, immutable',
    'content-security-policy':
      "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(content);
}

function readOrNull(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
