import { describe, expect, it } from 'vitest';
import { listWords } from '../../../src/messages/report/list-words.ts';

const whole = { state: 'ok', listed: 412, joined: 412, unlisted: 0, unusable: 0 } as const;
const none = { listed: 0, joined: 0, unlisted: 412, unusable: 0 };

describe('what the participants list lacked', () => {
  it('is nothing where it had everybody, or a version before read none', () => {
    expect(listWords(whole)).toEqual([]);
    expect(listWords(null)).toEqual([]);
  });

  it.each(['no-scope', 'failed', 'late'] as const)('is what only it can tell, when it is %s', (state) => {
    const words = listWords({ state, ...none });
    expect(words).toHaveLength(1);
    expect(words[0]).toContain('roles, stays, devices and networks are unknown');
  });

  it('is counted', () => {
    expect(listWords({ ...whole, joined: 400, unlisted: 1200, unusable: 1 })).toEqual([
      "1,200 joins not in Zoom's participants list",
      "13 rows of Zoom's participants list without quality data",
    ]);
    expect(listWords({ ...whole, unlisted: 1, unusable: 1 })).toEqual([
      "1 join not in Zoom's participants list",
      "1 row of Zoom's participants list without quality data",
    ]);
    expect(listWords({ ...whole, state: 'partial', listed: 301, joined: 300, unlisted: 112 })).toEqual([
      "only a part of Zoom's participants list could be read, with 300 of 412 joins",
      "1 row of Zoom's participants list without quality data",
    ]);
  });
});
