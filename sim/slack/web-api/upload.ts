import type { IncomingMessage } from 'node:http';
import type { FileStore } from '../stores/file-store.ts';

/** Takes the bytes of an announced file, raw or as multipart; false when id or size do not fit. */
export async function receiveUpload(
  id: string,
  request: IncomingMessage,
  body: Buffer,
  files: FileStore,
): Promise<boolean> {
  const file = files.all.get(id);
  if (file === undefined) return false;
  const type = request.headers['content-type'] ?? '';
  const content = type.startsWith('multipart/form-data') ? await firstPart(type, body) : body;
  if (content?.length !== file.length) return false;
  file.content = content;
  return true;
}

async function firstPart(type: string, body: Buffer): Promise<Buffer | null> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return null;
}
