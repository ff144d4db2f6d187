import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import { parseCommand } from '../../../../src/slack/commands/parse-command.ts';
import { parseSubscriptionCommand } from '../../../../src/slack/commands/parse-subscription.ts';

const all = { kind: 'all' };
const series = { kind: 'series', webinarId: '93201235621' };
const topic = (text: string) => ({ kind: 'topic', text });
const email = { kind: 'host', by: 'email', host: 'jane.doe@example.com' };

function failureOf(text: string) {
  try {
    return parseCommand(text);
  } catch (error) {
    if (error instanceof AppError) return error.failure;
    throw error;
  }
}

describe('subscribe', () => {
  it.each<[string, object]>([
    ['subscribe live', { filter: all, live: true }],
    ['subscribe 932 0123 5621 live', { filter: series, live: true }],
    ['subscribe live 932 0123 5621', { filter: series, live: true }],
    ['subscribe 932 0123 5621 with live warnings', { filter: series, live: true }],
    ['subscribe live only poor', { filter: all, live: true, minimumGrade: 'Poor' }],
    ['subscribe live in <#C0EVENTS|events>', { filter: all, live: true, channelId: 'C0EVENTS' }],
    ['subscribe live to me', { filter: all, live: true, toMe: true }],
    ['subscribe 932 0123 5621 to me', { filter: series, toMe: true }],
    ['subscribe topic: Friday Live', { filter: topic('Friday Live') }],
    ['subscribe topic: talk to me', { filter: topic('talk to me') }],
    ['subscribe topic: "Friday Live" live', { filter: topic('Friday Live'), live: true }],
    ['subscribe topic: all-hands with live warnings', { filter: topic('all-hands'), live: true }],
  ])('reads who wants to be warned, and where: %s', (text, wanted) => {
    const plain = { kind: 'subscribe', minimumGrade: 'Good', channelId: null };
    expect(parseSubscriptionCommand(text)).toEqual({ ...plain, ...wanted });
  });

  it.each(['subscribe live live', 'subscribe to me to me', 'subscribe to me in <#C0EVENTS|events>'])(
    'refuses what is said twice: %s',
    (text) => {
      expect(failureOf(text)).toMatchObject({ kind: 'bad-subscription', problem: 'repeated' });
    },
  );

  it.each<[string, object]>([
    ['subscribe', all],
    ['  SUBSCRIBE  ', all],
    ['--subscribe', all],
    ['sub', all],
    ['subscribe all', all],
    ['subscribe everything', all],
    ['subscribe 932 0123 5621', series],
    ['subscribe 932-0123-5621', series],
    ['subscribe “93201235621”', series],
    ['subscribe webinar ID: 932 0123 5621', series],
    ['subscribe <https://zoom.us/j/93201235621?pwd=a&amp;b=c>', series],
    ['subscribe <https://example.zoom.us/w/93201235621|Join the webinar>', series],
    ['subscribe zoom.us/j/93201235621', series],
    ['subscribe topic: all-hands', topic('all-hands')],
    ['subscribe topic:all-hands', topic('all-hands')],
    ['subscribe Topic : all-hands', topic('all-hands')],
    ['subscribe topic all-hands', topic('all-hands')],
    ['subscribe topic：all-hands', topic('all-hands')],
    ['subscribe topic: “All-Hands”', topic('All-Hands')],
    ['subscribe topic: "Q3  All-Hands"', topic('Q3 All-Hands')],
    ['subscribe topic: «Réunion»', topic('Réunion')],
    ["subscribe topic: the team's day", topic("the team's day")],
    ['subscribe topic: R&amp;D &lt;internal&gt;', topic('R&D <internal>')],
    ['subscribe topic: Ｑ３\u00a0update', topic('Q3 update')],
    ['subscribe topic: news of <#C123|garden>', topic('news of')],
    ['subscribe topic: "news of <#C123|garden>"', topic('news of #garden')],
    ['subscribe topic: <https://example.com|example.com> weekly', topic('example.com weekly')],
    ['subscribe topic: 93201235621', topic('93201235621')],
    ['subscribe topic: the #1 webinar', topic('the #1 webinar')],
    [`subscribe topic: ${'x'.repeat(200)}`, topic('x'.repeat(200))],
    ['subscribe topic: members only', topic('members only')],
    ['subscribe topic: only for members', topic('only for members')],
    ['subscribe topic: "only bad"', topic('only bad')],
    ['subscribe host: jane.doe@example.com', email],
    ['subscribe host: Jane.Doe@Example.com', email],
    ['subscribe host: <mailto:jane.doe@example.com|jane.doe@example.com>', email],
    ['subscribe host “jane.doe@example.com”', email],
    ['subscribe host: z8yCxJjiSuGpO5QkqVoG_g', { kind: 'host', by: 'user', host: 'z8yCxJjiSuGpO5QkqVoG_g' }],
  ])('reads %j', (text, filter) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'subscribe', filter, minimumGrade: 'Good' });
  });

  it.each<[string, object, string, string | null]>([
    ['subscribe only bad', all, 'Bad', null],
    ['subscribe only Poor', all, 'Poor', null],
    ['subscribe only: fair or worse', all, 'Fair', null],
    ['subscribe 932 0123 5621 only poor', series, 'Poor', null],
    ['subscribe only poor 932 0123 5621', series, 'Poor', null],
    ['subscribe in <#C123|events>', all, 'Good', 'C123'],
    ['subscribe <#C123|events>', all, 'Good', 'C123'],
    ['subscribe in <#C123>', all, 'Good', 'C123'],
    ['subscribe in <#G123|>', all, 'Good', 'G123'],
    ['subscribe in <#C123|events> topic: all-hands', topic('all-hands'), 'Good', 'C123'],
    ['subscribe topic: all-hands only bad in <#C123|events>', topic('all-hands'), 'Bad', 'C123'],
    ['subscribe topic: all-hands in <#C123|events> only bad', topic('all-hands'), 'Bad', 'C123'],
    ['subscribe topic: “only bad in here” IN <#C123|events>   ONLY FAIR', topic('only bad in here'), 'Fair', 'C123'],
    ['subscribe host: <mailto:jane.doe@example.com|jane.doe@example.com> only fair', email, 'Fair', null],
    ['subscribe <https://zoom.us/j/93201235621> in <#C123|events> only bad', series, 'Bad', 'C123'],
  ])('takes the options of %j', (text, filter, minimumGrade, channelId) => {
    expect(parseCommand(text)).toEqual({ kind: 'subscribe', filter, minimumGrade, channelId });
  });

  it.each([
    ['subscribe tomorrow', 'form', 'tomorrow'],
    ['subscribe 1234', 'form', '1234'],
    ['subscribe 93201235621 93201235622', 'form', '93201235621 93201235622'],
    ['subscribe jane.doe@example.com', 'form', 'j…@…'],
    ['subscribe Q3allHands+ab/cdEFGHIJ==', 'occurrence', 'Q3allHands+ab/cdEFGHIJ=='],
    ['subscribe topic:', 'topic', ''],
    ['subscribe topic: “ ”', 'topic', '" "'],
    ['subscribe topic: ...', 'topic', '...'],
    [`subscribe topic: ${'x'.repeat(201)}`, 'topic', `${'x'.repeat(60)}…`],
    [`subscribe topic: ${'x'.repeat(2_000)}`, 'form', `topic: ${'x'.repeat(53)}…`],
    ['subscribe host: jane', 'host', 'jane'],
    ['subscribe host:', 'host', ''],
    ['subscribe host: jane.doe@example', 'host', 'j…@…'],
    ['subscribe host: <@U123|jane>', 'slack-user', '@jane'],
    ['subscribe host: @jane', 'slack-user', '@jane'],
    ['subscribe only', 'grade', 'only'],
    ['subscribe only good', 'grade', 'only good'],
    ['subscribe topic: all-hands only good', 'grade', 'only good'],
    ['subscribe 93201235621 only terrible', 'grade', '93201235621 only terrible'],
    ['subscribe in #secret', 'channel', '#secret'],
    ['subscribe #secret', 'channel', '#secret'],
    ['subscribe topic: all-hands in #secret', 'channel', '#secret'],
    ['subscribe only bad in #secret only bad', 'repeated', 'only bad in #secret only bad'],
    ['subscribe in <#C1|a> in <#C2|b>', 'repeated', 'in #a in #b'],
  ])('refuses %j', (text, problem, input) => {
    expect(failureOf(text)).toEqual({ kind: 'bad-subscription', problem, input });
  });

  it('tells a registration link apart', () => {
    const link = 'subscribe <https://zoom.us/webinar/register/WN_abcdefghijkl>';
    expect(failureOf(link)).toEqual({ kind: 'registration-link' });
  });

  it('refuses very long input (what it costs is measured in hostile-input)', () => {
    for (const part of ['only ', 'in #', '<#C1|', 'topic: "', '<mailto:', '  ', '<@']) {
      const kinds = [`topic: ${part.repeat(1_900 / part.length)}`, part.repeat(100_000)].map(
        (typed) => failureOf(`subscribe ${typed}`).kind,
      );
      expect([part, kinds]).toEqual([part, ['bad-subscription', 'bad-subscription']]);
    }
  });
});

