import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { parseWebinarRef } from '../../../src/webinar/parse-webinar-ref.ts';

function refusalOf(input: string) {
  try {
    return { understood: parseWebinarRef(input) };
  } catch (error) {
    if (error instanceof AppError) return error.failure;
    throw error;
  }
}

describe('a webinar number', () => {
  it.each([
    '93201235621',
    '932 0123 5621',
    '932-0123-5621',
    '932\u20130123\u20135621',
    '932\u20140123\u20145621',
    '932\u20110123\u20115621',
    '932\u22120123\u22125621',
    '932\u00a00123\u00a05621',
    '932\u202f0123\u20095621',
    '932\u200b0123\u200b5621',
    '\ufeff93201235621',
    '\u202a93201235621\u202c',
    '  93201235621\n',
    '932\t0123\t5621',
    '９３２０１２３５６２１',
    '"93201235621"',
    '\u201c93201235621\u201d',
    '\u2018932 0123 5621\u2019',
    '`93201235621`',
    '«93201235621»',
    '(932 0123 5621)',
    '932 0123 5621.',
    'Webinar ID: 932 0123 5621',
    'webinar id 932 0123 5621',
    'Webinar-ID: 932 0123 5621',
    'Zoom Webinar ID: 932 0123 5621',
    'Meeting number: 93201235621',
    'ID: 93201235621',
    'ID：93201235621',
    'Webinar ID:\n932 0123 5621',
    '#93201235621',
    '<tel:93201235621|932 0123 5621>',
  ])('is understood in %j', (input) => {
    expect(parseWebinarRef(input)).toEqual({ kind: 'id', id: '93201235621' });
  });

  it.each(['123456789', '1234567890', '12345678901'])('may have 9 to 11 digits, as in %s', (input) => {
    expect(parseWebinarRef(input)).toEqual({ kind: 'id', id: input });
  });
});

