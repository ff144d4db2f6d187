import { type StreamType, streamKind } from '../../qos/stream.ts';

/** How a stream is spoken of. */
export interface StreamWords {
  /** Title in the details: "Audio, hearing". */
  readonly title: string;
  /** "loss while listening". */
  readonly while: string;
  /** Before "loss" in a list: "sent audio". */
  readonly noun: string;
  /** "hears with 6.0 % audio loss". */
  readonly verb: string;
}

const WORDS = {
  audio: {
    received: { title: 'Audio, hearing', while: 'while listening', noun: 'audio', verb: 'hears with' },
    sent: { title: 'Audio, speaking', while: 'while speaking', noun: 'sent audio', verb: 'is heard with' },
  },
  share: {
    received: {
      title: 'Screen share, watching',
      while: 'while watching the shared screen',
      noun: 'screen share',
      verb: 'watches with',
    },
    sent: {
      title: 'Screen share, presenting',
      while: 'while sharing the screen',
      noun: 'sent screen share',
      verb: 'presents with',
    },
  },
  video: {
    received: { title: 'Video, watching', while: 'while watching video', noun: 'video', verb: 'watches with' },
    sent: { title: 'Video, camera', while: 'while sending video', noun: 'sent video', verb: 'is seen with' },
  },
} as const satisfies Record<string, Record<'received' | 'sent', StreamWords>>;

const COMPUTER: StreamWords = { title: 'Computer', while: 'on the computer', noun: 'computer', verb: 'runs with' };

/** Names of the media for sentences. */
export const MEDIUM_NAMES = { audio: 'audio', share: 'screen share', video: 'video' } as const;

export function streamWords(type: StreamType): StreamWords {
  const { medium, direction } = streamKind(type);
  return medium === 'cpu' ? COMPUTER : WORDS[medium][direction];
}

/** " via a room system": the path, where it is not the ordinary app. Blank for the app. */
export function pathName(type: StreamType): string {
  switch (streamKind(type).path) {
    case 'client':
      return '';
    case 'crc':
      return 'room system';
    case 'rwg':
      return 'web client';
  }
}
