import { describe, expect, it } from 'vitest';
import { formatDuration, slackPeriod, slackTime, utcPeriod, utcTime } from '../../../src/messages/text/dates.ts';
import { formatWebinarNumber } from '../../../src/messages/text/webinar-number.ts';

describe('times', () => {
  it('writes a date token with a UTC fallback', () => {
    expect(slackTime('2026-05-14T15:00:00Z').mrkdwn).toBe(
      '<!date^1778770800^{date_short_pretty} {time}|14 May 2026, 15:00 UTC>',
    );
  });

  it('writes UTC where tokens do not work', () => {
    expect(utcTime('2026-05-14T15:00:00.000Z')).toBe('14 May 2026, 15:00 UTC');
    expect(utcTime('yesterday')).toBe('at an unknown time');
  });

  it('gives the period with its duration', () => {
    expect(slackPeriod('2026-05-14T15:00:00Z', '2026-05-14T16:04:00Z')?.mrkdwn).toBe(
      '<!date^1778770800^{date_short_pretty} {time}|14 May 2026, 15:00 UTC> – <!date^1778774640^{time}|16:04 UTC> (1 h 4 min)',
    );
    expect(utcPeriod('2026-05-14T15:00:00Z', '2026-05-14T16:04:00Z')).toBe('14 May 2026, 15:00 UTC, for 1 h 4 min');
  });

  it('names the day of the end, too, where it is another one', () => {
    expect(slackPeriod('2026-05-14T23:00:00Z', '2026-05-15T00:30:00Z')?.mrkdwn).toBe(
      '<!date^1778799600^{date_short_pretty} {time}|14 May 2026, 23:00 UTC> – <!date^1778805000^{date_short_pretty} {time}|15 May 2026, 00:30 UTC> (1 h 30 min)',
    );
  });

  it('leaves out what is unknown', () => {
    const end = '<!date^1778770800^{date_short_pretty} {time}|14 May 2026, 15:00 UTC>';
    expect(slackPeriod(null, '2026-05-14T15:00:00Z')?.mrkdwn).toBe(`until ${end}`);
    expect(slackPeriod('2026-05-14T15:00:00Z', null)?.mrkdwn).toBe(end);
    expect(slackPeriod('2026-05-14T15:00:00Z', '2026-05-14T15:00:00Z')?.mrkdwn).toBe(end);
    expect(utcPeriod('2026-05-14T15:00:00Z', null)).toBe('14 May 2026, 15:00 UTC');
    expect(utcPeriod(null, '2026-05-14T15:00:00Z')).toBe('until 14 May 2026, 15:00 UTC');
    expect(utcPeriod('2026-05-14T15:00:00Z', '2026-05-14T15:00:00Z')).toBe('14 May 2026, 15:00 UTC');
    expect([slackPeriod(null, null), utcPeriod(null, 'x'), slackPeriod('x', null)]).toEqual([null, null, null]);
  });

  it.each([
    [45.9, '45 s'],
    [2880, '48 min'],
    [3840, '1 h 4 min'],
    [7200, '2 h'],
    [-5, '0 s'],
  ])('shows %s seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    ['932012356', '932 012 356'],
    ['9320123562', '932 012 3562'],
    ['93201235621', '932 0123 5621'],
    ['Zm9v/YmFy==', 'Zm9v/YmFy=='],
  ])('groups %s as %s', (webinar, text) => {
    expect(formatWebinarNumber(webinar)).toBe(text);
  });
});
