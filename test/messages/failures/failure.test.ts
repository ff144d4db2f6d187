import { describe, expect, it } from 'vitest';
import { classOfFailure, Failure } from '../../../src/errors.ts';
import { findLimitViolations } from '../../../src/messages/block-kit/slack-limits.ts';
import { renderFailure } from '../../../src/messages/failures/failure.ts';
import { buttonsOf, withDateFallbacks, wordsOf } from '../inspect.ts';
import { HOSTILE } from '../samples.ts';

const at = '2026-05-14T16:11:00Z';
const retryAt = '2026-05-14T16:20:00Z';
const context = { reference: '7F3A', now: Date.parse('2026-05-14T16:06:00Z') };
const webinar = '93201235621';
const topic = 'Q3 All-Hands';

/** Every kind, with the words of its top-level text. */
const EXAMPLES: [Failure, string][] = [
  [
    { kind: 'bad-id', input: 'all-hands' },
    '“all-hands” is not a webinar ID. Use the 9 to 11 digits from the invitation, as in `/webinar-qos 932 0123 5621`, or paste the Zoom link.',
  ],
  [
    { kind: 'bad-id', input: ' ' },
    'That is not a webinar ID. Use the 9 to 11 digits from the invitation, as in `/webinar-qos 932 0123 5621`, or paste the Zoom link.',
  ],
  [
    { kind: 'registration-link' },
    'This link carries a registration token, which is not the webinar ID. Use the 9 to 11 digits from the invitation, as in `/webinar-qos 932 0123 5621`, or paste the Zoom link.',
  ],
  [
    {
      ...{ kind: 'zoom-limited', limit: 'day', peopleRead: 0, peopleExpected: 4_300, retryAt },
      cost: { calls: 430, left: 120 },
    },
    'This read needs about 430 calls to Zoom, and 120 are left today. Reading begins by itself (14 May 2026, 16:20 UTC), with the calls of a new day; there is nothing to do.',
  ],
  [
    { kind: 'not-allowed', reason: 'not-listed', channels: ['C0AVTEAM001', 'C0EVENTS001'], namesOthers: false },
    'Only people in <#C0AVTEAM001> and <#C0EVENTS001> may ask. Ask there, or an operator to add you. Ref 7F3A',
  ],
  [
    {
      kind: 'not-allowed',
      reason: 'not-listed',
      channels: ['C1A', 'C2A', 'C3A', 'C4A', 'C5A', 'C6A', 'C7A'],
      namesOthers: true,
    },
    'Only people in <#C1A>, <#C2A>, <#C3A>, <#C4A>, <#C5A> and 2 more, and others whom the operator has named, may ask. Ask there, or an operator to add you. Ref 7F3A',
  ],
  [
    { kind: 'not-allowed', reason: 'not-listed', channels: [], namesOthers: true },
    'Only people whom the operator has named may ask. Ask an operator to add you. Ref 7F3A',
  ],
  [
    { kind: 'not-allowed', reason: 'outsider', channels: ['C0AVTEAM001'], namesOthers: false },
    "Guests, bots and people of other organisations can't use me: only full members of this workspace may ask. Ask one of them for the report. Ref 7F3A",
  ],
  [{ kind: 'operators-only', hasOperators: true }, 'Only operators of the bot may do that. Ask one of them. Ref 7F3A'],
  [
    { kind: 'operators-only', hasOperators: false },
    "Only operators of the bot may do that, and none are named yet: `ACCESS_OPERATORS` in its settings takes Slack's user IDs. Ref 7F3A",
  ],
  [
    { kind: 'access-unknown', missingScope: null },
    'Slack did not tell me in time whether you may ask, so I did nothing. Try again in a few seconds; if it stays so, tell the operator. Ref 7F3A',
  ],
  [
    { kind: 'access-unknown', missingScope: 'users:read' },
    "I can't find out whether you may ask: the Slack app lacks the scope `users:read`. A Slack admin can add it and install the app again. Ref 7F3A",
  ],
  [
    { kind: 'not-found', webinar },
    "I can't find an ended webinar 932 0123 5621 on this account. Check the digits; if it is still running, its data comes after the end.",
  ],
  [
    { kind: 'still-running', webinar, topic: null },
    'Webinar 932 0123 5621 has not ended yet, as far as Zoom says. Its data comes a few minutes after the end. Ask again then.',
  ],
  [
    { kind: 'too-early', webinar, topic, endedAt: '2026-05-14T16:04:00Z', nextReadAt: retryAt },
    '“Q3 All-Hands” (932 0123 5621) ended 2 min ago and Zoom has not published its data yet. I will try again by myself (14 May 2026, 16:20 UTC) and send you the report; there is nothing to do.',
  ],
  [
    { kind: 'too-early', webinar, topic, endedAt: 'unknown', nextReadAt: null },
    '“Q3 All-Hands” (932 0123 5621) ended 0 s ago and Zoom has not published its data yet. I have stopped looking; ask again later.',
  ],
  [
    { kind: 'too-old' },
    'Zoom keeps quality data for one year; this webinar is older. Ask for one of the last twelve months.',
  ],
  [
    { kind: 'no-data', webinar, topic },
    'Zoom holds no quality data for “Q3 All-Hands” (932 0123 5621): nobody sent or received sound, video or a screen for long enough. If it ended within the last hour, ask again later.',
  ],
  [
    { kind: 'scope-missing', scopes: ['dashboard:read:list_webinar_participants_qos:admin'] },
    'Zoom refused: the app lacks the scope `dashboard:read:list_webinar_participants_qos:admin`. A Zoom admin can add it; then ask again. Ref 7F3A',
  ],
  [
    { kind: 'scope-missing', scopes: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
    'Zoom refused: the app lacks the scopes `a`, `b`, `c`, `d`, `e`, and 2 more. A Zoom admin can add them; then ask again. Ref 7F3A',
  ],
  [
    { kind: 'scope-missing', scopes: [] },
    'Zoom refused: the app lacks a scope (the log says what Zoom said). A Zoom admin can add it; then ask again. Ref 7F3A',
  ],
  [
    { kind: 'qss-missing' },
    "Zoom's QSS event subscription is missing: in the Zoom app, a Zoom admin has to subscribe to “Webinar Participant QoS Summary”. Then ask again. Ref 7F3A",
  ],
  [
    { kind: 'plan-missing' },
    'Zoom refused: quality data needs a Business or Education account with the Webinar and QSS add-ons, and a role that may see the dashboard. A Zoom admin can check that. To have Zoom asked again within the hour, put `fresh` behind the ID. Ref 7F3A',
  ],
  [
    { kind: 'plan-missing', said: 'No permission' },
    'Zoom refused: “No permission”. Quality data needs a Business or Education account with the Webinar and QSS add-ons, and a role that may see the dashboard. A Zoom admin can check that. To have Zoom asked again within the hour, put `fresh` behind the ID. Ref 7F3A',
  ],
  ...(
    [
      ['meeting', 'Is this the number of a meeting? I can only read webinars: check the digits.'],
      ['number', 'Check the digits.'],
      ['unknown', 'I do not know what is behind it; the operator finds all of it in the log.'],
      ['bot', 'I sent something that Zoom does not understand: give the operator this reference.'],
    ] as const
  ).map(([check, advice]): [Failure, string] => [
    { kind: 'zoom-refused', said: 'Cannot access webinar info.', status: 400, code: 3000, check },
    `Zoom refused this for good: “Cannot access webinar info.” ${advice} To have Zoom asked again within the hour, put \`fresh\` behind the ID. Ref 7F3A`,
  ]),
  [
    { kind: 'zoom-refused', said: '', status: 418, code: null, check: 'unknown' },
    'Zoom refused this for good (418) and gave no reason. I do not know what is behind it; the operator finds all of it in the log. To have Zoom asked again within the hour, put `fresh` behind the ID. Ref 7F3A',
  ],
  [
    { kind: 'network', seen: "403, not Zoom's own page" },
    "Something between me and Zoom refused (403, not Zoom's own page). The operator has to look at proxy and firewall, and at `ZOOM_API_URL`; then ask again. Ref 7F3A",
  ],
  [
    { kind: 'zoom-credentials' },
    "Zoom refused the bot's credentials. The operator has to check `ZOOM_ACCOUNT_ID`, `ZOOM_CLIENT_ID` and `ZOOM_CLIENT_SECRET`. Ref 7F3A",
  ],
  [
    { kind: 'zoom-limited', limit: 'second', retryAt, peopleRead: 120, peopleExpected: 430 },
    'Zoom asked us to slow down; 120 of about 430 people are read and kept. Reading goes on by itself (14 May 2026, 16:20 UTC); there is nothing to do.',
  ],
  [
    { kind: 'zoom-limited', limit: 'day', retryAt, peopleRead: 120, peopleExpected: null },
    'The daily limit of Zoom calls is used up; 120 people are read and kept. Reading goes on by itself (14 May 2026, 16:20 UTC); there is nothing to do.',
  ],
  [
    { kind: 'zoom-limited', limit: 'second', retryAt, peopleRead: 500, peopleExpected: 430 },
    'Zoom asked us to slow down; 500 of about 500 people are read and kept. Reading goes on by itself (14 May 2026, 16:20 UTC); there is nothing to do.',
  ],
  [
    { kind: 'zoom-limited', limit: 'second', retryAt, peopleRead: 0, peopleExpected: 430 },
    'Zoom asked us to slow down. Reading goes on by itself (14 May 2026, 16:20 UTC); there is nothing to do.',
  ],
  [
    { kind: 'zoom-unavailable', last: '503', tries: 3, at, retryAt },
    'Zoom did not answer as it should (3 tries, last: 503, 14 May 2026, 16:11 UTC). Nothing was lost. I will try again by myself (14 May 2026, 16:20 UTC); there is nothing to do. Ref 7F3A',
  ],
  [
    { kind: 'zoom-unavailable', last: 'no answer', tries: 1, at, retryAt: null },
    'Zoom did not answer as it should (1 try, last: no answer, 14 May 2026, 16:11 UTC). Nothing was lost. I have stopped trying; ask again later, and if it stays so, tell the operator. Ref 7F3A',
  ],
  [
    { kind: 'broken-off', webinar, topic, retryAt },
    `Reading ${'“Q3 All-Hands” (932 0123 5621)'} broke off again and again on my side; nothing of yours was lost. I will try again by myself (14 May 2026, 16:20 UTC); there is nothing to do. Ref 7F3A`,
  ],
  [
    { kind: 'broken-off', webinar, topic: null, retryAt: null },
    'Reading webinar 932 0123 5621 broke off again and again on my side; nothing of yours was lost. I have stopped trying: give the operator this reference, and ask again later. Ref 7F3A',
  ],
  [
    { kind: 'storage-unavailable' },
    'The bot cannot reach its storage, so nothing was started. Ask again in a minute; if it stays so, tell the operator. Ref 7F3A',
  ],
  [
    { kind: 'storage-outcome-unknown', asked: 'report' },
    "The bot's storage is slow, so I can't say yet whether this was started. If it was, the report comes here by itself within a few minutes; if nothing has come by then, ask again. Ref 7F3A",
  ],
  [
    { kind: 'storage-outcome-unknown', asked: 'subscription' },
    "The bot's storage is slow, so I can't say yet whether this was changed. In a minute, `/webinar-qos subscriptions` shows how it is; if it was not changed, do it again. Ref 7F3A",
  ],
  [
    { kind: 'storage-outcome-unknown', asked: 'list' },
    "The bot's storage is slow. The answer comes here by itself when the storage has given it; if nothing has come in a minute, ask again. Ref 7F3A",
  ],
  [
    { kind: 'storage-outcome-unknown', asked: null },
    "The bot's storage is slow, so I can't say whether this was done. Look in a minute, and do it again if it was not. Ref 7F3A",
  ],
  [
    { kind: 'newer-report', report: 'key', readAt: '2026-05-14T16:30:00Z' },
    'Zoom was read again since: there is a newer report of this webinar (read 14 May 2026, 16:30 UTC).',
  ],
  [
    { kind: 'report-gone', report: 'key' },
    'The pages of this report are no longer kept. Read the webinar again to see them.',
  ],
  [
    { kind: 'report-gone', report: null },
    'This report is no longer kept. Ask again with `/webinar-qos` and the webinar ID.',
  ],
  [
    { kind: 'bad-button' },
    'This button is from another version of the bot. Ask again with `/webinar-qos` and the webinar ID.',
  ],
  [
    { kind: 'slack-channel', channel: 'C0123456', slackError: 'not_in_channel' },
    "I can't post in <#C0123456>: I am not a member. Type `/invite @Webinar QoS` there, then try again.",
  ],
  [
    { kind: 'slack-channel', channel: 'G0123456', slackError: 'channel_not_found' },
    "I can't post in <#G0123456>: I am not a member. Type `/invite @Webinar QoS` there, then try again.",
  ],
  ...['not_authed', 'invalid_auth', 'account_inactive', 'token_expired', 'token_revoked'].map(
    (slackError): [Failure, string] => [
      { kind: 'slack-channel', channel: 'C0123456', slackError },
      "Slack no longer accepts the bot's token. The operator has to look at `SLACK_BOT_TOKEN`. Ref 7F3A",
    ],
  ),
  ...['exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged'].map((slackError): [Failure, string] => [
    { kind: 'slack-channel', channel: 'C0123456', slackError },
    'Slack stopped waiting before the window could be opened. Click again.',
  ]),
  [
    { kind: 'slack-channel', channel: '#events', slackError: 'is_archived' },
    "I can't post in #events: it is archived. Choose another channel.",
  ],
  [
    { kind: 'slack-channel', channel: '', slackError: 'restricted_action_read_only_channel' },
    "I can't post in this conversation: posting is restricted there. Ask its owners, or choose another channel.",
  ],
  [
    { kind: 'slack-channel', channel: 'D0123456', slackError: 'expired_trigger_id' },
    'Slack stopped waiting before the window could be opened. Click again.',
  ],
  [
    { kind: 'slack-channel', channel: 'D0123456', slackError: 'missing_scope' },
    'Slack refused: the app lacks a permission for this. The operator has to add it. Ref 7F3A',
  ],
  [
    { kind: 'slack-channel', channel: 'C0123456', slackError: 'service_unavailable' },
    'Slack did not take this (`service_unavailable`). Try again in a minute; if it stays so, tell the operator. Ref 7F3A',
  ],
  ...['no answer', 'internal_error', 'fatal_error'].map((slackError): [Failure, string] => [
    { kind: 'slack-channel', channel: 'C0123456', slackError },
    `Slack did not say whether it took this (\`${slackError}\`). If it is not there, try again in a minute; if it stays so, tell the operator. Ref 7F3A`,
  ]),
  [
    { kind: 'too-many-asks', per: 'minute', asks: 5, retryAt: '2026-05-14T16:06:40Z' },
    'You started 5 reads in this minute; the next in 40 s. This one was not started, the others come by themselves. Reports that are kept are free.',
  ],
  [
    { kind: 'too-many-asks', per: 'day', asks: 60, retryAt: '2026-05-15T00:00:00Z' },
    'You started 60 reads today; the next after 00:00 UTC (15 May 2026, 00:00 UTC). This one was not started, the others come by themselves. Reports that are kept are free.',
  ],
  [
    { kind: 'just-read', secondsAgo: 20 },
    "I read this webinar 20 s ago, and it can't be fresher yet. Try again in 40 s.",
  ],
  [
    { kind: 'just-read', secondsAgo: -3 },
    "I read this webinar 0 s ago, and it can't be fresher yet. Try again in 60 s.",
  ],
  [
    { kind: 'just-read', secondsAgo: 75 },
    "I read this webinar 75 s ago, and it can't be fresher yet. Try again in 1 s.",
  ],
  [
    { kind: 'bad-subscription', problem: 'form', input: 'every day' },
    '“every day” is nothing to subscribe to. Use `/webinar-qos subscribe` alone for every webinar, or put the 9 to 11 digits of one behind it, `topic: all-hands`, or `host:` and an e-mail address.',
  ],
  [
    { kind: 'internal' },
    'Something went wrong on my side; it is not your doing. Ask again, and if it happens again, give this reference to the operator. Ref 7F3A',
  ],
];

describe('a failure', () => {
  it.each(EXAMPLES)('says what happened and what to do: $kind', (failure, text) => {
    const message = renderFailure(failure, context);
    expect(message.text).toBe(text);
    expect(withDateFallbacks(wordsOf(message.blocks[0]))).toBe(text);
    expect(findLimitViolations(message)).toEqual([]);
  });

  it('has words for every kind there is', () => {
    const kinds = Failure.options.map((option) => option.shape.kind.value);
    expect(new Set(EXAMPLES.map(([failure]) => failure.kind))).toEqual(new Set(kinds));
  });

  it('shows times in the time zone of the reader', () => {
    const { blocks } = renderFailure({ kind: 'zoom-unavailable', last: '503', tries: 3, at, retryAt }, context);
    expect(wordsOf(blocks[0])).toContain('<!date^1778775600^{date_short_pretty} {time}|14 May 2026, 16:20 UTC>');
  });

  it('offers to read a lost report again', () => {
    expect(buttonsOf(renderFailure({ kind: 'report-gone', report: 'key' }, context).blocks)).toEqual([
      { label: 'Read it again', action: 'failure.read-again', value: { v: 1, report: 'key', view: 'report' } },
    ]);
  });

  it('offers nothing where it does not know which report was lost', () => {
    expect(buttonsOf(renderFailure({ kind: 'report-gone', report: null }, context).blocks)).toEqual([]);
    const newer = { kind: 'newer-report', report: 'key', readAt: '2026-05-14T16:30:00Z' } as const;
    expect(buttonsOf(renderFailure(newer, context).blocks)).toEqual([
      {
        label: 'Show the newer report',
        action: 'failure.show-newer',
        value: { v: 1, report: 'key', view: 'report' },
      },
    ]);
  });

  it('does not offer to post at the end what is known by its UUID alone: a click could not be obeyed', () => {
    const failure: Failure = { kind: 'still-running', webinar: 'Zm9vYmFyYmF6cXV1eA==', topic };
    const { text, blocks } = renderFailure(failure, { ...context, canNotify: true });
    expect(text).toMatch(/Ask again then\.$/);
    expect(buttonsOf(blocks)).toEqual([]);
  });

  it('offers to post at the end what may still be running', () => {
    const { text, blocks } = renderFailure({ kind: 'not-found', webinar }, { ...context, canNotify: true });
    expect(text).toMatch(/its data comes after the end\. I can post the report here then\.$/);
    expect(buttonsOf(blocks).map(({ label }) => label)).toEqual(['Post here when it ends']);
  });

  it.each(EXAMPLES)('promises another try only where it passes, and then says when: $kind', (failure, text) => {
    const whose = classOfFailure(failure);
    const promises = /try again by myself|(?:goes on|begins) by itself/.test(text);
    expect(promises).toBe(whose === 'passing');
    if (promises) expect(text).toMatch(/by (?:my|it)self \(14 May 2026, 16:20 UTC\)/);
  });

  it.each(EXAMPLES)('has a reference where the operator or we have to look: $kind', (failure, text) => {
    if (['operator', 'ours'].includes(classOfFailure(failure))) expect(text).toMatch(/Ref 7F3A$/);
  });

  it('offers to post at the end only where that is possible', () => {
    const failure: Failure = { kind: 'still-running', webinar, topic };
    expect(buttonsOf(renderFailure(failure, context).blocks)).toEqual([]);
    expect(buttonsOf(renderFailure(failure, { ...context, canNotify: true }).blocks)).toEqual([
      {
        label: 'Post here when it ends',
        action: 'failure.notify-when-ended',
        value: { v: 1, report: 'id:93201235621', view: 'report' },
      },
    ]);
  });

  it.each<Failure>([
    { kind: 'bad-id', input: HOSTILE },
    { kind: 'still-running', webinar: HOSTILE, topic: HOSTILE },
    { kind: 'scope-missing', scopes: Array.from({ length: 500 }, () => HOSTILE) },
    { kind: 'zoom-unavailable', last: HOSTILE, tries: 1e300, at: HOSTILE, retryAt: HOSTILE },
    { kind: 'slack-channel', channel: HOSTILE, slackError: HOSTILE },
    { kind: 'bad-subscription', problem: 'form', input: HOSTILE },
    { kind: 'zoom-refused', said: HOSTILE, status: 400, code: 1, check: 'unknown' },
    { kind: 'plan-missing', said: HOSTILE },
    { kind: 'network', seen: HOSTILE },
  ])('stays within limits whatever it quotes: $kind', (failure) => {
    const message = renderFailure(failure, { ...context, reference: HOSTILE });
    expect(findLimitViolations(message)).toEqual([]);
    for (const text of [message.text, wordsOf(message.blocks[0])]) {
      expect(text).toContain('∗bold∗ ˍitˍ');
      expect(text).not.toMatch(/<|\*|example\.com/);
    }
    expect(message.text).not.toContain('\n');
  });
});
