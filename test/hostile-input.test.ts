import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../src/logging/redact.ts';
import { decodeButton } from '../src/messages/block-kit/button-codec.ts';
import { csvFileName } from '../src/messages/csv/file-name.ts';
import { decodeSubscriptionButton } from '../src/messages/subscriptions/subscription-button.ts';
import { cleanText } from '../src/messages/text/clean.ts';
import { escapeText } from '../src/messages/text/escape.ts';
import { personName } from '../src/messages/text/names.ts';
import { toPlainText } from '../src/messages/text/plain.ts';
import { sanitizeText, toPastedText } from '../src/messages/text/sanitize.ts';
import { isMuchOlder } from '../src/qos/client-version.ts';
import { parseInstant } from '../src/qos/instant.ts';
import { parseMetric } from '../src/qos/metric.ts';
import { parseParticipantRow } from '../src/qos/participant-row.ts';
import { parseResolution } from '../src/qos/resolution.ts';
import { isFarAway } from '../src/qos/world-region.ts';
import { matchesFilter } from '../src/reports/subscriptions/match-subscription.ts';
import { badSubscription } from '../src/slack/commands/bad-subscription.ts';
import { parseCommand } from '../src/slack/commands/parse-command.ts';
import { toTypedText, withoutQuotes } from '../src/slack/commands/typed-text.ts';
import { keys } from '../src/storage/keys.ts';
import { parseOccurrenceKey } from '../src/webinar/occurrence.ts';
import { parseWebinarRef } from '../src/webinar/parse-webinar-ref.ts';
import { ZoomWebinar } from '../src/zoom/endpoints/schema.ts';
import { parseErrorBody } from '../src/zoom/http/error-body.ts';
import { parseRetryAfter } from '../src/zoom/http/retry-after.ts';
import { missingScopes } from '../src/zoom/http/token/scopes.ts';
import { describeFault, readZoomFault, toFinalError } from '../src/zoom/http/zoom-errors.ts';
import { sampleHead } from './messages/samples.ts';

/** What a function makes of a text from outside; that it throws is an answer like any other. */
const REACHED_BY: Readonly<Record<string, (text: string) => unknown>> = {
  'a command': parseCommand,
  'subscribe topic': (text) => parseCommand(`subscribe topic: ${text}`),
  'subscribe host': (text) => parseCommand(`subscribe host ${text}`),
  'subscribe … in': (text) => parseCommand(`subscribe ${text} in ${text}`),
  'a webinar reference': parseWebinarRef,
  'typed text': toTypedText,
  quotes: withoutQuotes,
  'what is said of a bad subscription': (text) => badSubscription('form', text),
  'the value of a button': decodeButton,
  'the value of a subscription button': decodeSubscriptionButton,
  'the key in a button': parseOccurrenceKey,
  'a key of the store': (text) => keys.reportHead(text.slice(0, 2_000)),
  "Zoom's sentence in a message": (text) =>
    toFinalError(readZoomFault(400, JSON.stringify({ code: 1, message: text })), ''),
  'the name of a person': (text) => personName({ id: '', number: 1, name: text }),
  'a name in a message': (text) => escapeText(sanitizeText(text, 60)),
  'text in a message': (text) => escapeText(text),
  'plain text in a message': (text) => toPlainText(text, 150),
  'one line of text': cleanText,
  'a topic that is compared': (text) =>
    matchesFilter({ kind: 'topic', text: 'kick-off' }, { webinarId: null, topic: text, hostKeys: [] }),
  'a line of the log': withoutSecrets,
  "the body of Zoom's error": parseErrorBody,
  "what is logged of Zoom's error": (text) => describeFault(readZoomFault(400, text), 'webinar', text),
  "Zoom's webinar": (text) => ZoomWebinar.safeParse({ uuid: text, id: text, topic: text, start_time: text }),
  'Retry-After': (text) => parseRetryAfter(text, 0),
  "the scopes of Zoom's token": missingScopes,
  'a value of a stream': (text) => parseMetric(text, 'loss'),
  'a resolution': (text) => parseResolution(text),
  'an instant': parseInstant,
  'a version': (text) => isMuchOlder(text, text),
  'a place': (text) => isFarAway(text, text),
  'the name of a file': (text) => csvFileName(sampleHead({ topic: text.slice(0, 2_000), uuid: text }), 'people'),
  'text to be pasted': (text) => toPastedText(text, 100),
  'a row of the participants list': (text) =>
    parseParticipantRow({
      role: text,
      leave_reason: text,
      data_center: text,
      full_data_center: text,
      join_time: text,
      connection_type: text,
    }),
};

