import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderReport } from '../../../src/messages/report/report.ts';
import { buttonsOf, menuOf, wordsOf } from '../inspect.ts';
import { range, sampleBadPerson, sampleHead, samplePerson, sampleStream, sampleSummary, stored } from '../samples.ts';

const asker = { shownTo: 'asker' } as const;

describe('the report', () => {
  it('reads as one short message', () => {
    const message = renderReport(sampleHead(), asker);
    expect(message.text).toMatchInlineSnapshot(
      `"Webinar quality: Fair. Q3 All-Hands. Presenters were fine. 16 of 412 attendees (3.9 %) had trouble hearing or watching, 7 of them badly. Presenters: 4 good. Audience: 380 good, 16 fair, 9 poor, 7 bad. Worst: R. Ray, Bad, lost 25.0 % of the sound (Bad from 10 %), delay 1,200 ms; C. Cy, Poor, lost 6.0 % of the sound (Poor from 5 %); Attendee #12, Poor, lost 6.0 % of the sound (Poor from 5 %). Likely shared cause: 9 of the 16 with trouble are in Lyon (22.5 % of all people there had trouble, 2.0 % of the others). 14 May 2026, 15:00 UTC, for 1 h 4 min · complete data from Zoom, read 14 May 2026, 16:30 UTC."`,
    );
    expect(message.blocks.map(wordsOf).join('\n---\n')).toMatchInlineSnapshot(`
      "Webinar quality: Fair – Q3 All-Hands
      ---
      :small_orange_diamond: *Presenters were fine. 16 of 412 attendees (3.9 %) had trouble hearing or watching, 7 of them badly.*
      ---
      *Presenters (sending)*
      :white_check_mark: Good – 4 of 4
      *Audience (receiving)*
      :white_check_mark: 380 good · :small_orange_diamond: 16 fair · :warning: 9 poor · :octagonal_sign: 7 bad
      *Lost sound*
      typical &lt;0.1 %, worst 1 in 20: over 2.4 %
      *Delay (round trip)*
      typical 84 ms, worst 1 in 20: over 310 ms
      ---
      *Worst 3*
      1. :octagonal_sign: *R. Ray* – Bad · lost 25.0 % of the sound (Bad from 10 %), delay 1,200 ms
      2. :warning: *C. Cy* – Poor · lost 6.0 % of the sound (Poor from 5 %)
      3. :warning: *Attendee #12* – Poor · lost 6.0 % of the sound (Poor from 5 %)
      ---
      :mag: *Likely shared cause:* 9 of the 16 with trouble are in *Lyon* (22.5 % of all people there had trouble, 2.0 % of the others)
      ---

      ---
      Worst connections (32)
      By loss
      By latency
      Share in channel
      Find a person
      Export CSV
      Refresh
      ---
      <!date^1778770800^{date_short_pretty} {time}|14 May 2026, 15:00 UTC> – <!date^1778774640^{time}|16:04 UTC> (1 h 4 min) · 932 0123 5621 · complete data from Zoom, read <!date^1778776200^{date_short_pretty} {time}|14 May 2026, 16:30 UTC> · not graded: 38 short stays, 21 without data · how I grade: \`/webinar-qos help\`"
    `);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it('has a button for everything, each with its own action and all it needs to know', () => {
    const report = 'Zm9vYmFyYmF6cXV1eA==';
    expect(buttonsOf(renderReport(sampleHead(), asker).blocks)).toEqual([
      {
        label: 'Worst connections (32)',
        action: 'report.list.severity',
        value: { v: 1, report, read: 'r1', view: 'list', sort: 'severity', page: 0 },
      },
      {
        label: 'By loss',
        action: 'report.list.loss',
        value: { v: 1, report, read: 'r1', view: 'list', sort: 'loss', page: 0 },
      },
      {
        label: 'By latency',
        action: 'report.list.latency',
        value: { v: 1, report, read: 'r1', view: 'list', sort: 'latency', page: 0 },
      },
      { label: 'Share in channel', action: 'report.share', value: { v: 1, report, read: 'r1', view: 'report' } },
    ]);
    expect(menuOf(renderReport(sampleHead(), asker).blocks)).toEqual([
      { label: 'Find a person', value: 'find Zm9vYmFyYmF6cXV1eA== r1' },
      { label: 'Export CSV', value: `export ${report} r1` },
      { label: 'Refresh', value: `refresh ${report} r1` },
    ]);
  });

  it.each(['channel', 'shared'] as const)('cannot be shared again in its %s form', (shownTo) => {
    const labels = buttonsOf(renderReport(sampleHead(), { shownTo }).blocks).map(({ label }) => label);
    expect(labels).toEqual(['Worst connections (32)', 'By loss', 'By latency']);
  });

  it('says who shared it by name, and mentions nobody', () => {
    const named = renderReport(sampleHead(), { shownTo: 'shared', sharedBy: 'p. producer' });
    expect(wordsOf(named.blocks.at(-1))).toBe('Shared by p. producer');
    for (const sharedBy of ['U0123ABC', 'W0123ABC', ' ']) {
      expect(renderReport(sampleHead(), { shownTo: 'shared', sharedBy })).toEqual(
        renderReport(sampleHead(), { shownTo: 'shared' }),
      );
    }
    expect(wordsOf(renderReport(sampleHead(), { shownTo: 'shared' }).blocks.at(-1))).toContain(
      'complete data from Zoom',
    );
    expect(renderReport(sampleHead(), { shownTo: 'channel', sharedBy: 'p. producer' })).toEqual(
      renderReport(sampleHead(), { shownTo: 'channel' }),
    );
  });

  it.each(['Good', 'Fair', 'Poor', 'Bad'] as const)(
    'puts the verdict %s before a topic that is a grade itself',
    (verdict) => {
      const head = sampleHead({ topic: 'Bad Habits, Good Fair, Poor Us', summary: sampleSummary({ verdict }) });
      const message = renderReport(head, asker);
      for (const text of [message.text, wordsOf(message.blocks[0])]) {
        expect(/Good|Fair|Poor|Bad/.exec(text)?.[0]).toBe(verdict);
      }
    },
  );

  it('has no word of a grade, and no list, when nobody could be graded', () => {
    const nobody = {
      grade: 'No data',
      graded: 0,
      affected: 0,
      impaired: 0,
      good: 0,
      fair: 0,
      poor: 0,
      bad: 0,
    } as const;
    const summary = sampleSummary({
      verdict: 'No data',
      decidedBy: null,
      graded: 0,
      affected: 0,
      people: 5,
      shortStays: 1,
      noData: 4,
      audience: nobody,
      presenters: { ...nobody, decidedBy: null },
      causes: [],
    });
    const head = sampleHead({ summary, worst: [], listLengths: { severity: 0, loss: 0, latency: 0 } });
    const message = renderReport(head, asker);
    expect(wordsOf(message.blocks[0])).toBe('Webinar quality: not graded – Q3 All-Hands');
    expect(wordsOf(message.blocks[1])).toBe(
      ':white_small_square: *Nobody could be graded: 1 short stay, 4 without data.*',
    );
    expect(message.text).toBe(
      'Webinar quality: not graded. Q3 All-Hands. Nobody could be graded: 1 short stay, 4 without data. 14 May 2026, 15:00 UTC, for 1 h 4 min · complete data from Zoom, read 14 May 2026, 16:30 UTC.',
    );
    expect(message.blocks.map(wordsOf).join('\n')).not.toMatch(/Good|Fair|Poor|Bad/);
    expect(buttonsOf(message.blocks).map(({ label }) => label)).toEqual(['Share in channel']);
  });

  it('keeps its first button when nobody is Fair or worse, so that a report is known by it', () => {
    const head = sampleHead({ worst: [], listLengths: { severity: 0, loss: 12, latency: 12 } });
    expect(buttonsOf(renderReport(head, asker).blocks)[0]?.label).toBe('Worst connections');
  });

  it('says under the verdict, and in its text, when who presented was guessed', () => {
    const { text, blocks } = renderReport(sampleHead({ summary: sampleSummary({ roles: 'guessed' }) }), asker);
    const guess = '(Zoom didn’t say who presented; I took those who sent video, a screen or a voice.)';
    expect(wordsOf(blocks[1])).toBe(
      `:small_orange_diamond: *Presenters were fine. 16 of 412 attendees (3.9 %) had trouble hearing or watching, 7 of them badly.*\n${guess}`,
    );
    expect(text).toContain(` 7 of them badly. ${guess}`);
    expect(wordsOf(blocks[2])).toMatch(/^\*Presenters \(sending, guessed\)\*\n/);
  });

  it('has presenters and audience side by side, also where a group has nobody', () => {
    const presenters = { grade: 'No data', graded: 0, good: 0, affected: 0, decidedBy: null } as const;
    const summary = sampleSummary({ roles: 'guessed', presenters });
    const { blocks } = renderReport(sampleHead({ summary }), asker);
    expect(wordsOf(blocks[1])).toMatch(/^:small_orange_diamond: \*16 of 412 attendees/);
    expect(wordsOf(blocks[1])).toMatch(/\n\(Zoom didn’t say who presented, and nobody sent enough to be graded\.\)$/);
    expect(wordsOf(blocks[2])).toMatch(
      /^\*Presenters \(sending, guessed\)\*\n:white_small_square: Not graded \(no data\)\n\*Audience \(receiving\)\*\n/,
    );
  });

  it('does not round a share across a limit of the verdict', () => {
    const audience = {
      grade: 'Good',
      graded: 5000,
      affected: 149,
      impaired: 149,
      good: 4851,
      fair: 0,
      poor: 149,
      bad: 0,
    };
    const summary = sampleSummary({ verdict: 'Good', decidedBy: 'both', audience: { ...audience, grade: 'Good' } });
    expect(wordsOf(renderReport(sampleHead({ summary }), asker).blocks[1])).toContain(
      '149 of 5,000 attendees (2.98 %)',
    );
  });

  it('tells of a connection that broke off as of any other reason', () => {
    const reason = { type: null, metric: 'drops', spike: false } as const;
    const worst = stored([
      samplePerson({ id: 'a', name: 'Ann', drops: 3, reason, grade: 'Poor' }),
      samplePerson({ id: 'b', name: 'Bob', drops: 1 }),
    ]);
    expect(wordsOf(renderReport(sampleHead({ worst }), asker).blocks[3])).toBe(
      [
        '*Worst 2*',
        '1. :warning: *Ann* – Poor · the connection broke off 3 times, lost 6.0 % of the sound',
        '2. :warning: *Bob* – Poor · lost 6.0 % of the sound (Poor from 5 %), the connection broke off once',
      ].join('\n'),
    );
  });

  it('does not speak of roles where there were no people', () => {
    const summary = sampleSummary({ roles: 'guessed', people: 0 });
    const { text } = renderReport(sampleHead({ summary }), asker);
    expect(text).toContain('complete data from Zoom');
    expect(text).not.toContain('presented');
  });

  it.each([
    [9, '3 in 9'],
    [10, '30.0 %'],
  ])('compares %i people with the others as %s', (people, rate) => {
    const cause = {
      attribute: 'network_type',
      value: 'Wifi',
      flagged: 3,
      people,
      othersFlagged: 0,
      others: 20,
    } as const;
    const { blocks } = renderReport(sampleHead({ summary: sampleSummary({ causes: [cause] }) }), asker);
    expect(wordsOf(blocks[4])).toContain(`(${rate} of all people on it had trouble, 0 % of the others)`);
  });

  it('counts without percentages below ten graded people', () => {
    const summary = sampleSummary({
      audience: { grade: 'Fair', graded: 8, affected: 1, impaired: 1, good: 6, fair: 1, poor: 1, bad: 0 },
      graded: 8,
      affected: 1,
      causes: [{ attribute: 'network_type', value: 'Wifi', flagged: 3, people: 4, othersFlagged: 0, others: 4 }],
    });
    const { blocks } = renderReport(sampleHead({ summary }), asker);
    expect(wordsOf(blocks[1])).toContain('1 of 8 attendees had trouble hearing or watching.');
    expect(wordsOf(blocks[2])).toContain('typical 84 ms, worst 310 ms');
    expect(wordsOf(blocks[4])).toContain('(3 in 4 of all people on it had trouble, 0 in 4 of the others)');
  });

  it('names the presenters when they decide', () => {
    const summary = sampleSummary({
      verdict: 'Bad',
      decidedBy: 'presenters',
      presenters: { grade: 'Bad', graded: 4, good: 3, affected: 1, decidedBy: 'p' },
    });
    expect(wordsOf(renderReport(sampleHead({ summary }), asker).blocks[1])).toBe(
      ':octagonal_sign: *The presenters were the problem: 1 of 4 had trouble sending voice or picture. 16 of 412 attendees (3.9 %) had trouble hearing or watching, 7 of them badly.*',
    );
  });

  it.each([
    ['final', /Fair – .* complete data from Zoom, read /s],
    ['preliminary', /Fair \(preliminary\)/],
    ['incomplete', /Fair \(incomplete\)/],
    ['unconfirmed', /Fair \(perhaps incomplete\)/],
    ['live', /Fair \(live, so far\)/],
  ] as const)('says that it is %s', (state, words) => {
    const message = renderReport(sampleHead({ state }), asker);
    expect(`${message.text} ${message.blocks.map(wordsOf).join(' ')}`).toMatch(words);
  });

  it('has no word of doubt in a final report', () => {
    const thinnerRead = { readAt: '2026-05-14T17:30:00Z', rowsRead: 19 };
    const head = sampleHead({ unreadableRows: 3, participantCount: 480, thinnerRead });
    const doubt = /preliminary|provisional|so far|not final/i;
    const message = renderReport(head, { ...asker, justRead: true });
    const words = [message.text, ...message.blocks.map(wordsOf)].join('\n');
    expect(words.match(/complete data from Zoom, 475 of 480 people, read /g)).toHaveLength(2);
    expect(words).not.toMatch(doubt);
    for (const state of ['preliminary', 'live'] as const) {
      const { text, blocks } = renderReport({ ...head, state }, asker);
      expect(text).toMatch(doubt);
      expect(wordsOf(blocks[0])).toMatch(doubt);
    }
  });

  it('says what is missing', () => {
    const head = sampleHead({
      state: 'incomplete',
      participantCount: 430,
      rowsRead: 12,
      unreadableRows: 3,
      invalidValues: { 'audio_output.avg_loss': 1 },
      ownLimits: true,
      summary: sampleSummary({ people: 12, limitedData: true, shortStays: 0, noData: 1 }),
    });
    const basis = wordsOf(renderReport(head, asker).blocks.at(-2));
    for (const words of [
      'incomplete: 12 of 430 people, read ',
      'not graded: 1 without data',
      'limited data',
      '3 rows could not be read',
      '1 value made no sense and was left out',
      'limits of our own',
    ]) {
      expect(basis).toContain(words);
    }
  });

  it.each([
    [19, null],
    [20, "Zoom's own labels of the sound say the same for 18 of 20 people"],
    [4200, "Zoom's own labels of the sound say the same for 18 of 4,200 people"],
  ])('tells the agreement with the labels of %i people', (compared, words) => {
    const head = sampleHead({ summary: sampleSummary({ zoomAgreement: { compared, agree: 18 } }) });
    const basis = wordsOf(renderReport(head, asker).blocks.at(-1));
    if (words === null) expect(basis).not.toContain('labels');
    else expect(basis).toContain(words);
  });

  it.each([
    ['channel', 'Preliminary: Zoom may still add people. This message is kept up to date.'],
    ['asker', 'Preliminary: Zoom may still add people. Refresh shows them.'],
    ['shared', 'Preliminary: Zoom may still add people. Refresh shows them.'],
  ] as const)('says in its %s form what becomes of a preliminary one', (shownTo, note) => {
    expect(wordsOf(renderReport(sampleHead({ state: 'preliminary' }), { shownTo }).blocks.at(-1))).toBe(note);
  });

  it('says what there is to note, each on a line of its own', () => {
    const note = 'The CSV file could not be sent.';
    const { blocks } = renderReport(sampleHead(), { ...asker, justRead: true, note });
    expect(blocks.slice(-2).map(wordsOf)).toEqual([
      'This was read within the last minute: it cannot be fresher yet.',
      note,
    ]);
    expect(renderReport(sampleHead(), { ...asker, note: ' \u200b' })).toEqual(renderReport(sampleHead(), asker));
  });

  it('counts joins beside people where some joined more than once', () => {
    const head = sampleHead({ participantCount: 500, rowsRead: 490 });
    expect(wordsOf(renderReport(head, asker).blocks.at(-1))).toContain(
      ' · complete data from Zoom, 490 of 500 joins, 475 people, read ',
    );
    for (const participantCount of [475, 12]) {
      const basis = wordsOf(renderReport(sampleHead({ participantCount }), asker).blocks.at(-1));
      expect(basis).toContain(' · complete data from Zoom, read ');
    }
  });

  it('names one worst person without a number', () => {
    const [person] = sampleHead().worst;
    if (!person) throw new Error('the sample has a worst person');
    expect(wordsOf(renderReport(sampleHead({ worst: [person] }), asker).blocks[3])).toMatch(
      /^\*Worst\*\n1\. :octagonal_sign: \*R\. Ray\* /,
    );
  });

  it('names three shared causes at most', () => {
    const cause = { flagged: 12, people: 20, othersFlagged: 4, others: 400 };
    const causes = (
      [
        ['location', 'Lyon'],
        ['data_center', 'US East'],
        ['network_type', 'Wifi'],
        ['device', 'Mac'],
        ['version', '6.1'],
      ] as const
    ).map(([attribute, value]) => ({ ...cause, attribute, value }));
    const rates = (where: string) => `(60.0 % of all people ${where} had trouble, 1.0 % of the others)`;
    const shown = (given: typeof causes) =>
      wordsOf(renderReport(sampleHead({ summary: sampleSummary({ causes: given }) }), asker).blocks[4]).split('\n');
    expect(shown(causes)).toEqual([
      `:mag: *Likely shared cause:* 12 of the 16 with trouble are in *Lyon* ${rates('there')}`,
      `Also: 12 of the 16 with trouble go through Zoom’s data centre *US East* ${rates('there')}`,
      `Also: 12 of the 16 with trouble are on *Wifi* ${rates('on it')}`,
    ]);
    expect(shown(causes.slice(3))).toEqual([
      `:mag: *Likely shared cause:* 12 of the 16 with trouble use *Mac* ${rates('with it')}`,
      `Also: 12 of the 16 with trouble run Zoom *6.1* ${rates('with it')}`,
    ]);
  });

  it.each([
    [{ poor: 0, bad: 0, affected: 0 }, ':white_check_mark: 380 good · :small_orange_diamond: 16 fair\n'],
    [{ good: 0, poor: 2, bad: 0 }, ':small_orange_diamond: 16 fair · :warning: 2 poor\n'],
    [{ fair: 0, poor: 0, bad: 1200 }, ':white_check_mark: 380 good · :octagonal_sign: 1,200 bad\n'],
    [{ graded: 0, grade: 'No data' as const }, ':white_small_square: Not graded (no data)\n'],
  ])('sums the audience up, case %#', (audience, words) => {
    const summary = sampleSummary();
    const head = sampleHead({ summary: { ...summary, audience: { ...summary.audience, ...audience } } });
    expect(wordsOf(renderReport(head, asker).blocks[2])).toContain(`*Audience (receiving)*\n${words}`);
  });

  it('says where nothing was reported', () => {
    const unknown = { median: null, p95: null };
    const summary = sampleSummary({ lossPercent: unknown, latencyMs: unknown });
    expect(wordsOf(renderReport(sampleHead({ summary }), asker).blocks[2])).toMatch(
      /\*Lost sound\*\nnot reported\n\*Delay \(round trip\)\*\nnot reported$/,
    );
  });

  it('has a list while anybody is in one, and a file while there are people', () => {
    const labels = (listLengths: { severity: number; loss: number; latency: number }, people = 5) => {
      const { blocks } = renderReport(
        sampleHead({ worst: [], listLengths, summary: sampleSummary({ people }) }),
        asker,
      );
      return [...buttonsOf(blocks), ...menuOf(blocks)].map(({ label }) => label);
    };
    const rest = ['Share in channel', 'Find a person', 'Export CSV', 'Refresh'];
    expect(labels({ severity: 0, loss: 1, latency: 0 })).toEqual(['Worst connections', 'By loss', ...rest]);
    expect(labels({ severity: 0, loss: 0, latency: 1 })).toEqual(['Worst connections', 'By latency', ...rest]);
    // A menu of one entry would hide what a button can say.
    expect(labels({ severity: 0, loss: 0, latency: 0 }, 0)).toEqual(['Share in channel', 'Refresh']);
  });

  it('has at most four buttons in its row, and the rest behind the dots', () => {
    const rows = renderReport(sampleHead(), asker).blocks.flatMap((block) =>
      block.type === 'actions' ? [block.elements.map(({ type }) => type)] : [],
    );
    expect(rows).toEqual([['button', 'button', 'button', 'button', 'overflow']]);
  });

  it.each([
    [false, 'Shared in <#C0EVENTS> by you.'],
    [true, 'Shared in <#C0EVENTS> a moment ago: look for it at the end of the channel.'],
  ])('says in place of the button that it was shared, before: %s', (before, words) => {
    const { blocks } = renderReport(sampleHead(), { ...asker, sharedIn: { channel: 'C0EVENTS', before } });
    expect(wordsOf(blocks.at(-1))).toBe(words);
    expect(buttonsOf(blocks).map(({ label }) => label)).toEqual(['Worst connections (32)', 'By loss', 'By latency']);
  });

  it('shows the number where the topic is unknown', () => {
    expect(wordsOf(renderReport(sampleHead({ topic: null }), asker).blocks[0])).toBe(
      'Webinar quality: Fair – 932 0123 5621',
    );
  });

  it.each([
    [
      samplePerson({
        reason: { type: 'audio_output', metric: 'latency', spike: false },
        streams: [sampleStream({ latencyMs: range(620) })],
      }),
      'delay 620 ms (Bad from 500 ms), lost 6.0 % of the sound',
    ],
    [
      samplePerson({
        reason: { type: 'audio_input', metric: 'loss', spike: false },
        streams: [sampleStream({ type: 'audio_input', lossPercent: range(5) })],
      }),
      'others lost 5.0 % of this person’s voice (Poor from 5 %)',
    ],
    [
      samplePerson({
        reason: { type: 'video_output', metric: 'loss', spike: false },
        streams: [sampleStream({ type: 'video_output', lossPercent: range(10) })],
      }),
      'lost 10.0 % of the video (Fair from 3.3 %)',
    ],
    [
      samplePerson({
        lossPercent: 1,
        reason: { type: 'video_input', metric: 'fps', spike: false },
        streams: [sampleStream({ type: 'video_input', frameRateFps: range(4.25) })],
      }),
      'this person’s video jerked: 4.3 pictures a second (Fair below 7)',
    ],
    [
      samplePerson({
        lossPercent: 1,
        reason: { type: 'audio_output', metric: 'jitter', spike: false },
        streams: [sampleStream({ jitterMs: range(250) })],
      }),
      'delay kept changing by 250 ms (Poor from 100 ms)',
    ],
    [
      samplePerson({
        lossPercent: 1,
        reason: { type: 'audio_output', metric: 'loss', spike: true },
        streams: [sampleStream({ lossPercent: range(1, 35) })],
      }),
      'lost up to 35.0 % of the sound for a moment (Fair from 20 %)',
    ],
    [
      samplePerson({
        lossPercent: 1,
        reason: { type: 'as_output', metric: 'latency', spike: true },
        streams: [sampleStream({ type: 'as_output', latencyMs: range(80, 2400) })],
      }),
      'delay of the shared screen rose to 2,400 ms for a moment (Fair from 1,000 ms)',
    ],
    [sampleBadPerson(), 'lost 25.0 % of the sound (Bad from 10 %), delay 1,200 ms'],
  ])('explains a person, case %#', (person, words) => {
    const worst = [{ ...person, notes: [...person.notes], streams: [...person.streams] }];
    expect(wordsOf(renderReport(sampleHead({ worst }), asker).blocks[3])).toMatch(
      new RegExp(` · ${words.replace(/[()]/g, '\\$&')}$`),
    );
  });
});
