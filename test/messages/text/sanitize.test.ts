import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, fitLines, mrkdwn } from '../../../src/messages/text/mrkdwn.ts';
import { toPlainText } from '../../../src/messages/text/plain.ts';
import { sanitizeText } from '../../../src/messages/text/sanitize.ts';
import { HOSTILE } from '../samples.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
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
    ['Ann @ Sales', 'Ann @ Sales'],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['x'.repeat(61), `${'x'.repeat(59)}…`],
    ['👩‍👩‍👧'.repeat(20), `${'👩‍👩‍👧'.repeat(11)}…`],
  ])('shows %j as %j', (text, shown) => {
    expect(sanitizeText(text, 60)).toBe(shown);
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
      fc.property(anyText, (text) => {
        const shown = mrkdwn`${sanitizeText(text, 60)}`.mrkdwn;
        expect(shown).not.toMatch(/[*_~`<>\r\n\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
        expect(shown).not.toMatch(/&(?!(?:amp|lt|gt);)/);
        expect(shown).not.toMatch(/@(?:here|channel|everyone)|:\/\/|:[a-z]+:/);
        // A domain holds none of what was escaped.
        expect(shown).not.toMatch(/[^\s@]+@[^\s@…&;]+\.[^\s@]+/);
        expect(shown.isWellFormed()).toBe(true);
        expect([...sanitizeText(text, 60)].length).toBeLessThanOrEqual(60);
      }),
    );
  });

  it('fits plain text into its limit and shows & < > as they are', () => {
    expect(toPlainText('Q&A <Live> *new*', 150)).toBe('Q&A <Live> *new*');
    expect(toPlainText('<!channel> :tada: now', 150)).toBe('‹!channel> ∶tada: now');
    expect(toPlainText(HOSTILE, 75).length).toBeLessThanOrEqual(75);
  });

  it('stays fast on a name that is made to be slow', () => {
    const started = performance.now();
    for (const unit of ['a', 'a.', 'a@', ' @', '@.', '%40']) sanitizeText(unit.repeat(200_000), 60);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('keeps a scope as it is, so that it can be copied', () => {
    expect(code('dashboard:read:list_webinars:admin').mrkdwn).toBe('`dashboard:read:list_webinars:admin`');
    expect(code('a`b').mrkdwn).toBe('aˋb');
  });

  it('says how many lines did not fit', () => {
    const lines = Array.from({ length: 20 }, (_, index) => mrkdwn`line ${index}`);
    const fitted = fitLines(lines, 80).mrkdwn;
    expect(fitted.length).toBeLessThanOrEqual(80);
    expect(fitted).toMatch(/\n… and 1\d more$/);
  });
});
