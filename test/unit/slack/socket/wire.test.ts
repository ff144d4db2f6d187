import { describe, expect, it } from 'vitest';
import { readMessage, readSocketUrl } from '../../../../src/slack/socket/wire.ts';

describe('what comes over a socket', () => {
  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"type":"news"}',
    '{"type":"interactive","payload":{}}',
    '{"type":"interactive","envelope_id":"","payload":{}}',
  ])('%j is no message', (text) => {
    expect(readMessage(text)).toBeNull();
  });

  it('is read with what it says of a retry', () => {
    const text =
      '{"type":"slash_commands","envelope_id":"e1","payload":{"a":1},"accepts_response_payload":true,"retry_attempt":1,"retry_reason":"timeout"}';
    expect(readMessage(text)).toEqual(JSON.parse(text));
  });
});

describe('the address of a socket', () => {
  it.each(['wss://wss-primary.slack.com/link/?ticket=t', 'ws://127.0.0.1:3000/link/?ticket=t'])(
    '%s is taken',
    (url) => {
      expect(readSocketUrl({ ok: true, url })).toBe(url);
    },
  );

  it.each(['ws://slack.example/link', 'https://slack.com/', 'nonsense', undefined])('%s is not', (url) => {
    expect(readSocketUrl({ ok: true, url })).toBeNull();
  });
});
