import { describe, expect, it } from 'vitest';
import type { MessageBlock } from '../../../src/messages/block-kit/native-data.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderWorstList } from '../../../src/messages/people/worst-list.ts';
import { buttonsOf, wordsOf } from '../inspect.ts';
import { range, sampleHead, samplePage, samplePerson, sampleStream, sampleSummary } from '../samples.ts';

/** What is read out of each button, in order. */
function spokenOf(blocks: readonly MessageBlock[]): string[] {
  return [...JSON.stringify(blocks).matchAll(/"accessibility_label":"([^"]*)"/g)].map(([, label = '']) => label);
}

describe('the list of the worst', () => {
  it('reads as one page of people with their numbers', () => {
    const people = [samplePerson({ name: 'M. Max' })];
    const message = renderWorstList(samplePage({ people, first: 16, last: 16, total: 16, page: 3, pageCount: 4 }));
    expect(message.text).toMatchInlineSnapshot(
      `"Worst connections, 16 of 16, Q3 All-Hands: 16. M. Max, Poor, lost 6.0 % of the sound (Poor from 5 %) · delay 120 ms."`,
    );
    expect(message.blocks.map(wordsOf).join('\n---\n')).toMatchInlineSnapshot(`
      "Worst connections – 16 of 16
      ---
      By severity · Q3 All-Hands, <!date^1778770800^{date_short_pretty}|14 May 2026> · only you see this
      ---
      *16. M. Max* – :warning: Poor
      lost 6.0 % of the sound (Poor from 5 %) · delay 120 ms
      Details
      ---
      ‹ Previous
      All as table
      ---
      By severity ✓
      By loss
      By latency
      Find a person"
    `);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it('shows its position', () => {
    const message = renderWorstList(samplePage());
    expect(wordsOf(message.blocks[0])).toBe('Worst connections – 6–10 of 32');
    expect(message.text).toMatch(/^Worst connections, 6 to 10 of 32, Q3 All-Hands:/);
  });

  it('turns both ways in the middle, and marks the current order', () => {
    const buttons = buttonsOf(renderWorstList(samplePage({ sort: 'loss' })).blocks);
    expect(buttons.filter(({ action }) => action === 'list.details')).toHaveLength(5);
    expect(buttons.filter(({ action }) => action !== 'list.details').map(({ label, value }) => [label, value])).toEqual(
      [
        ['‹ Previous', expect.objectContaining({ view: 'list', sort: 'loss', page: 0 })],
        ['Next ›', expect.objectContaining({ view: 'list', sort: 'loss', page: 2 })],
        ['All as table', expect.objectContaining({ view: 'list', sort: 'loss', page: 0 })],
        ['By severity', expect.objectContaining({ sort: 'severity', page: 0 })],
        ['By loss ✓', expect.objectContaining({ sort: 'loss', page: 0 })],
        ['By latency', expect.objectContaining({ sort: 'latency', page: 0 })],
        ['Find a person', expect.objectContaining({ view: 'report', read: 'r1' })],
      ],
    );
  });

  it.each([
    [0, ['Next ›']],
    [6, ['‹ Previous']],
  ])('leaves out the dead button on page %i', (page, labels) => {
    const buttons = buttonsOf(renderWorstList(samplePage({ page })).blocks);
    expect(buttons.map(({ label }) => label).filter((label) => /Previous|Next/.test(label))).toEqual(labels);
  });

  it.each([
    [1, [null, 'Next page, 2 of 3']],
    [2, ['Previous page, 1 of 3', 'Next page, 3 of 3']],
    [3, ['Previous page, 2 of 3', null]],
  ])('tells screen readers where page %i of 3 leads', (number, [previous, next]) => {
    const { blocks } = renderWorstList(samplePage({ page: number - 1, pageCount: 3 }));
    const labels = spokenOf(blocks);
    expect(labels.find((label) => label.startsWith('Previous')) ?? null).toBe(previous);
    expect(labels.find((label) => label.startsWith('Next')) ?? null).toBe(next);
    const pages = buttonsOf(blocks)
      .filter(({ action }) => action.startsWith('list.page'))
      .map(({ value }) => value);
    expect(pages).toEqual(
      [previous && number - 2, next && number].flatMap((page) =>
        typeof page === 'number' ? [expect.objectContaining({ page })] : [],
      ),
    );
  });

  it('tells screen readers whose details, which order, and that a list was sorted anew', () => {
    const message = renderWorstList(samplePage({ sort: 'latency' }));
    expect(spokenOf(message.blocks).slice(0, 2)).toEqual(['Details of M. Max 6', 'Details of M. Max 7']);
    expect(spokenOf(message.blocks).slice(-4)).toEqual([
      'Order by severity',
      'Order by loss',
      'By latency, the current order; back to the first page',
      'Find a person by a part of the name',
    ]);
    expect(message.text).toMatch(/^Everybody, by delay, 6 to 10 of 32, Q3 All-Hands: 6\. M\. Max 6, Poor, /);
  });

  it('has no button to an order in which nobody is, but to the current one', () => {
    const labels = (sort: 'severity' | 'loss', listLengths: { severity: number; loss: number; latency: number }) =>
      buttonsOf(renderWorstList(samplePage({ sort, head: sampleHead({ listLengths }) })).blocks)
        .map(({ label }) => label)
        .filter((label) => label.startsWith('By'));
    expect(labels('severity', { severity: 32, loss: 0, latency: 9 })).toEqual(['By severity ✓', 'By latency']);
    expect(labels('loss', { severity: 0, loss: 0, latency: 9 })).toEqual(['By loss ✓', 'By latency']);
  });

  it.each([
    [
      { state: 'preliminary' as const },
      'By severity · Q3 All-Hands (preliminary), <!date^1778770800^{date_short_pretty}|14 May 2026> · only you see this',
    ],
    [{ startedAt: null }, 'By severity · Q3 All-Hands · only you see this'],
  ])('names the webinar, case %#', (given, words) => {
    expect(wordsOf(renderWorstList(samplePage({ head: sampleHead(given) })).blocks[1])).toBe(words);
  });

  it('opens the details of the right person', () => {
    const details = buttonsOf(renderWorstList(samplePage()).blocks).filter(({ label }) => label === 'Details');
    expect(details).toEqual(
      ['visit-1006', 'visit-1007', 'visit-1008', 'visit-1009', 'visit-1010'].map((person) => ({
        label: 'Details',
        action: 'list.details',
        value: { v: 1, report: 'Zm9vYmFyYmF6cXV1eA==', read: 'r1', view: 'person', person },
      })),
    );
  });

  it.each([
    ['severity', 10, 'Everybody who was graded had a good connection.'],
    ['loss', 10, 'Zoom reported no loss for anybody.'],
    ['severity', 0, 'Nobody could be graded, so there is no list.'],
  ] as const)('has a friendly sentence for an empty list by %s', (sort, graded, sentence) => {
    const head = sampleHead({ summary: sampleSummary({ graded }), listLengths: { severity: 0, loss: 0, latency: 3 } });
    const message = renderWorstList(
      samplePage({ head, sort, people: [], page: 0, pageCount: 0, first: 0, last: 0, total: 0 }),
    );
    expect(message.text).toBe(`${sentence} Q3 All-Hands.`);
    expect(message.blocks.map(wordsOf)).toContain(sentence);
    // A list that is empty is named where one is looking at it, and nowhere else.
    const order = { severity: ['By severity ✓', 'By latency'], loss: ['By loss ✓', 'By latency'] }[sort];
    expect(buttonsOf(message.blocks).map(({ label }) => label)).toEqual(order);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it.each([
    ['a web client', samplePerson({ streams: [sampleStream({ type: 'audio_device_to_rwg' })] }), /Poor · web client\n/],
    ['a presenter', samplePerson({ role: 'presenter' }), /Poor · presenter\n/],
    ['a busy computer', samplePerson({ cpuOverloaded: true }), /Poor · computer overloaded\n/],
    [
      'a delay that kept changing',
      samplePerson({
        reason: { type: 'video_output', metric: 'jitter', spike: false },
        streams: [sampleStream({ type: 'video_output', jitterMs: range(90) })],
      }),
      /Poor\ndelay of the video kept changing by 90 ms \(Fair from 42\.9 ms\) · lost 6\.0 % of the sound · delay 120 ms\n/,
    ],
    [
      'the greatest of several peaks, of what counts',
      samplePerson({
        lossPercent: null,
        lossType: null,
        reason: null,
        streams: [
          sampleStream({ lossPercent: range(null, 4) }),
          sampleStream({ type: 'audio_input', lossPercent: range(null, 9) }),
          sampleStream({ type: 'video_output', lossPercent: range(null, 80), counted: false }),
        ],
      }),
      /\nlost up to 9\.0 % for a moment · /,
    ],
    [
      'a peak without an average',
      samplePerson({ lossPercent: null, lossType: null, streams: [sampleStream({ lossPercent: range(null, 22) })] }),
      /lost up to 22\.0 % for a moment/,
    ],
    [
      'a missing loss',
      samplePerson({
        lossPercent: null,
        lossType: null,
        notes: ['loss not reported'],
        reason: { type: 'audio_output', metric: 'latency', spike: false },
        latencyMs: 320,
        streams: [sampleStream({ lossPercent: range(null), latencyMs: range(320) })],
      }),
      /\nloss not reported · delay 320 ms \(Poor from 300 ms\)\n/,
    ],
    [
      'a reason that is not among the numbers shown',
      samplePerson({ reason: { type: 'audio_output', metric: 'loss', spike: true } }),
      /\nlost up to 22\.0 % of the sound for a moment \(Fair from 20 %\) · lost 6\.0 % of the sound · delay 120 ms/,
    ],
    [
      'numbers of sent streams',
      samplePerson({ lossType: 'audio_input', latencyType: 'video_input', mos: null }),
      /others lost 6\.0 % of this person’s voice · delay of this person’s video 120 ms/,
    ],
  ])('describes %s', (_case, person, words) => {
    expect(wordsOf(renderWorstList(samplePage({ people: [person] })).blocks[2])).toMatch(words);
  });
});
