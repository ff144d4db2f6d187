import { describe, expect, it } from 'vitest';
import { code, fitLines, joinMrkdwn, mrkdwn } from '../../../src/messages/text/mrkdwn.ts';

describe('mrkdwn', () => {
  it('takes what is put in for text, unless it is mark-up already', () => {
    expect(mrkdwn`*${'*a*'}* ${7} ${mrkdwn`_${'b'}_`}`.mrkdwn).toBe('*∗a∗* 7 _b_');
  });

  it('joins what is there', () => {
    expect(joinMrkdwn(['*a*', null, mrkdwn`*b*`], '\n').mrkdwn).toBe('∗a∗\n*b*');
    expect(joinMrkdwn(['a', '', 'b'], '\n').mrkdwn).toBe('a\n\nb');
  });

  it('keeps a scope as it is, so that it can be copied', () => {
    expect(code('dashboard:read:list_webinars:admin').mrkdwn).toBe('`dashboard:read:list_webinars:admin`');
    expect(code('a`b').mrkdwn).toBe('aˋb');
    expect(code('').mrkdwn).toBe('');
    expect(code('a'.repeat(200)).mrkdwn).toBe(`\`${'a'.repeat(200)}\``);
    expect(code('a'.repeat(201)).mrkdwn).toBe('a'.repeat(201));
  });
});

describe('lines that have to fit', () => {
  const lines = Array.from({ length: 20 }, (_, index) => mrkdwn`line ${index}`);

  it('are all there when they do, to the last character', () => {
    const all = joinMrkdwn(lines, '\n').mrkdwn;
    expect(fitLines(lines, all.length).mrkdwn).toBe(all);
    expect(fitLines(lines, all.length - 1).mrkdwn).toMatch(/\n… and \d more$/);
  });

  it('are as many as do, and the others are counted', () => {
    const fitted = fitLines(lines, 80).mrkdwn;
    expect(fitted.length).toBeLessThanOrEqual(80);
    expect(fitted.length).toBeGreaterThan(70);
    expect(fitted).toMatch(/^line 0\nline 1\n[\s\S]*\n… and 1\d more$/);
  });

  it('may be the first one alone, or none', () => {
    const long = [mrkdwn`short`, mrkdwn`${'x'.repeat(50)}`];
    expect(fitLines(long, 20).mrkdwn).toBe('short\n… and 1 more');
    expect(fitLines(long, 10).mrkdwn).toBe('… 2 lines are too long to be shown');
  });
});