describe('a Zoom link', () => {
  it.each([
    'https://zoom.us/j/93201235621',
    'http://zoom.us/j/93201235621',
    'HTTPS://ZOOM.US/j/93201235621',
    'zoom.us/j/93201235621',
    'https://zoom.us/j/93201235621?pwd=c29tZXRoaW5n.1',
    'https://zoom.us/j/93201235621?pwd=abc&amp;from=addon',
    'https://zoom.us/j/93201235621#success',
    'https://zoom.us/j/93201235621/',
    'https://zoom.us/w/93201235621',
    'https://zoom.us/w/93201235621?tk=aB3-_x.DQ&amp;pwd=abc&amp;uuid=WN_abcdefghij',
    'https://zoom.us/s/93201235621',
    'https://zoom.us/webinar/register/93201235621',
    'https://zoom.us/wc/93201235621/join',
    'https://zoom.us/wc/join/93201235621',
    'https://zoom.us/launch/jc/93201235621',
    'https://zoom.us/wc/93201235621/start/93201235621',
    'https://us02web.zoom.us/j/93201235621',
    'https://made-up-company.zoom.us/j/93201235621',
    'https://eu01web.made-up.zoom.us/j/93201235621',
    'https://made-up.zoomgov.com/j/93201235621',
    'https://made-up.zoom.com/j/93201235621',
    'https://made-up.zoom.com.cn/j/93201235621',
    'https://zoom.us/j/932-0123-5621',
    'https://zoom.us/j/932%200123%205621',
    'https://zoom.us/j/93201235621.',
    '<https://zoom.us/j/93201235621>',
    '<https://zoom.us/j/93201235621|zoom.us/j/93201235621>',
    '<https://made-up.zoom.us/j/93201235621?pwd=a&amp;from=b|Join the show, 8 people>',
    '&lt;https://zoom.us/j/93201235621&gt;',
    '"https://zoom.us/j/93201235621"',
    '"<https://zoom.us/j/93201235621>"',
    '\u201c<https://zoom.us/j/93201235621|Join>\u201d',
    '\u201chttps://zoom.us/j/93201235621\u201d',
    'https://app.zoom.us/wc/93201235621/join',
    'https://zoom.us:443/j/93201235621',
    'https://zoom.us/join?confno=93201235621',
    'zoommtg://zoom.us/join?action=join&amp;confno=93201235621&amp;pwd=abc',
    '<zoommtg://made-up.zoom.us/start?confno=932%200123%205621>',
    'zoomus://zoom.us/join?confno=93201235621',
    'https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmade-up.zoom.us%2Fj%2F93201235621%3Fpwd%3Dx&amp;data=05%7C01&amp;reserved=0',
    '<https://eur03.safelinks.protection.outlook.com/ap/t-59584e83/?url=https%3A%2F%2Fzoom.us%2Fw%2F93201235621|Join>',
    'https://www.google.com/url?q=https://zoom.us/j/93201235621?pwd=x&amp;sa=D&amp;source=calendar',
    'https://www.google.com/url?q=https%3A%2F%2Fzoom.us%2Fj%2F93201235621&amp;sa=D',
    'https://slack-redir.net/link?url=https%3A%2F%2Fzoom.us%2Fj%2F93201235621',
    // One in the other.
    'https://www.google.com/url?q=https%3A%2F%2Feur03.safelinks.protection.outlook.com%2F%3Furl%3Dhttps%253A%252F%252Fzoom.us%252Fj%252F93201235621',
  ])('is understood in %j', (input) => {
    expect(parseWebinarRef(input)).toEqual({ kind: 'id', id: '93201235621' });
  });

  it.each([
    'https://zoom.us',
    'zoom.us',
    'https://made-up.zoom.us/',
    'https://zoom.us/my/made.up',
    'https://zoom.us/j/12345678',
    'https://zoom.us/j/123456789012',
    'https://zoom.us/j/93201235621/93201235622',
    'https://zoom.us/j/93201235621 https://zoom.us/j/93201235622',
    'https://zoom.us/j/%E0%A4%A',
    'https://zoom.us/signin?next=93201235621',
    'https://evil.example/?url=https://evil.example/j/93201235621',
    'https://a.example/?url=https%3A%2F%2Fzoom.us%2Fj%2F93201235621&b=https%3A%2F%2Fzoom.us%2Fj%2F93201235622',
    'ftp://zoom.us/j/93201235621',
    'javascript://zoom.us/j/93201235621',
    'https://evil.example/zoom.us/j/93201235621',
    'https://evil.example/?zoom.us/j/93201235621',
    'https://zoom.us.evil.example/j/93201235621',
    'https://evilzoom.us/j/93201235621',
    'https://zoom.us@evil.example/j/93201235621',
    'https://someone@zoom.us/j/93201235621',
    '<https://evil.example/j/93201235621|https://zoom.us/j/93201235621>',
  ])('is refused in %j', (input) => {
    expect(refusalOf(input)).toMatchObject({ kind: 'bad-id' });
  });

  it.each([
    'https://zoom.us/webinar/register/WN_aBcDeFgHiJkLmNoPqRsTuV',
    'https://made-up.zoom.us/webinar/register/WN_abc-def_ghi#/registration',
    '<https://zoom.us/webinar/register/WN_abcdefghijkl>',
    'https://us06web.zoom.us/webinar/register/6516789012345/WN_abcdefghijkl',
    'https://zoom.us/webinar/register/93201235621/WN_abcdefghijkl',
    'WN_abcdefghijkl',
    'https://www.google.com/url?q=https%3A%2F%2Fzoom.us%2Fwebinar%2Fregister%2FWN_abcdefghijkl',
  ])('with a registration token is told apart: %s', (input) => {
    expect(refusalOf(input)).toEqual({ kind: 'registration-link' });
  });
});

describe('the UUID of an occurrence', () => {
  it.each([
    '/abc//dEFGHijklmnop123==',
    'a+b/cdEFGHijklmnop1234==',
    'NknQtFSgSUSEYt2a9gc13A==',
    '/+Rm0bkSTjq4dAdwsfM6IA==',
    'x0m2hp/vS3i//5hVDrbbAw==',
  ])('is understood as it stands: %s', (uuid) => {
    expect(parseWebinarRef(uuid)).toEqual({ kind: 'uuid', uuid });
    expect(parseWebinarRef(` "${uuid}" `)).toEqual({ kind: 'uuid', uuid });
  });

  it.each([
    ...['==', 'a b==', 'abc', 'abc===', 'a=b=', 'AAAA==', '/abc//d==', `${'a'.repeat(63)}==`],
    ...[
      `${'a'.repeat(21)}==`,
      `${'a'.repeat(23)}==`,
      `${'a'.repeat(22)}=`,
      `${'a'.repeat(24)}`,
      `${'a'.repeat(21)}===`,
    ],
  ])('is not %j', (input) => {
    expect(refusalOf(input)).toMatchObject({ kind: 'bad-id' });
  });
});

