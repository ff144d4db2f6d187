import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { ADVICE } from '../../../src/messages/person/advice-table.ts';
import { renderLetter, renderTicket } from '../../../src/messages/person/copy-modals.ts';
import { letterText } from '../../../src/messages/person/letter.ts';
import { ticketText } from '../../../src/messages/person/ticket.ts';
import { STREAM_KINDS } from '../../../src/qos/stream.ts';
import { dropped, far, jerky, moment, pear, twice, unsteady } from '../gallery/people.ts';
import { HOSTILE, sampleHead, samplePerson, sampleStream } from '../samples.ts';

const HARMLESS = /[*_~`]|:\/\/|@\w|#[a-z]|<[!@#]|[\u202a-\u202e\u2066-\u2069]|jane\.doe|example\.com/i;

describe('the text for a ticket', () => {
  it('has webinar, UUID, number, client, network, data centre, visits in UTC and numbers with their limits', () => {
    const lines = ticketText(sampleHead(), twice).split('\n');
    for (const line of [
      'Webinar: Q3 All-Hands (932 0123 5621)',
      'UUID: Zm9vYmFyYmF6cXV1eA==',
      'Person: #5, Peach P, attendee',
      'Client: Mac, Zoom 6.2.1',
      'Network: Wifi, UDP, Lyon',
      'Data centre: Germany',
      '  2026-05-14 15:02:11 – 2026-05-14 15:31:40 (29 min), connection broke off',
      '  Lost sound: Fair from 2 %, Poor from 5 %, Bad from 10 %',
      'Zoom says: sound poor, video good',
    ]) {
      expect(lines).toContain(line);
    }
  });

  it('counts the visits of which no time is kept', () => {
    expect(ticketText(sampleHead(), { ...twice, visits: 14 })).toContain('\n  … and 12 more\n');
    expect(ticketText(sampleHead(), samplePerson())).toContain('\n  2, times not known\n');
  });

  it('says what is not known, and which limits are own', () => {
    const text = ticketText(
      sampleHead({ uuid: null, topic: null, startedAt: null, ownLimits: true }),
      samplePerson({ attributes: {} }),
    );
    expect(text).toContain('Webinar: no topic (932 0123 5621)\nUUID: not known\nTime (UTC): unknown – ');
    expect(text).toContain('Client: not known\nNetwork: not known\nData centre: not known');
    expect(text).toContain('Limits (own):');
  });

  it('has room for every stream there is, or says how many more there are', () => {
    const streams = STREAM_KINDS.filter(({ medium }) => medium !== 'cpu').map(({ type }) => sampleStream({ type }));
    const visitTimes = Array.from({ length: 10 }, (_, index) => ({
      joinedAtMs: index * 1e8,
      leftAtMs: index * 1e8 + 1e6,
      dropped: true,
    }));
    const view = renderTicket(sampleHead(), samplePerson({ streams, visitTimes, visits: 10 }));
    expect(findLimitViolations(view)).toEqual([]);
    expect(JSON.stringify(view)).toMatch(/… and \d+ more/);
  });
});

describe('the text for a person', () => {
  it.each([
    ['lost sound', twice, 'about 6.0 % of the sound did not reach you'],
    ['a lost voice', pear, 'about 21.0 % of your voice did not reach the others'],
    ['delay', far, 'the sound came with a delay of 410 ms (there and back)'],
    ['few pictures', jerky, 'the video jerked for you'],
    ['a delay that kept changing', unsteady, 'the sound reached you unevenly'],
    ['a bad moment', moment, 'for a moment about 35.0 % of the sound did not reach you'],
    ['drops', dropped, 'your connection broke off 3 times'],
  ])('is three sentences about %s', (_case, person, words) => {
    const text = letterText(sampleHead(), person) ?? '';
    expect(text).toContain(words);
    expect(text.replace(/\d\.\d|[A-Z]\. /g, '').match(/[.!?](?=\s|$)/g)).toHaveLength(3);
  });

  it('greets nobody by a number', () => {
    expect(letterText(sampleHead(), samplePerson({ name: '' }))).toMatch(/^Hello, in “Q3 All-Hands” on 14 May 2026, /);
  });

  it('is not there for somebody who was fine, or could not be graded', () => {
    expect(letterText(sampleHead(), samplePerson({ grade: 'Good', reason: null }))).toBeNull();
    expect(letterText(sampleHead(), samplePerson({ grade: 'No data', reason: null }))).toBeNull();
    expect(JSON.stringify(renderLetter(sampleHead(), samplePerson({ grade: 'Good', reason: null })))).toContain(
      'nothing to write',
    );
  });
});

it('names and topics do nothing where the texts are pasted', () => {
  const head = sampleHead({ topic: HOSTILE });
  const person = samplePerson({ name: HOSTILE, attributes: { location: HOSTILE, device: HOSTILE, version: HOSTILE } });
  const letter = letterText(head, person) ?? '';
  expect(letter).not.toMatch(HARMLESS);
  expect(letter).not.toContain('\n');
  // Zoom's own names of streams have underscores.
  const ticket = ticketText(head, person).replace(/\((?:audio|video|as)_\w+\)/g, '');
  expect(ticket).not.toMatch(HARMLESS);
  expect(ticket.split('\n')).toHaveLength(ticketText(sampleHead(), samplePerson()).split('\n').length);
});

it('every cause has words, and says where they come from', () => {
  for (const { step, toPerson, cause, source } of Object.values(ADVICE)) {
    expect(step).toMatch(/^[A-Z].*\.$/);
    expect(step.length).toBeLessThan(120);
    expect(toPerson ?? 'nothing').toMatch(/^[a-z].*[^.]$/);
    expect(cause.length).toBeGreaterThan(3);
    expect(source).toMatch(/^own|https:\/\//);
  }
});
