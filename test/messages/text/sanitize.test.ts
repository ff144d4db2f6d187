import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mrkdwn } from '../../../src/messages/text/mrkdwn.ts';
import { toPlainText } from '../../../src/messages/text/plain.ts';
import { sanitizeText } from '../../../src/messages/text/sanitize.ts';
import { anyText } from '../../setup/any-text.ts';
import { HOSTILE } from '../samples.ts';

const foreignText = fc.oneof(
  anyText(200),
  fc.string({ unit: fc.constantFrom(...'*_~`<>&@#:!|\n\r\u2028\u202e\u2066 abc.é🧑‍🚀'), maxLength: 200 }),
);

describe('text from outside', () => {
  it.each([
    ['Ann Example', 'Ann Example'],
    ['  two\r\nlines\tand  gaps ', 'two lines and gaps'],
    ['abc\u202Edcb\u2066x\u200Fy', 'abcdcbxy'],
    ['\u200b\u2060\u3164 ', ''],
    ['jane.doe@example.com', 'j…@…'],
    ['Jane Doe (jane.doe+zoom@mail.example.com)', 'Jane Doe (j…@…)'],
    ['jane\u200b@example.com', 'j…@…'],
    ['jane＠example．com', 'j…@…'],
    ['jane @ example.com', 'j…@…'],
    ['mailto:jane@example.com', 'mailto:j…@…'],
    ['jane%40example.com', 'j…@…'],
    ['"jane doe"@example.com', '"jane doe"@…'],
    ['jane@sales@example.com', 'j…@…'],
    [`${'x'.repeat(52)} jane.doe@example.com`, `${'x'.repeat(52)} j…@…`],
    ['Ann @ Sales', 'Ann @ Sales'],
    ['half \ud800 a character', 'half \ufffd a character'],
    [`e${'\u0301'.repeat(9)}f`, `e${'\u0301'.repeat(4)}f`],
    ['\u200d\u0301', ''],
    [`${'x'.repeat(58)} yyy`, `${'x'.repeat(58)}…`],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['x'.repeat(61), `${'x'.repeat(59)}…`],
    ['👩‍👩‍👧'.repeat(20), `${'👩‍👩‍👧'.repeat(11)}…`],
  ])('shows %j as %j', (text, shown) => {
    expect(sanitizeText(text, 60)).toBe(shown);
  });

  it.each(
    [0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x180e, 0x200b, 0x200e, 0x200f, 0x202a, 0x202e, 0x2060, 0x206f, 0x3164, 0xfeff]
      .concat([0xffa0, 0xfff9, 0xfffb])
      .map((point) => [point.toString(16), String.fromCodePoint(point)]),
  )('shows nothing of the invisible U+%s', (_point, character) => {
    expect(sanitizeText(`one${character}word`, 60)).toBe('oneword');
  });

  it('looks at the beginning only of a text longer than any name', () => {
    expect(sanitizeText(`${' '.repeat(999)}x and more`, 60)).toBe('x');
    expect(sanitizeText(`${' '.repeat(1000)}x`, 60)).toBe('');
  });

  it('is put on one line, whoever has not cleaned it before', () => {
    expect(mrkdwn`${'one\r\ntwo\u2028three\u202E'}`.mrkdwn).toBe('one two three');
  });

  it.each([
    ['@9am @_x @.x @-x @ x a@b', '＠9am ＠ˍx ＠.x ＠-x @ x a＠b'],
    ['#General #Über #_x #12 # x', '＃General ＃Über ＃ˍx #12 # x'],
    ['https://x ftp://x a:b:c a: b 15:00:00 5:', 'https∶//x ftp∶//x a∶b:c a: b 15∶00:00 5:'],
  ])('mentions, links and shows no picture by %s', (text, shown) => {
    expect(mrkdwn`${text}`.mrkdwn).toBe(shown);
  });

  it('keeps letters and digits of any script', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\p{Lu}\p{Lo}\p{Nd}]{1,60}$/u), (text) => {
        const visible = text.replace(/[\u115f\u1160\u3164\uffa0]/g, '');
        expect(mrkdwn`${sanitizeText(text, 60)}`.mrkdwn).toBe(visible);
      }),
    );
  });

  it('takes the mark-up out of a hostile text and leaves it readable', () => {
    expect(mrkdwn`*${'*b* _i_ ~s~ `c` <!channel> @here #general :tada: R&D'}*`.mrkdwn).toBe(
      '*∗b∗ ˍiˍ ∼s∼ ˋcˋ &lt;!channel&gt; ＠here ＃general ∶tada: R&amp;D*',
    );
  });

  it('leaves numbers, times and a masked address alone', () => {
    expect(mrkdwn`${'Attendee #12, 15:00 UTC, j…@…, 6.0 % (limit 5 %)'}`.mrkdwn).toBe(
      'Attendee #12, 15:00 UTC, j…@…, 6.0 % (limit 5 %)',
    );
  });

  it('takes what is no address for none, whatever is escaped in it', () => {
    expect(mrkdwn`${sanitizeText('*@<.*', 60)}`.mrkdwn).toBe('∗@&lt;.∗');
  });

  it('never lets a text format, mention, link or break the line', () => {
    fc.assert(
      fc.property(foreignText, (text) => {
        const shown = mrkdwn`${sanitizeText(text, 60)}`.mrkdwn;
        expect(shown).not.toMatch(/[*_~`<>\r\n\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
        expect(shown).not.toMatch(/&(?!(?:amp|lt|gt);)/);
        expect(shown).not.toMatch(/@(?:here|channel|everyone)|:\/\/|:[a-z]+:/);
        // A domain is of letters, digits, dots and hyphens.
        expect(shown).not.toMatch(/[^\s@]@[\p{L}\p{N}-][\p{L}\p{N}.-]*\.[\p{L}\p{N}]/u);
        expect(shown.isWellFormed()).toBe(true);
        expect([...sanitizeText(text, 60)].length).toBeLessThanOrEqual(60);
      }),
    );
  });

  it('fits plain text into its limit and shows & < > as they are', () => {
    expect(toPlainText('Q&A <Live> *new*', 150)).toBe('Q&A <Live> *new*');
    expect(toPlainText('<!channel> :tada: now', 150)).toBe('‹!channel> ∶tada: now');
    expect(toPlainText('<#123> <@ <b>', 150)).toBe('‹#123> ‹@ <b>');
    expect(toPlainText(HOSTILE, 75)).toMatch(/^\*bold\* _it_ ~no~ `code` ‹!channel> .{1,40}…$/);
    expect(toPlainText(HOSTILE, 75).length).toBeLessThanOrEqual(75);
  });

  it('stays fast on a name that is made to be slow', () => {
    const started = performance.now();
    const shown = ['a', 'a.', 'a@', ' @', '@.', '%40'].map((unit) => sanitizeText(unit.repeat(200_000), 60));
    expect(performance.now() - started).toBeLessThan(2000);
    for (const text of shown) expect(text).not.toBe('');
    expect(shown[0]).toBe(`${'a'.repeat(59)}…`);
  });
});
