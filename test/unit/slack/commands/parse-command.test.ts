import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import { parseCommand } from '../../../../src/slack/commands/parse-command.ts';

const BY_ID = { kind: 'id', id: '93201235621' };

function failureOf(text: string) {
  try {
    return parseCommand(text);
  } catch (error) {
    if (error instanceof AppError) return error.failure;
    throw error;
  }
}

describe('parseCommand', () => {
  it.each(['', '   ', '\n', 'help', 'HELP', ' Help ', '--help', '-h', '/help', '?', 'help me', 'help 93201235621'])(
    'explains itself to %j',
    (text) => {
      expect(parseCommand(text)).toEqual({ kind: 'help' });
    },
  );

  it.each([
    '93201235621',
    '932 0123 5621',
    'Webinar ID: 932 0123 5621',
    '<https://zoom.us/j/93201235621?pwd=a&amp;from=b|a fresh start fresh>',
  ])('reports on %j', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'report', ref: BY_ID, fresh: false });
  });

  it.each([
    '93201235621 fresh',
    'fresh 93201235621',
    '  FRESH   932 0123 5621 ',
    '932 0123 5621 Fresh',
    '932 0123 5621\u00a0fresh',
    '93201235621 refresh',
    '93201235621 --fresh',
    '93201235621 \u2014fresh',
    '932\u20110123\u20115621 fresh.',
    '93201235621\u00a0\u201cfresh\u201d',
    '\u200b932\u00ad0123\u200b5621 \ufefffresh',
    '<https://zoom.us/j/93201235621|Join> fresh',
  ])('reads anew for %j', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'report', ref: BY_ID, fresh: true });
  });

  it.each([
    ['932 0123 5621 find jane', 'jane'],
    ['93201235621 FIND Jane  Doe', 'Jane  Doe'],
    ['93201235621 find: \u201cjane\u201d', 'jane'],
    ['93201235621\u00a0find\u00a0jane', 'jane'],
    ['93201235621 find find', 'find'],
    ['93201235621 find fresh', 'fresh'],
    ['<https://zoom.us/j/93201235621|find me> find a&amp;b', 'a&b'],
    ['93201235621 find <@U123|jane>', '@jane'],
    ['93201235621 find %', '%'],
    ['93201235621 find (.*', '(.*'],
    ['93201235621 find \u05d3\u05e0\u05d4', '\u05d3\u05e0\u05d4'],
    ['93201235621 find', ''],
    ['93201235621 find   ', ''],
  ])('looks for a person with %j', (text, name) => {
    expect(parseCommand(text)).toEqual({ kind: 'find', ref: BY_ID, name });
  });

  it('cuts a name of ten thousand characters', () => {
    expect(parseCommand(`93201235621 find ${'x'.repeat(10_000)}`)).toMatchObject({ kind: 'find', ref: BY_ID });
  });

  it.each([['find jane'], ['jane find doe'], ['93201235621 finding']])(
    'needs the webinar before the word find, and a word of its own: %j',
    (text) => {
      expect(failureOf(text)).toMatchObject({ kind: 'bad-id' });
    },
  );

  it('reads an occurrence anew', () => {
    const ref = { kind: 'uuid', uuid: '/abc//dEFGHijklmnop123==' };
    expect(parseCommand('/abc//dEFGHijklmnop123== fresh')).toEqual({ kind: 'report', ref, fresh: true });
  });

  it.each([
    ['fresh', 'fresh'],
    ['fresh fresh', 'fresh'],
    ['refreshing 93201235621', 'refreshing 93201235621'],
    ['93201235621fresh', '93201235621fresh'],
    ['tomorrow', 'tomorrow'],
    ['93201235621 93201235622', '93201235621 93201235622'],
  ])('refuses %j and shows what it did not understand', (text, input) => {
    expect(failureOf(text)).toEqual({ kind: 'bad-id', input });
  });

  it('tells a registration link apart', () => {
    expect(failureOf('https://zoom.us/webinar/register/WN_abcdefghijkl fresh')).toEqual({ kind: 'registration-link' });
  });

  it('takes no time for very long input', () => {
    const startedAt = performance.now();
    expect(failureOf(`a${' '.repeat(100_000)}b`)).toMatchObject({ kind: 'bad-id' });
    expect(performance.now() - startedAt).toBeLessThan(250);
  });
});