/** Each is repeated up to the length that is measured. */
const SEEDS: readonly string[] = [
  ...[
    '"',
    "'",
    '“',
    '<',
    '>',
    '<#',
    '<@',
    '<a|',
    '<mailto:',
    '<https://',
    '&lt;',
    '[',
    '(',
    '.',
    '..',
    '!',
    '?',
    '/',
    '\\',
    ' ',
    '\t',
    '\n',
    '-',
  ],
  ...['a', '0', '0.', '1 ', 'a.', 'a@', '@', '%40', 'a@b.', 'a%40b.', '#', '# ', ':', '::', ':a', '*', '_', '~', '`'],
  ...[
    'eyJ',
    'eyJaaaaaaaa',
    'eyJaaaaaaaa.',
    'Bearer ',
    'Basic ',
    'xoxb-',
    'http://',
    'https://x/',
    'redis://',
    'pwd=',
    'access_token":"',
  ],
  ...[
    '"message":"',
    '"message":"}',
    '"}',
    '{',
    '[[',
    'scope ',
    'scopes:[',
    'scopes\t',
    'a:b',
    'a:',
    '"code":"',
    'zoom.',
    'zoom.us/',
    'zoom ',
  ],
  ...[
    'only ',
    'only poor ',
    'in ',
    'in #a ',
    'subscribe ',
    'topic ',
    'topic: " ',
    'WN_',
    'id ',
    '10:10:10 ',
    'Mon, ',
    '\u0301',
    'a\u0301',
    '\u200b',
    '\u202e',
    '한',
    '😀',
    '\ud800',
  ],
];

const LENGTH = 200;
/** Below that, what is measured is the machine. */
const LEAST_MS = 4;
/** No text that gets this far, however long, may take longer. */
const MOST_MS = 250;

function time(work: (text: string) => unknown, text: string): number {
  const startedAt = performance.now();
  try {
    work(text);
  } catch {
    // An answer like any other.
  }
  return performance.now() - startedAt;
}

/** The least of several tries, in milliseconds: the machine has other things to do, too. */
function measure(work: (text: string) => unknown, text: string): number {
  return Math.min(...Array.from({ length: 4 }, () => time(work, text)));
}

const repeat = (seed: string, length: number): string => seed.repeat(Math.ceil(length / seed.length));

describe('text from outside costs time in proportion to its length', () => {
  it.each(Object.entries(REACHED_BY))('as %s', (_name, work) => {
    for (const seed of SEEDS) {
      for (const end of ['', '\0']) {
        const long = repeat(seed, 100 * LENGTH) + end;
        if (time(work, long) < LEAST_MS) continue;
        const [longMs, shortMs] = [measure(work, long), measure(work, repeat(seed, 10 * LENGTH) + end)];
        // Ten times the length, half as much again for what is not measured well.
        const most = Math.min(MOST_MS, 15 * Math.max(shortMs, LEAST_MS / 10));
        expect([seed, end, longMs <= most || longMs]).toEqual([seed, end, true]);
      }
    }
  });

  it('which a pattern that repeats a repetition would not', () => {
    const bad = (text: string) => /^"+(.*?)"+$/.test(text);
    expect(measure(bad, `${repeat('"', 400)}x`)).toBeGreaterThan(20 * measure(bad, `${repeat('"', 100)}x`));
  });
});

/**
 * Where a pattern with a repetition stands, and what text it meets. `measured`: text from outside, through one of the
 * functions above. Otherwise why it needs no measuring.
 */