describe('unsubscribe', () => {
  it.each<[string, object, string | null]>([
    ['unsubscribe', all, null],
    ['unsub', all, null],
    ['unsubscribe everything', { kind: 'everything' }, null],
    ['UNSUBSCRIBE ALL', { kind: 'everything' }, null],
    ['unsubscribe all in <#C123|events>', { kind: 'everything' }, 'C123'],
    ['unsubscribe in <#C123|events>', all, 'C123'],
    ['unsubscribe 932 0123 5621', series, null],
    ['unsubscribe topic: all-hands', topic('all-hands'), null],
    ['unsubscribe topic: all-hands only bad', topic('all-hands'), null],
    ['unsubscribe host: <mailto:jane.doe@example.com|jane.doe@example.com>', email, null],
  ])('reads %j', (text, filter, channelId) => {
    expect(parseCommand(text)).toEqual({ kind: 'unsubscribe', filter, channelId });
  });
});

describe('subscriptions', () => {
  it.each(['subscriptions', 'Subscription', 'subs', 'subscriptions please'])('reads %j', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'subscriptions' });
  });
});

describe('parseSubscriptionCommand', () => {
  it.each(['', 'help', '93201235621', 'help subscribe', 'subscriber', 'resubscribe', 'topic: all-hands'])(
    'leaves %j to others',
    (text) => {
      expect(parseSubscriptionCommand(text)).toBeNull();
    },
  );

  const word = fc.stringMatching(/^[a-z]{3,8}$/).filter((text) => !/^(?:only|into|topic|host)$/.test(text));
  const grade = fc.constantFrom('Fair', 'Poor', 'Bad');
  const channel = fc.stringMatching(/^C[A-Z0-9]{3,9}$/);

  it('finds topic, grade and channel again in whatever order they were typed', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 5 }),
        grade,
        channel,
        fc.boolean(),
        (words, only, id, turned) => {
          const options = [`only ${only.toLowerCase()}`, `in <#${id}|name>`];
          const text = `subscribe topic: ${words.join(' ')} ${(turned ? options.toReversed() : options).join(' ')}`;
          expect(parseSubscriptionCommand(text)).toEqual({
            kind: 'subscribe',
            filter: topic(words.join(' ')),
            minimumGrade: only,
            channelId: id,
          });
        },
      ),
    );
  });

  it('understands or refuses, whatever is typed', () => {
    const pieces = fc.constantFrom(
      'subscribe',
      'topic:',
      'host:',
      'only',
      'bad',
      'in',
      '#x',
      '<#C1|x>',
      '<',
      '>',
      '“',
      '"',
      ' ',
    );
    const typed = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 12 });
    fc.assert(
      fc.property(typed, fc.constantFrom('subscribe ', 'unsubscribe '), (parts, verb) => {
        const result = failureOf(verb + parts.join(' '));
        expect(['subscribe', 'unsubscribe', 'bad-subscription', 'registration-link']).toContain(result.kind);
        expect(JSON.stringify(result).length).toBeLessThan(3_000);
      }),
    );
  });
});
