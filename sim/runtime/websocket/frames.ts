/** One frame of RFC 6455, unmasked. */
export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
}

export const OPCODE = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;

/** A frame as a server sends it: final and without a mask. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (length < 126) {
    head[1] = length;
  } else if (length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

/** Takes the first whole frame of a client off the bytes; null while it is not all there. Messages in pieces are not expected. */
export function takeFrame(bytes: Buffer): { readonly frame: Frame; readonly rest: Buffer } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const sizeBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const maskAt = 2 + sizeBytes;
  if (bytes.length < maskAt + 4) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const from = maskAt + 4;
  if (bytes.length < from + length) return null;
  const mask = bytes.subarray(maskAt, from);
  const payload = Buffer.from(bytes.subarray(from, from + length));
  for (let at = 0; at < length; at += 1) payload.writeUInt8(payload.readUInt8(at) ^ mask.readUInt8(at % 4), at);
  return { frame: { opcode: bytes.readUInt8(0) & 0x0f, payload }, rest: bytes.subarray(from + length) };
}
