import type { SimRandom } from '../../runtime/random.ts';

export interface SimFile {
  readonly id: string;
  readonly name: string;
  title: string;
  /** Announced size in bytes. */
  readonly length: number;
  /** null until the bytes have come, and when it was deleted. */
  content: Buffer | null;
  deleted: boolean;
  /** Channels it was shared in; empty before completion. */
  readonly channels: string[];
}

export interface FileStore {
  readonly all: ReadonlyMap<string, SimFile>;
  announce(name: string, length: number): SimFile;
}

export function createFileStore(random: SimRandom): FileStore {
  const all = new Map<string, SimFile>();
  return {
    all,
    announce(name, length) {
      const id = `F0${random.text(9).toUpperCase()}`;
      const file: SimFile = { id, name, title: name, length, content: null, deleted: false, channels: [] };
      all.set(id, file);
      return file;
    },
  };
}
