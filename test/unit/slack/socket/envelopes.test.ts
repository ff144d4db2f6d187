import { describe, expect, it } from 'vitest';
import { createEnvelopeDesk, type ReceivedEvent } from '../../../../src/slack/socket/envelopes.ts';
import { createEnvelopeLedger, type EnvelopeLedger } from '../../../../src/slack/socket/ledger.ts';
import type { Envelope } from '../../../../src/slack/socket/wire.ts';
import { createMemoryKv } from '../../../../src/storage/memory-kv.ts';
import { createManualClock } from '../../../setup/manual-clock.ts';

const envelope = (id: string, more: Partial<Envelope> = {}): Envelope => ({
  type: 'slash_commands',
  envelope_id: id,
  payload: { command: '/webinar-qos' },
  accepts_response_payload: true,
  ...more,
});

/** Of a process that is alone. */
const NOBODY_ELSE: EnvelopeLedger = { take: async () => null, answered: () => undefined, release: () => undefined };

function desk(process: (event: ReceivedEvent) => Promise<void>, ledger = NOBODY_ELSE) {
  const clock = createManualClock();
  const seen = { repeated: 0, elsewhere: [] as object[], failed: [] as unknown[] };
  const created = createEnvelopeDesk({
    process,
    ledger,
    onRepeated: () => {
      seen.repeated += 1;
    },
    answerElsewhere(sent, payload) {
      if (sent.payload.response_url === undefined) return false;
      seen.elsewhere.push(payload);
      return true;
    },
    onFailed: (error) => seen.failed.push(error),
    clock,
  });
  return { ...created, clock, seen };
}

/** One socket, and what was sent over it. */
function socket(isThere = true) {
  const sent: object[] = [];
  return { sent, reply: (message: object) => (isThere ? sent.push(message) > 0 : false) };
}

const settled = () => new Promise(setImmediate);

describe('envelopes', () => {
  it.each([
    ['a text', 'reading', { text: 'reading' }],
    ['a body', { text: 'a', response_type: 'ephemeral' }, { text: 'a', response_type: 'ephemeral' }],
  ])('carry %s of an acknowledgement back', async (_, response, payload) => {
    const { receive } = desk(({ ack }) => ack(response));
    const { sent, reply } = socket();
    receive(envelope('e1'), reply);
    await settled();
    expect(sent).toEqual([{ envelope_id: 'e1', payload }]);
  });

  it('are acknowledged without a body where there is none, or Slack takes none', async () => {
    const { receive } = desk(({ ack, body }) => ack(body.empty ? undefined : 'text'));
    const { sent, reply } = socket();
    receive(envelope('e1', { payload: { empty: true } }), reply);
    receive(envelope('e2', { accepts_response_payload: false }), reply);
    await settled();
    expect(sent).toEqual([{ envelope_id: 'e1' }, { envelope_id: 'e2' }]);
  });

  it('that come again while they are worked on are worked on once, and both are acknowledged', async () => {
    const events: ReceivedEvent[] = [];
    const { receive, seen, unacknowledged } = desk(
      (event) =>
        new Promise(() => {
          events.push(event);
        }),
    );
    const [first, second] = [socket(), socket()];
    receive(envelope('e1'), first.reply);
    receive(envelope('e1', { retry_attempt: 1, retry_reason: 'timeout' }), second.reply);
    await settled();
    expect(unacknowledged()).toBe(1);
    await events[0]?.ack('done');
    expect(events).toHaveLength(1);
    expect(seen.repeated).toBe(1);
    expect(first.sent).toEqual([{ envelope_id: 'e1', payload: { text: 'done' } }]);
    expect(second.sent).toEqual(first.sent);
    expect(unacknowledged()).toBe(0);
  });

  it('that come again after their answer get the same one', async () => {
    let runs = 0;
    const { receive } = desk(async ({ ack }) => {
      runs += 1;
      await ack('done');
    });
    const { sent, reply } = socket();
    receive(envelope('e1'), reply);
    await settled();
    receive(envelope('e1'), reply);
    expect(runs).toBe(1);
    expect(sent).toEqual(Array(2).fill({ envelope_id: 'e1', payload: { text: 'done' } }));
  });

  it('whose socket is gone say what they had to say elsewhere, and not again when they come again', async () => {
    const { receive, seen } = desk(({ ack }) => ack('done'));
    const asked = envelope('e1', { payload: { response_url: 'https://slack.example/answer' } });
    receive(asked, socket(false).reply);
    await settled();
    expect(seen.elsewhere).toEqual([{ text: 'done' }]);
    const { sent, reply } = socket();
    receive(asked, reply);
    expect(sent).toEqual([{ envelope_id: 'e1' }]);
  });

  it('whose socket is gone say nothing elsewhere when another process worked on them', async () => {
    const ofAnother: EnvelopeLedger = { ...NOBODY_ELSE, take: async () => ({ payload: { text: 'done' } }) };
    const { receive, seen } = desk(({ ack }) => ack('done'), ofAnother);
    const asked = envelope('e1', { payload: { response_url: 'https://slack.example/answer' } });
    receive(asked, socket(false).reply);
    await settled();
    expect(seen.elsewhere).toEqual([]);
    const { sent, reply } = socket();
    receive(asked, reply);
    expect(sent).toEqual([{ envelope_id: 'e1', payload: { text: 'done' } }]);
  });

  it('whose socket is gone say it when they come again, where there is no other way, as for windows', async () => {
    const { receive, seen } = desk(({ ack }) => ack({ response_action: 'errors' }));
    receive(envelope('e1'), socket(false).reply);
    await settled();
    const { sent, reply } = socket();
    receive(envelope('e1'), reply);
    expect(sent).toEqual([{ envelope_id: 'e1', payload: { response_action: 'errors' } }]);
    expect(seen.elsewhere).toEqual([]);
  });

  it('are remembered with their answers 200 times, and after that as acknowledged', async () => {
    const { receive } = desk(({ ack }) => ack('done'));
    for (let id = 0; id <= 200; id += 1) receive(envelope(`e${id}`), socket().reply);
    await settled();
    const { sent, reply } = socket();
    for (const id of ['e0', 'e1']) receive(envelope(id), reply);
    expect(sent).toEqual([{ envelope_id: 'e0' }, { envelope_id: 'e1', payload: { text: 'done' } }]);
  });

  it('that nobody took are tried again when they come again', async () => {
    let runs = 0;
    const { receive, seen, unacknowledged } = desk(async ({ ack }) => {
      runs += 1;
      if (runs === 1) throw new Error('broken');
      await ack();
    });
    const { sent, reply } = socket();
    receive(envelope('e1'), reply);
    await settled();
    expect(seen.failed).toHaveLength(1);
    expect(unacknowledged()).toBe(0);
    receive(envelope('e1'), reply);
    await settled();
    expect(sent).toEqual([{ envelope_id: 'e1' }]);
  });

  it('are remembered for ten minutes, and never more than 5,000', async () => {
    let runs = 0;
    const { receive, clock } = desk(async ({ ack }) => {
      runs += 1;
      await ack();
    });
    const { reply } = socket();
    for (let id = 0; id <= 5_000; id += 1) receive(envelope(`e${id}`), reply);
    receive(envelope('e5000'), reply);
    await settled();
    expect(runs).toBe(5_001);
    receive(envelope('e0'), reply);
    await settled();
    expect(runs).toBe(5_002);
    clock.advance(10 * 60_000);
    receive(envelope('new'), reply);
    receive(envelope('e5000'), reply);
    await settled();
    expect(runs).toBe(5_004);
  });
});

