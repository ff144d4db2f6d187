import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChannelNames, contentForChannel, headForChannel } from '../../src/messages/channel-names.ts';
import { renderForChannel } from '../../src/messages/render-content.ts';
import { renderReport } from '../../src/messages/report/report.ts';
import type { Content } from '../../src/reports/delivery/content.ts';
import { sampleHead } from './samples.ts';

const head = sampleHead();
const hidden: readonly ChannelNames[] = ['initials', 'none'];

function nameAs(name: string, names: ChannelNames): string | undefined {
  const [person] = head.worst;
  if (!person) throw new Error('nobody is in the sample');
  return headForChannel({ ...head, worst: [{ ...person, name, number: 12, role: 'attendee' }] }, names).worst[0]?.name;
}

const alert = {
  about: 'a',
  who: { kind: 'presenter', visitId: 'v', name: 'Pat Host', medium: 'audio', metric: 'loss' },
  ...{ limit: 5, sinceMs: 0, untilMs: null, closedBy: null, worst: 14, latest: 14, notice: null },
} as const;
const live: Content = { kind: 'live', uuid: 'u', topic: 'All-hands', alert, isMuted: false };

describe('people of a webinar in a channel', () => {
  it.each([
    ['Pat Host', 'P. H.'],
    ['pat', 'P.'],
    ["Anne-Marie O'Neil Smith", 'A. M. O.'],
    ['Øyvind Ærø', 'Ø. Æ.'],
    ['王 小明', '王. 小.'],
    ['(iPad) Pat', 'I. P.'],
    ['jane@example.com', 'Attendee #12'],
    ['+1 202 555 0123', 'Attendee #12'],
    ['', 'Attendee #12'],
    ['😀😀', 'Attendee #12'],
    ['12', 'Attendee #12'],
  ])('by initials: %s is %s', (name, shown) => {
    expect(nameAs(name, 'initials')).toBe(shown);
  });

  it('by nothing are numbers, presenters told from attendees', () => {
    expect(nameAs('Pat Host', 'none')).toBe('Attendee #12');
    const presenter = head.worst.map((person) => ({ ...person, role: 'presenter' as const, number: 3 }));
    expect(headForChannel({ ...head, worst: presenter }, 'none').worst[0]?.name).toBe('Presenter #3');
    const [deciding = null] = presenter;
    expect(headForChannel({ ...head, decidingPresenter: deciding }, 'none').decidingPresenter?.name).toBe(
      'Presenter #3',
    );
  });

  it('by name are as they are', () => {
    expect(headForChannel(head, 'names')).toBe(head);
    expect(contentForChannel(live, 'names')).toEqual(live);
  });

  it.each(hidden)('are nowhere named in what a channel reads: %s', (names) => {
    const named = head.worst.map((person, index) => ({ ...person, name: `Zebra${index} Quagga${index}` }));
    const [decidingPresenter = null] = named;
    const given = { ...head, worst: named, decidingPresenter };
    const contents: Content[] = [
      { kind: 'report', head: given },
      { kind: 'worse', head: given },
      { kind: 'concluded', head: given, webinar: { key: 'k', webinarId: null, topic: null } },
      { ...live, alert: { ...alert, who: { ...alert.who, name: 'Zebra Quagga' } } },
      { ...live, alert: { ...alert, untilMs: 60_000, who: { ...alert.who, name: 'Zebra Quagga' } } },
    ];
    const telling = contents.filter((content) => JSON.stringify(renderForChannel(content, 0)).includes('Zebra'));
    expect(telling.length).toBeGreaterThan(3);
    for (const content of contents) {
      expect(JSON.stringify(renderForChannel(contentForChannel(content, names), 0))).not.toMatch(/Zebra|Quagga/);
    }
    expect(JSON.stringify(renderReport(headForChannel(given, names), { shownTo: 'shared' }))).not.toMatch(
      /Zebra|Quagga/,
    );
  });

  it('speaks to a presenter of a running show by initials, or to nobody in particular', () => {
    const words = (names: ChannelNames) => renderForChannel(contentForChannel(live, names), 0).text;
    expect(words('initials')).toContain("P. H.'s voice is breaking up");
    expect(words('none')).toContain("A presenter's voice is breaking up");
    expect(words('none')).toContain('Tell whoever speaks');
  });

  it('are never more than three letters, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
        expect(nameAs(name, 'initials')).toMatch(/^(?:Attendee #12|\P{Z}{1,3}\.(?: \P{Z}{1,3}\.){0,2})$/u);
      }),
    );
  });
});
