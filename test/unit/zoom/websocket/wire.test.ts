import { describe, expect, it } from 'vitest';
import { readFrame, socketUrl } from '../../../../src/zoom/websocket/wire.ts';

const EVENT = '{"event":"webinar.ended","payload":{}}';

describe('what Zoom says over its WebSocket', () => {
  it.each([
    ['a connection that stands', { module: 'build_connection', success: true, content: 'success' }, 'connected'],
    ['the same without a word of success', { module: 'build_connection' }, 'connected'],
    ['one that is refused', { module: 'build_connection', success: false, content: 'Invalid subscription' }, 'refused'],
    ['a token that is dead', { module: 'build_connection', success: false, content: 'Invalid Token' }, 'token-dead'],
    ['the same in the words since 2025', { module: 'heartbeat', content: 'Token is invalid' }, 'token-dead'],
    ['a heartbeat', { module: 'heartbeat', success: true, content: '' }, 'heartbeat'],
    ['an event', { module: 'message', content: EVENT }, 'event'],
  ])('%s', (_name, frame, kind) => {
    expect(readFrame(JSON.stringify(frame))?.kind).toBe(kind);
  });

  it('has the event as text in the text', () => {
    expect(readFrame(JSON.stringify({ module: 'message', content: EVENT }))).toEqual({ kind: 'event', text: EVENT });
    const unpacked = { module: 'message', content: JSON.parse(EVENT) };
    expect(readFrame(JSON.stringify(unpacked))).toEqual({ kind: 'event', text: EVENT });
  });

  it.each([
    ['', null],
    ['{"module": "mess', null],
    ['[]', null],
    ['null', null],
    ['{"module":7}', null],
    ['{"module":"levitation","content":"x"}', null],
    ['{"module":"message"}', { kind: 'event', text: 'null' }],
    [`{"module":"build_connection","success":false,"content":"${'x'.repeat(500)}"}`, { said: 'x'.repeat(100) }],
  ])('makes of %.60s what can be made of it', (text, expected) => {
    const frame = readFrame(text);
    if (expected === null) expect(frame).toBeNull();
    else expect(frame).toMatchObject(expected);
  });
});

it('asks for the subscription with the token, each escaped', () => {
  expect(socketUrl('wss://ws.zoom.us/ws', 'a_b-C', 'x&y=z')).toBe(
    'wss://ws.zoom.us/ws?subscriptionId=a_b-C&access_token=x%26y%3Dz',
  );
});
