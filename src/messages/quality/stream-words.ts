import { type StreamType, streamKind } from '../../qos/stream.ts';

/** How a stream is spoken of. */
interface StreamWords {
  /** Title in the details: "Hearing". */
  readonly title: string;
  /** What is lost of it: "the sound". */
  readonly what: string;
  /** Between "delay" and its value; blank for hearing, which goes without saying. */
  readonly aside: string;
}

const WORDS = {
  audio: {
    received: { title: 'Hearing', what: 'the sound', aside: '' },
    sent: { title: 'Speaking', what: 'this person’s voice', aside: ' while speaking' },
  },
  share: {
    received: { title: 'Watching the shared screen', what: 'the shared screen', aside: ' of the shared screen' },
    sent: { title: 'Sharing the screen', what: 'this person’s screen', aside: ' of this person’s screen' },
  },
  video: {
    received: { title: 'Watching video', what: 'the video', aside: ' of the video' },
    sent: { title: 'Camera', what: 'this person’s video', aside: ' of this person’s video' },
  },
} as const satisfies Record<string, Record<'received' | 'sent', StreamWords>>;

const COMPUTER: StreamWords = { title: 'Computer', what: 'the computer', aside: ' of the computer' };

/** Names of the media for sentences. */
export const MEDIUM_NAMES = { audio: 'audio', share: 'screen share', video: 'video' } as const;

export function streamWords(type: StreamType): StreamWords {
  const { medium, direction } = streamKind(type);
  return medium === 'cpu' ? COMPUTER : WORDS[medium][direction];
}

/** "lost 6.0 % of the sound"; of what somebody sends, "others lost 6.0 % of this person’s voice". */
export function lostWords(type: StreamType, value: string): string {
  const who = streamKind(type).direction === 'sent' ? 'others ' : '';
  return `${who}lost ${value} of ${streamWords(type).what}`;
}

/** The path, where it is not the ordinary app. Blank for the app. */
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
