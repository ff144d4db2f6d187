import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderDetails } from '../../../src/messages/person/details.ts';
import type { Person } from '../../../src/qos/person.ts';
import { STREAM_KINDS } from '../../../src/qos/stream.ts';
import { textsOf } from '../inspect.ts';
import { range, sampleHead, samplePerson, sampleStream } from '../samples.ts';

function wordsOfDetails(person: Person): string {
  return textsOf(renderDetails(sampleHead(), person))
    .map(({ text }) => text)
    .join('\n---\n');
}

describe('the details of a person', () => {
  it('say why, what to try, and every number', () => {
    expect(wordsOfDetails(samplePerson())).toMatchInlineSnapshot(`
      "Connection details
      ---
      C. Cy – Poor
      ---
      *Why:* on average 6.0 % of the sound was lost; Poor begins at 5 %.
      *Spoke:* yes; others heard this person well (0.4 % lost).
      ---
      *What to try:* 
      1. Use a cable instead of Wi-Fi, or sit near the access point.
      2. Stop downloads and other video on the same line: it was the way down that failed.
      ---
      *Hearing* – Poor
      lost 6.0 % (peak 22.0 %) · delay 120 ms (peak 300 ms) · jitter 12 ms (peak 20 ms) · 60 kbps · \`audio_output\`
      ---
      *Speaking* – Good, does not count: attendees are graded by what they receive
      lost 0.4 % (peak 2.0 %) · delay 118 ms (peak 160 ms) · jitter 9 ms (peak 14 ms) · 60 kbps · \`audio_input\`
      ---
      Not used: video, screen share · Estimated audio MOS 3.4 of 4.5
      ---
      Stayed 48 min in 2 visits · attendee · Mac · Zoom 6.x · Wifi · Lyon · <!date^1778770800^{date_short_pretty}|14 May 2026> · Q3 All-Hands. Averages over the visits; the delay is the round trip to Zoom.
      ---
      Copy for a ticket
      ---
      Text for this person"
    `);
    expect(findLimitViolations(renderDetails(sampleHead(), samplePerson()))).toEqual([]);
  });

  it.each([
    [
      'a value on the limit',
      samplePerson({ streams: [sampleStream({ lossPercent: range(5) })] }),
      'on average 5.0 % of the sound was lost; Poor begins at 5 %.',
    ],
    [
      'a spike',
      samplePerson({
        reason: { type: 'audio_output', metric: 'latency', spike: true },
        streams: [sampleStream({ latencyMs: range(90, 1500) })],
      }),
      '*Why:* for a moment the delay was 1,500 ms; Fair begins at 1,000 ms, and the average was 90 ms. A bad moment alone gives at most Fair.',
    ],
    [
      'a low frame rate',
      samplePerson({
        reason: { type: 'video_output', metric: 'fps', spike: false },
        streams: [sampleStream({ type: 'video_output', frameRateFps: range(5) })],
      }),
      'on average the video had 5 pictures a second; Fair begins below 7 pictures a second.',
    ],
    [
      'a good one',
      samplePerson({ grade: 'Good', reason: null }),
      '*Why:* nothing was bad enough on average to be noticed.',
    ],
    [
      'a short stay',
      samplePerson({ grade: 'Short stay', reason: null, staySeconds: 48 }),
      'stayed for 48 s; under 60 s nobody is graded.',
    ],
    [
      'nothing sent',
      samplePerson({ grade: 'No data', reason: null, notes: ['sent nothing'] }),
      'as a presenter this person sent no voice, video or screen',
    ],
    [
      'no loss reported',
      samplePerson({
        reason: { type: 'audio_output', metric: 'latency', spike: false },
        notes: ['loss not reported'],
        streams: [sampleStream({ lossPercent: range(null), latencyMs: range(320) })],
      }),
      'on average the delay was 320 ms; Poor begins at 300 ms (loss not reported; graded on the rest).',
    ],
    ['no audio sent', samplePerson({ streams: [sampleStream()] }), '*Did not speak.*'],
    [
      'bad sent audio',
      samplePerson({ streams: [sampleStream({ type: 'audio_input', severity: 80, lossPercent: range(12) })] }),
      '*Spoke:* yes; others heard this person badly (12.0 % lost).',
    ],
    [
      'the worst of several ways of sending audio',
      samplePerson({
        streams: [
          sampleStream({ type: 'audio_input' }),
          sampleStream({ type: 'audio_device_from_crc', severity: 60, lossPercent: range(7) }),
        ],
      }),
      '*Spoke:* yes; others heard this person poorly (7.0 % lost).',
    ],
    [
      'sent audio of which nothing is known',
      samplePerson({ streams: [sampleStream({ type: 'audio_input', severity: null, lossPercent: range(null) })] }),
      '*Spoke:* yes; how others heard this person is not known (loss not reported).',
    ],
    [
      'a connection that broke off',
      samplePerson({ drops: 3, reason: { type: null, metric: 'drops', spike: false } }),
      '*Why:* the connection broke off 3 times; from 3 times on that is Poor.',
    ],
    [
      'a connection that broke off at once',
      samplePerson({
        drops: 1,
        grade: 'Fair',
        reason: { type: null, metric: 'drops', spike: false },
        notes: ['short stay'],
        streams: [sampleStream({ counted: false })],
      }),
      '*Why:* the connection broke off once; even once that is Fair, and nothing else was graded: the stay was too short for more.',
    ],
    [
      'a short stay that shows its streams',
      samplePerson({ grade: 'Short stay', streams: [sampleStream({ counted: false })] }),
      '*Hearing* – Good, does not count: the stay was too short\n',
    ],
    [
      'a microphone that was muted',
      samplePerson({
        role: 'presenter',
        grade: 'No data',
        reason: null,
        notes: ['barely used'],
        streams: [
          sampleStream({ type: 'audio_input', severity: null, metric: null, barelyUsed: true, counted: false }),
        ],
      }),
      '*Speaking* – not graded, does not count: barely used, as when muted or switched off\n',
    ],
    [
      'a muted microphone',
      samplePerson({ streams: [sampleStream({ type: 'audio_input', barelyUsed: true })] }),
      '*Did not speak.*',
    ],
    ['a role that was guessed', samplePerson({ role: 'presenter', roleGuessed: true }), ' · presenter (guessed) · '],
    ['a stay of unknown length', samplePerson({ staySeconds: null, visits: 1 }), 'Stay unknown, 1 visit · attendee'],
    [
      'a short stay of unknown length',
      samplePerson({ grade: 'Short stay', reason: null, staySeconds: null }),
      '*Why:* stayed; under 60 s nobody is graded.',
    ],
    ['a single visit', samplePerson({ visits: 1 }), 'Stayed 48 min in 1 visit · attendee'],
    [
      'the data centre',
      samplePerson({ attributes: { location: 'Lyon', data_center: 'US East' } }),
      ' · Lyon · data centre US East · ',
    ],
    [
      'nothing known at all',
      samplePerson({ grade: 'No data', reason: null, notes: [] }),
      '*Why:* Zoom measured nothing for this person.',
    ],
    [
      'a spike without an average',
      samplePerson({
        reason: { type: 'audio_output', metric: 'loss', spike: true },
        streams: [sampleStream({ lossPercent: range(null, 35) })],
      }),
      'for a moment 35.0 % of the sound was lost; Fair begins at 20 %, and no average was reported.',
    ],
    [
      'a shared screen by the limits that were applied to it',
      samplePerson({
        reason: { type: 'as_output', metric: 'loss', spike: false },
        streams: [sampleStream({ type: 'as_output', lossPercent: range(12) })],
      }),
      'on average 12.0 % of the shared screen was lost; Poor begins at 8.5 %.',
    ],
    [
      'a peak of the bit rate where there is no average',
      samplePerson({ streams: [sampleStream({ bitrateKbps: range(null, 75) })] }),
      'jitter 9 ms (peak 14 ms) · 75 kbps',
    ],
    [
      'a stream that could not be graded',
      samplePerson({ streams: [sampleStream({ severity: null })] }),
      '*Hearing* – not graded\n',
    ],
    ['an overloaded computer', samplePerson({ cpuOverloaded: true }), '*The computer was overloaded.*'],
    [
      'a stream that does not count',
      samplePerson({ role: 'presenter', streams: [sampleStream({ counted: false })] }),
      'does not count: presenters are graded by what they send',
    ],
    [
      'a peak without an average',
      samplePerson({ streams: [sampleStream({ latencyMs: range(null), lossPercent: range(null, 4) })] }),
      'lost 4.0 % (peak only) · delay not reported',
    ],
    [
      'video in numbers',
      samplePerson({
        streams: [
          sampleStream({
            type: 'video_device_to_rwg',
            frameRateFps: range(24),
            resolution: { width: 1280, height: 720 },
            bitrateKbps: range(1234),
          }),
        ],
      }),
      '*Watching video* (web client) – Good\nlost 0.4 % (peak 2.0 %) · delay 118 ms (peak 160 ms) · jitter 9 ms (peak 14 ms) · 1.2 Mbps · 24 fps · 1280 × 720 · `video_device_to_rwg`',
    ],
    ['what was not used', samplePerson({ streams: [sampleStream()] }), 'Not used: sent audio, video, screen share'],
  ])('explain %s', (_case, person, words) => {
    expect(wordsOfDetails(person)).toContain(words);
  });

  it('say nothing of what was used where nothing was measured', () => {
    const words = wordsOfDetails(samplePerson({ grade: 'No data', reason: null, notes: [], mos: null, streams: [] }));
    expect(words).toContain('Zoom measured nothing for this person.');
    expect(words).not.toMatch(/Did not speak|Not used/);
  });

  it('give advice to those who had trouble, and to nobody else', () => {
    const fine = samplePerson({ grade: 'Good', reason: null });
    expect(wordsOfDetails(fine)).not.toContain('What to try');
    expect(wordsOfDetails({ ...fine, cpuOverloaded: true })).not.toContain('What to try');
    const moment = samplePerson({ grade: 'Fair', reason: { type: 'audio_output', metric: 'loss', spike: true } });
    expect(wordsOfDetails(moment)).toContain('*What to try:* Nothing: it was fine but for a short moment.');
  });

  it.each([
    ['final', 'Q3 All-Hands. Averages'],
    ['preliminary', 'Q3 All-Hands (preliminary). Averages'],
    ['live', 'Q3 All-Hands (live, so far). Averages'],
  ] as const)('say of what state the report is: %s', (state, words) => {
    const texts = textsOf(renderDetails(sampleHead({ state }), samplePerson()));
    expect(texts.map(({ text }) => text).join('\n')).toContain(words);
  });

  it('have room for every stream there is', () => {
    const streams = STREAM_KINDS.filter(({ medium }) => medium !== 'cpu').map(({ type }) => sampleStream({ type }));
    const view = renderDetails(sampleHead(), samplePerson({ streams }));
    expect(findLimitViolations(view)).toEqual([]);
    const words = textsOf(view).map(({ text }) => text);
    for (const { type } of streams) expect(words.filter((text) => text.includes(`\`${type}\``))).toHaveLength(1);
    expect(words.join('\n')).not.toContain('Not used');
  });
});