const PATTERNS: Readonly<Record<string, string>> = {
  'config.ts': 'what the operator wrote',
  'config-values.ts': 'what the operator wrote',
  'slack/client/slack-directory.ts': "Slack's own word; at most 61 characters",
  'doctor/arguments.ts': 'anchored, one class with a bound',
  'doctor/slack/channel-checks.ts': 'anchored, one class with a bound',
  'doctor/slack/refusal-words.ts': 'anchored, one class with a bound',
  'doctor/slack/token-check.ts': 'anchored, one class with a bound',
  'first-webinar/list-fields.ts': 'at most 40 letters from the beginning on, nothing else',
  'logging/redact.ts': 'measured',
  'tracing/traceparent.ts': 'anchored, parts of a fixed length',
  'metrics/bounded-values.ts': 'anchored, one class, behind a bound of length',
  'messages/channel-names.ts': 'a letter at the beginning of a word, behind a cut of 60 characters',
  'messages/channel-words.ts': 'anchored, one class with a bound, behind sanitizeText',
  'messages/failures/failure-words.ts': 'anchored, one class with a bound, behind sanitizeText',
  'messages/block-kit/button-codec.ts': 'measured',
  'messages/csv/cell.ts': 'looks at the first character',
  'messages/csv/file-name.ts': 'one class, behind sanitizeText; an id by single characters',
  'messages/report/report.ts': 'anchored, one class',
  'messages/subscriptions/subscription-button.ts': 'measured',
  'messages/person-mention.ts': 'anchored, one class with a bound',
  'messages/subscriptions/subscription-words.ts': 'anchored, one class with a bound',
  'messages/text/clean.ts': 'measured',
  'messages/text/dates.ts': 'our own texts',
  'messages/text/mask.ts': 'measured, behind a cut of 1,000 characters',
  'messages/text/mrkdwn.ts': 'anchored, one class with a bound',
  'messages/text/neutralise.ts': 'measured',
  'messages/text/numbers.ts': 'numbers that we have written',
  'messages/text/webinar-number.ts': 'anchored, bounds everywhere',
  'qos/client-version.ts': 'anchored, bounds everywhere',
  'qos/instant.ts': 'measured',
  'qos/webinar-grading.ts': 'anchored, one class with a bound',
  'qos/live-rules.ts': "anchored, bounds everywhere; the operator's own text",
  'qos/metric.ts': 'measured',
  'qos/mos.ts': 'a product of numbers, no pattern',
  'qos/resolution.ts': 'measured',
  'reports/packing/fold-name.ts': 'classes alone, behind a cut of 200 characters',
  'reports/subscriptions/match-subscription.ts': 'measured',
  'setup/checks.ts': 'anchored, one class with a bound',
  'setup/env-file.ts': 'anchored, one class, what somebody types at a terminal',
  'slack/client/response-url.ts': "the first 200 characters of Slack's answer",
  'slack/commands/find-word.ts': 'measured',
  'slack/commands/parse-command.ts': 'measured',
  'slack/commands/parse-subscription.ts': 'measured, behind a cut of 2,000 characters',
  'slack/commands/subscribe-options.ts': 'measured, behind a cut of 2,000 characters',
  'slack/commands/typed-text.ts': 'measured',
  'slack/front-door.ts': 'anchored, bounds everywhere',
  'storage/carry-over.ts': 'names of keys that we have written',
  'storage/keys.ts': 'measured',
  'storage/redis-health/diagnosis.ts': 'anchored, bounds everywhere; the rest are fixed words',
  'webinar/ids.ts': 'anchored, one class with a bound',
  'webinar/parse-webinar-ref.ts': 'measured, behind a cut of 2,000 characters',
  'webinar/wrapped-links.ts': 'measured, behind a cut of 2,000 characters',
  'webinar/zoom-link.ts': 'measured, behind a cut of 2,000 characters',
  'zoom/http/error-body.ts': 'measured, behind a cut of 64 kB',
  'zoom/http/retry-after.ts': 'measured, behind a cut of 64 characters',
  'zoom/http/token/scopes.ts': 'measured',
  'zoom/http/zoom-sentence.ts': 'measured, behind a cut of 1,000 characters',
  'zoom/webhook/route.ts': 'anchored, one class with a bound',
  'zoom/webhook/verify.ts': 'anchored, bounds everywhere',
};

/** Files of src in which something that looks like a pattern repeats something. */
function filesWithPatterns(): string[] {
  const literal =
    /(?<=[(,=:?&|!\s[])\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/[gimsuy]*/g;
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => {
      const code = readFileSync(join('src', file), 'utf8').replace(/^\s*(?:\/?\*|\/\/).*$/gm, '');
      return code.includes('new RegExp(') || (code.match(literal) ?? []).some((pattern) => /[+*}]/.test(pattern));
    })
    .toSorted();
}

describe('every pattern that repeats something', () => {
  it('stands in the list, with what bounds it', () => {
    const found = filesWithPatterns();
    expect(found.length).toBeGreaterThan(20);
    expect(found).toEqual(Object.keys(PATTERNS).toSorted());
  });
});