describe('envelopes that come again to another process', () => {
  /** Two processes and what they share; pauses pass at once, and `during` says what happens in one. */
  function processes(during: () => Promise<void> = async () => undefined, kv = createMemoryKv(createManualClock())) {
    const troubles: unknown[] = [];
    const ledger = createEnvelopeLedger({
      kv,
      sleep: async () => {
        await settled();
        await during();
      },
      onTrouble: (error) => troubles.push(error),
    });
    return { ledger, kv, troubles };
  }

  it('are worked on once, and answered alike', async () => {
    const { ledger } = processes();
    let runs = 0;
    const work = async ({ ack }: ReceivedEvent) => {
      runs += 1;
      await ack('done');
    };
    const [here, there] = [socket(), socket()];
    desk(work, ledger).receive(envelope('e1'), here.reply);
    await expect.poll(() => here.sent).toHaveLength(1);
    const other = desk(work, ledger);
    other.receive(envelope('e1'), there.reply);
    await expect.poll(() => there.sent).toEqual([{ envelope_id: 'e1', payload: { text: 'done' } }]);
    expect(runs).toBe(1);
    expect(other.seen.repeated).toBe(1);
  });

  it('wait for the answer of the first, which may have gone another way', async () => {
    let finish: (() => Promise<void>) | undefined;
    const { ledger } = processes(async () => finish?.());
    const asked = envelope('e1', { payload: { response_url: 'https://slack.example/answer' } });
    const holding = new Promise<void>(() => undefined);
    const held = desk(async ({ ack }) => {
      finish = () => ack('done');
      await holding;
    }, ledger);
    held.receive(asked, socket(false).reply);
    await expect.poll(() => finish).toBeDefined();
    const there = socket();
    const second = desk(() => Promise.reject(new Error('worked on twice')), ledger);
    second.receive(asked, there.reply);
    await expect.poll(() => there.sent).toEqual([{ envelope_id: 'e1' }]);
    expect(held.seen.elsewhere).toEqual([{ text: 'done' }]);
    expect(second.seen.failed).toEqual([]);
  });

  it('are worked on there when the first is gone', async () => {
    const { ledger } = processes();
    const dead = desk(() => new Promise(() => undefined), ledger);
    dead.receive(envelope('e1'), socket(false).reply);
    await settled();
    const there = socket();
    desk(({ ack }) => ack('from the second'), ledger).receive(envelope('e1'), there.reply);
    await expect.poll(() => there.sent).toEqual([{ envelope_id: 'e1', payload: { text: 'from the second' } }]);
  });

  it('are worked on without a storage, too', async () => {
    const kv = createMemoryKv(createManualClock());
    const away = { ...kv, setIfAbsent: () => Promise.reject(new Error('away')) };
    const { ledger, troubles } = processes(undefined, away);
    const { sent, reply } = socket();
    desk(({ ack }) => ack('done'), ledger).receive(envelope('e1'), reply);
    await expect.poll(() => sent).toHaveLength(1);
    expect(troubles).toHaveLength(1);
  });
});
