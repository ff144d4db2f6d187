import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutNativeBlocks } from '../../src/messages/block-kit/message.ts';
import { findLimitViolations } from '../../src/messages/block-kit/slack-limits.ts';
import { renderPeopleTable } from '../../src/messages/people/people-table.ts';
import { renderWorstList } from '../../src/messages/people/worst-list.ts';
import { renderLetter, renderTicket } from '../../src/messages/person/copy-modals.ts';
import { renderDetails } from '../../src/messages/person/details.ts';
import { renderReading } from '../../src/messages/reading.ts';
import { renderGoodOneLine } from '../../src/messages/report/good-one-line.ts';
import { renderReport } from '../../src/messages/report/report.ts';
import { CAUSE_ATTRIBUTES } from '../../src/qos/visit.ts';
import { textsOf, withoutOwnTokens } from './inspect.ts';
import { HOSTILE, range, sampleHead, samplePage, samplePerson, sampleStream, sampleSummary } from './samples.ts';

/** Every message with the same text in all the places where text comes from outside, and a number in all others. */
function everyMessage(text: string, number: number) {
  const attributes = Object.fromEntries(CAUSE_ATTRIBUTES.map((name) => [name, text]));
  const huge = range(number, number);
  const stream = sampleStream({
    lossPercent: huge,
    latencyMs: huge,
    jitterMs: huge,
    bitrateKbps: huge,
    frameRateFps: huge,
    resolution: { width: number, height: number },
  });
  const person = samplePerson({
    name: text,
    attributes,
    number,
    visits: number,
    staySeconds: number,
    lossPercent: number,
    latencyMs: number,
    mos: number,
    streams: [stream, { ...stream, type: 'video_device_to_crc' }],
  });
  const visitTimes = [{ joinedAtMs: number, leftAtMs: -number, dropped: true }];
  const people = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee'].map((id) => ({ ...person, id }));
  const cause = { value: text, flagged: number, people: number, othersFlagged: number, others: number };
  const head = sampleHead({
    topic: text,
    webinarId: text,
    startedAt: text,
    worst: people.slice(0, 3).map((one) => ({ ...one, notes: [...one.notes], streams: [...one.streams] })),
    unreadableRows: number,
    participantCount: number,
    summary: sampleSummary({
      causes: (['location', 'network_type', 'version'] as const).map((attribute) => ({ ...cause, attribute })),
      shortStays: number,
      noData: number,
      affected: number,
      graded: number + 1,
      limitedData: true,
    }),
    listLengths: { severity: number, loss: number, latency: number },
  });
  return [
    renderReport(head, { shownTo: 'shared', sharedBy: text, note: text, justRead: true }),
    renderReport({ ...head, state: 'preliminary' }, { shownTo: 'asker', note: text, justRead: true }),
    renderGoodOneLine({ ...head, state: 'live' }),
    renderWorstList(samplePage({ head, people, first: number, last: number + 4, total: number + 9 })),
    renderPeopleTable({ head, sort: 'severity', people, total: number }),
    withoutNativeBlocks(renderPeopleTable({ head, sort: 'severity', people, total: number })),
    renderDetails(head, { ...person, cpuOverloaded: true }),
    renderTicket(head, { ...person, visitTimes }),
    renderLetter(head, person),
    renderReading(
      {
        webinar: text,
        topic: text,
        rowsRead: number,
        rowsExpected: number,
        rowsWithTrouble: number,
        pagesLeft: number,
        secondsLeft: number,
        pausedUntil: text,
      },
      { report: 'key', request: 'request' },
    ),
  ];
}

describe('every message', () => {
  it.each([
    ['mark-up, line breaks and worse', HOSTILE],
    ['400 ampersands', '&'.repeat(400)],
    ['400 emoji', '🧑‍🚀'.repeat(400)],
    ['nothing', ''],
    ['nothing visible', '\u200b \u3164'],
  ])('stays within limits with %s everywhere', (_case, text) => {
    for (const number of [0, 1, 12345, 1e300]) {
      for (const message of everyMessage(text, number)) {
        expect(findLimitViolations(message)).toEqual([]);
        if ('text' in message) expect(message.text.length).toBeLessThan(3500);
      }
    }
  });

  it('has at most twelve blocks in a channel', () => {
    for (const message of everyMessage(HOSTILE, 12345).slice(0, 4)) {
      expect(message.blocks.length).toBeGreaterThan(1);
      expect(message.blocks.length).toBeLessThanOrEqual(12);
    }
  });

  it('lets no text from outside format, mention, link, or break a line', () => {
    const neutral = everyMessage('Plain', 12).map(textsOf);
    for (const texts of neutral) expect(texts.map(({ text }) => text).join('\n')).toContain('Plain');
    const text = fc.string({
      unit: fc.constantFrom(...'*_~`<>&@#:!|\n\r\u2028\u202eabc'),
      maxLength: 80,
    });
    fc.assert(
      fc.property(text, (rest) => {
        const foreign = `a${rest}`;
        everyMessage(foreign, 12).forEach((message, index) => {
          for (const { type, text: shown } of textsOf(message)) {
            if (type === 'text') expect(shown).not.toMatch(/[*~`]|:\/\/|@\w|#[a-z]/);
            expect(shown).not.toMatch(/[\r\u2028\u202a-\u202e\u2066-\u2069]/);
            if (type !== 'mrkdwn') continue;
            expect(withoutOwnTokens(shown)).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
          }
          // The bot's own mark-up and line breaks are all there is, however the people are called.
          const marks = (texts: readonly { type: string; text: string }[]) =>
            texts
              .filter(({ type }) => type === 'mrkdwn')
              .map((one) => withoutOwnTokens(one.text).replace(/[^*~`\n]/g, ''));
          expect(marks(textsOf(message))).toEqual(marks(neutral[index] ?? []));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('tells no e-mail address', () => {
    for (const message of everyMessage('Jane <jane.doe@example.com>', 12)) {
      expect(JSON.stringify(message)).toContain('j…@…');
      expect(JSON.stringify(message)).not.toMatch(/jane\.doe|example\.com/);
    }
  });
});
