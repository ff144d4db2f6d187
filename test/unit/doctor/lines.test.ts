import { describe, expect, it } from 'vitest';
import { advice, exitCodeOf, good, unseen, wrong } from '../../../src/doctor/check.ts';
import { renderJson, renderText } from '../../../src/doctor/render.ts';
import { runGroups } from '../../../src/doctor/run-groups.ts';

const GOOD = good('One', 'fine');
const ADVICE = advice('Two', 'could be better', 'Do this');
const WRONG = wrong('Three', 'broken', 'Do that');
const UNSEEN = unseen('Four', 'not looked at');

describe('the lines', () => {
  it('have a mark each, what was seen and what to do, and a sum at the end', () => {
    expect(renderText([GOOD, ADVICE, WRONG, UNSEEN], 1.26)).toBe(
      [
        '✓ One: fine',
        '! Two: could be better. → Do this',
        '✗ Three: broken. → Do that',
        '✗ Four: not looked at',
        '',
        '1 good, 1 piece of advice, 1 wrong, 1 could not be looked at; 1.3 s.',
        '',
      ].join('\n'),
    );
  });

  it('are the same for a program', () => {
    expect(JSON.parse(renderJson([GOOD, WRONG], 2))).toEqual({
      ...{ version: 1, ok: false, seconds: 2, counts: { good: 1, advice: 0, wrong: 1, unseen: 0 } },
      checks: [
        { name: 'One', state: 'good', said: 'fine', act: null },
        { name: 'Three', state: 'wrong', said: 'broken', act: 'Do that' },
      ],
    });
  });

  it.each([
    [0, [GOOD, ADVICE]],
    [1, [GOOD, WRONG]],
    [1, [GOOD, UNSEEN]],
  ])('end with %s', (code, results) => {
    expect(exitCodeOf(results)).toBe(code);
  });
});

describe('groups', () => {
  it('are run at the same time, and told in their own order', async () => {
    const began: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const results = await runGroups([
      {
        name: 'first',
        async run(tell) {
          began.push('first');
          await gate;
          tell(GOOD);
        },
      },
      {
        name: 'second',
        async run(tell) {
          began.push('second');
          release();
          tell(ADVICE);
        },
      },
    ]);
    expect(began).toEqual(['first', 'second']);
    expect(results).toEqual([GOOD, ADVICE]);
  });

  it('that do not end keep what they had seen, and say so', async () => {
    let tellLate = (): void => undefined;
    const results = await runGroups(
      [
        {
          name: 'Endless',
          async run(tell) {
            tell(GOOD);
            tellLate = () => tell(WRONG);
            await new Promise(() => undefined);
          },
        },
      ],
      10,
    );
    tellLate();
    expect(results).toEqual([GOOD, expect.objectContaining({ name: 'Endless', state: 'unseen' })]);
    expect(results[1]?.said).toContain('did not come to its end');
  });

  it('that throw say so without the words of the error', async () => {
    const [result] = await runGroups([{ name: 'Bad', run: () => Promise.reject(new Error('a secret')) }]);
    expect(result).toMatchObject({ name: 'Bad', state: 'unseen' });
    expect(JSON.stringify(result)).not.toContain('a secret');
  });
});