describe('anything else', () => {
  it.each([
    '',
    'yesterday',
    'the webinar of last week',
    '12345678',
    '123456789012',
    '93201235621 93201235622',
    '932 0123 5621, 932 0123 5622',
    '93201235621 please',
    'show me 93201235621',
    'Webinar ID: 93201235621 Passcode: 1234',
    '93201235621x',
    '+93201235621',
    '93.201.235.621',
    '9320123562½',
    'person@mail.example',
    '93201235621@zoomcrc.example',
    '<mailto:person@mail.example|person@mail.example>',
    '<@U123456789>',
    '<!channel>',
    '<script>alert(93201235621)</script>',
    '*93201235621*\n`x`',
    'null',
    '../../93201235621',
    '\u202e12653210239\u202c!\u0000',
    '\ud800',
  ])('is refused: %j', (input) => {
    expect(refusalOf(input)).toMatchObject({ kind: 'bad-id' });
  });

  it('is shown to the person as it was typed, without what Slack escaped', () => {
    expect(refusalOf('  a &lt;b&gt; &amp;amp; c ')).toEqual({ kind: 'bad-id', input: 'a <b> &amp; c' });
  });

  it('is shown cut, between characters', () => {
    expect(refusalOf('😀'.repeat(60))).toEqual({ kind: 'bad-id', input: '😀'.repeat(60) });
    expect(refusalOf('😀'.repeat(61))).toEqual({ kind: 'bad-id', input: `${'😀'.repeat(60)}…` });
  });

  it.each([
    ['digits', '1'.repeat(5_000)],
    ['blanks inside', `webinar${' '.repeat(1_900)}x`],
    ['blanks inside, too long', `webinar${' '.repeat(5_000)}x`],
    ['quotes', `${'"'.repeat(1_900)}a${'"'.repeat(90)}`],
    ['quotes in the middle, too long', `a${'"'.repeat(200_000)}a`],
    ['dashes', `${'-'.repeat(1_900)}a`],
    ['dots', `${'a.'.repeat(950)}!`],
    ['a ligature that becomes eighteen letters', '\ufdfa'.repeat(2_000)],
    ['angle brackets', '<'.repeat(5_000)],
    ['a megabyte', 'a'.repeat(1_000_000)],
  ])('is refused at once, though it is long: %s', (_what, input) => {
    const startedAt = performance.now();
    expect(refusalOf(input)).toMatchObject({ kind: 'bad-id' });
    expect(performance.now() - startedAt).toBeLessThan(250);
  });
});

describe('whatever is typed', () => {
  const pieces = fc.constantFrom(
    ...['9', '0123', '932', ' ', '-', '\u2013', '/', '=', '<', '>', '|', '&amp;', '"', 'https://', 'zoom.us', '/j/'],
    ...['WN_', '%', '%2F', '?', '#', 'Webinar ID: ', 'fresh', '@', '\u202e', '\u00a0', '+', 'a', 'Z'],
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 14 }).map((some) => some.join('')),
  );

  it('is understood as 9 to 11 digits or as base64, or refused with a reason', () => {
    fc.assert(
      fc.property(typed, (input) => {
        let ref: ReturnType<typeof parseWebinarRef>;
        try {
          ref = parseWebinarRef(input);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          return;
        }
        if (ref.kind === 'id') expect(ref.id).toMatch(/^[0-9]{9,11}$/);
        else expect(ref.uuid).toMatch(/^[A-Za-z0-9+/]{22}==$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds every number again, however it is grouped', () => {
    const separator = fc.constantFrom('', ' ', '-', '\u2013', '\u00a0', ' - ');
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{9,11}$/),
        fc.array(separator, { minLength: 10, maxLength: 10 }),
        (id, between) => {
          const grouped = [...id].map((digit, at) => digit + (between[at] ?? '')).join('');
          expect(parseWebinarRef(grouped)).toEqual({ kind: 'id', id });
          expect(parseWebinarRef(`https://zoom.us/j/${id}?pwd=x`)).toEqual({ kind: 'id', id });
        },
      ),
    );
  });

  it('finds every UUID again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const uuid = Buffer.from(bytes).toString('base64');
        expect(parseWebinarRef(uuid)).toEqual({ kind: 'uuid', uuid });
      }),
    );
  });
});
