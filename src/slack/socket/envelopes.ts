import type { Clock } from '../../runtime/clock.ts';
import type { EnvelopeAnswer, EnvelopeLedger } from './ledger.ts';
import type { Envelope } from './wire.ts';

/** Envelopes that are remembered, and for how long: Slack's last try of an event comes after five minutes. */
const MOST_REMEMBERED = 5_000;
const REMEMBER_MS = 10 * 60_000;
/** Of so many what they were answered with, too: it may be a whole report. */
const MOST_ANSWERS = 200;
/** Sockets that wait for the same acknowledgement. */
const MOST_REPLIES = 10;

/** What an envelope's work is told: as Bolt's receivers tell it. */
export interface ReceivedEvent {
  readonly body: Readonly<Record<string, unknown>>;
  readonly ack: (response?: unknown) => Promise<void>;
  readonly retryNum?: number;
  readonly retryReason?: string;
}

/** Sends over the socket that an envelope came from; false when that is gone. */
type Reply = (message: object) => boolean;

/** Takes envelopes to whoever works on them, each one once, however often Slack sends it. */
export interface EnvelopeDesk {
  receive(envelope: Envelope, reply: Reply): void;
  /** How many are not acknowledged yet. */
  unacknowledged(): number;
}

interface Entry {
  readonly at: number;
  /** Every socket it came over and that still waits. */
  replies: Reply[];
  /** null before there is any. */
  answer: EnvelopeAnswer | null;
}

const BARE: EnvelopeAnswer = { payload: null };

export function createEnvelopeDesk({
  process,
  ledger,
  onRepeated,
  answerElsewhere,
  onFailed,
  clock,
}: {
  process: (event: ReceivedEvent) => Promise<void>;
  ledger: EnvelopeLedger;
  onRepeated: (envelope: Envelope) => void;
  /** Every socket went before the acknowledgement: says what was in it in another way, if there is one. */
  answerElsewhere: (envelope: Envelope, payload: object) => boolean;
  onFailed: (error: unknown) => void;
  clock: Clock;
}): EnvelopeDesk {
  const entries = new Map<string, Entry>();
  /** Those that are remembered with what they said, oldest first. */
  const withPayload: Entry[] = [];
  let open = 0;

  function forgetOld(): void {
    for (const [id, { at }] of entries) {
      if (entries.size <= MOST_REMEMBERED && clock.now() - at < REMEMBER_MS) return;
      entries.delete(id);
    }
  }

  function remember(entry: Entry, answer: EnvelopeAnswer): void {
    entry.answer = answer;
    if (answer.payload === null) return;
    withPayload.push(entry);
    const oldest = withPayload.length > MOST_ANSWERS ? withPayload.shift() : undefined;
    if (oldest) oldest.answer = BARE;
  }

  /** Over every socket that waits; false when all of them are gone. */
  function send(envelope: Envelope, entry: Entry, answer: EnvelopeAnswer): boolean {
    const message = toMessage(envelope, answer);
    const sent = entry.replies.map((reply) => reply(message)).some(Boolean);
    entry.replies = [];
    return sent;
  }

  function acknowledge(envelope: Envelope, entry: Entry, payload: EnvelopeAnswer['payload']): EnvelopeAnswer {
    const sent = send(envelope, entry, { payload });
    // Said in another way: who sends it again gets a bare acknowledgement.
    const isElsewhere = !sent && payload !== null && answerElsewhere(envelope, payload);
    const answer = isElsewhere ? BARE : { payload };
    remember(entry, answer);
    return answer;
  }

  async function workOn(envelope: Envelope, entry: Entry): Promise<void> {
    const id = envelope.envelope_id;
    let acknowledged = false;
    const finish = () => {
      acknowledged = true;
      open -= 1;
    };
    open += 1;
    const given = await ledger.take(id);
    if (given !== null) {
      finish();
      onRepeated(envelope);
      // Over a socket or not at all: the process that worked on it has said it, or Slack sends it once more.
      send(envelope, entry, given);
      remember(entry, given);
      return;
    }
    const ack = async (response?: unknown) => {
      if (acknowledged) return;
      finish();
      const payload = envelope.accepts_response_payload ? toPayload(response) : null;
      ledger.answered(id, acknowledge(envelope, entry, payload));
    };
    try {
      await process({
        body: envelope.payload,
        ack,
        ...(envelope.retry_attempt === undefined ? {} : { retryNum: envelope.retry_attempt }),
        ...(envelope.retry_reason === undefined ? {} : { retryReason: envelope.retry_reason }),
      });
    } catch (error) {
      onFailed(error);
    }
    if (acknowledged) return;
    // Nobody took it: when it comes again it is tried again.
    finish();
    entries.delete(id);
    ledger.release(id);
  }

  return {
    receive(envelope, reply) {
      const known = entries.get(envelope.envelope_id);
      if (known) {
        onRepeated(envelope);
        if (known.answer !== null) reply(toMessage(envelope, known.answer));
        else if (known.replies.length < MOST_REPLIES) known.replies.push(reply);
        return;
      }
      const entry: Entry = { at: clock.now(), replies: [reply], answer: null };
      entries.set(envelope.envelope_id, entry);
      forgetOld();
      void workOn(envelope, entry);
    },
    unacknowledged: () => open,
  };
}

function toMessage({ envelope_id }: Envelope, { payload }: EnvelopeAnswer): object {
  return { envelope_id, ...(payload === null ? {} : { payload }) };
}

/** Bolt's acknowledgements are nothing, a text, or a body; over a socket they are a body. */
function toPayload(response: unknown): EnvelopeAnswer['payload'] {
  if (typeof response === 'string') return response === '' ? null : { text: response };
  return typeof response === 'object' && response !== null ? { ...response } : null;
}
