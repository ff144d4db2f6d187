import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sendWebhook } from '../../../../sim/zoom/webhook/send-webhook.ts';
import { AppError } from '../../../../src/errors.ts';
import { parseWebhook } from '../../../../src/zoom/webhook/parse.ts';
import { readPushedVisit } from '../../../../src/zoom/webhook/pushed-visit.ts';
import { ACCOUNT, NOW, PUSHED_ROWS, SECRET, startRoute, WEBINAR } from './support.ts';

const UUID = '4444AAAiAAAAAiAiAiiAii==';
const QOS = 'webinar.participant_qos_summary';
const DATA = 'webinar.participant_data_summary';

function read(body: unknown) {
  const parsed = parseWebhook(body);
  return parsed.kind === 'pushed' ? readPushedVisit(parsed.event, PUSHED_ROWS) : parsed.kind;
}

const example = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/zoom/webhook/${name}.json`, 'utf8'));
const toEvent = (event: string, participant: unknown, object: object = { uuid: UUID }) => ({
  event,
  event_ts: NOW,
  payload: { account_id: ACCOUNT, object: { ...object, participant } },
});
const PERSON = { participant_id: '16778240', user_name: 'Jill', id: '', email: '', qos: [] };

describe('a pushed QoS summary', () => {
  it("of Zoom's example is read as a row of the API is", () => {
    expect(read(example(QOS))).toMatchObject({
      uuid: UUID,
      part: 'qos',
      visit: {
        visitId: 'string',
        name: 'JillChill',
        zoomUserId: 'iFxeBPYun6SAiWUzBcEkX',
        role: null,
        staySeconds: null,
        streams: [{ type: 'audio_output' }, { type: 'video_output' }],
        cpuOverloaded: false,
      },
    });
  });

  it('carries the label that Zoom gives it', () => {
    const qos = [{ type: 'audio_quality', details: { quality: 'poor', quality_score: '2.9' } }];
    expect(read(toEvent(QOS, { ...PERSON, qos }))).toMatchObject({ visit: { zoomQuality: { audio: 'poor' } } });
  });

  it.each<[string, unknown]>([
    ['empty', []],
    ['missing', undefined],
    ['null', null],
    ['text', 'qos'],
    ['of unknown types', [{ type: 'smell_output', details: { avg_loss: '3%' } }, null, 7]],
  ])('is a visit of which nothing was measured when its qos is %s', (_, qos) => {
    expect(read(toEvent(QOS, { ...PERSON, qos }))).toMatchObject({ visit: { visitId: '16778240', streams: [] } });
  });

  it.each([
    ['a number', 16_778_240, '16778240'],
    ['missing', undefined, ''],
    ['a list', ['16778240'], ''],
  ])('takes an id that is %s', (_, participant_id, visitId) => {
    expect(read(toEvent(QOS, { ...PERSON, participant_id }))).toMatchObject({ visit: { visitId } });
  });
});

describe('pushed data', () => {
  it('of Zoom is what the grading may look at, and nothing of the computer or its addresses', () => {
    const visit = read(example(DATA));
    expect(visit).toMatchObject({
      uuid: UUID,
      part: 'data',
      visit: {
        visitId: '123456789036',
        zoomUserId: 'rstuvwxyza789-cde',
        name: '',
        role: null,
        streams: [],
        attributes: {
          location: 'New York',
          data_center: 'SC',
          network_type: 'Wired',
          device: 'Windows',
          version: '4.4.55383.0716',
        },
      },
    });
    expect(JSON.stringify(visit)).not.toMatch(
      /192\.0\.2|127\.0\.0|00:00:5E|My PC|Disk01|workspace|Plantronics|FaceTime|5060/,
    );
  });

  it('is of each field the last value that says something', () => {
    const data = [
      { device: 'WIN', location: 'Hamburg' },
      null,
      { location: '', network_type: 'Wifi' },
      { device: 'Mac' },
    ];
    expect(read(toEvent(DATA, { participant_id: '1', data }))).toMatchObject({
      visit: { attributes: { device: 'Mac', location: 'Hamburg', network_type: 'Wifi' } },
    });
  });

  it('cannot say whose visit it is of from within', () => {
    const data = [{ participant_id: '2', user_id: '3', email: 'other@mail.example' }];
    expect(read(toEvent(DATA, { participant_id: '1', email: 'a@mail.example', user_id: '1', data }))).toMatchObject({
      visit: { visitId: '1', email: 'a@mail.example' },
    });
  });

  it.each<[string, unknown]>([
    ['no list', {}],
    ['an empty one', { data: [] }],
    ['one of nonsense', { data: [1, 'x', [], null] }],
    ['a named trap', { data: [JSON.parse('{"__proto__":{"device":"Mac"}}')] }],
  ])('with %s tells nothing of the connection', (_, fields) => {
    expect(read(toEvent(DATA, { participant_id: '1', ...(fields as object) }))).toMatchObject({
      visit: { attributes: {} },
    });
  });

  it('of nobody is of no use', () => {
    expect(read(toEvent(DATA, { data: [{ device: 'WIN' }] }))).toBeNull();
  });
});

describe.each([QOS, DATA])('%s', (event) => {
  it.each<[string, unknown]>([
    ['without a webinar', toEvent(event, PERSON, {})],
    ['with a number alone', toEvent(event, PERSON, { id: '93201235621' })],
    ['with a UUID that is none', toEvent(event, PERSON, { uuid: ' ' })],
    ['without a participant', toEvent(event, undefined)],
    ['with a participant that is none', toEvent(event, ['Jill'])],
    ['without a payload', { event }],
  ])('%s cannot be used', (_, body) => {
    expect(read(body)).toBeNull();
  });
});

describe('POST /zoom/events with what was pushed', () => {
  const body = toEvent(QOS, PERSON, { uuid: WEBINAR.uuid, id: 'not a number' });
  const send = async (overrides: Parameters<typeof startRoute>[0], sent: object = body) => {
    const route = await startRoute(overrides);
    const { status } = await sendWebhook(route.url, sent, { secret: SECRET, nowMs: NOW });
    return { ...route, status };
  };

  it('is stored, then answered', async () => {
    const { status, outcomes, pushed } = await send({});
    expect([status, outcomes, pushed.length]).toEqual([200, ['collected'], 1]);
  });

  it('is refused and counted when it is of another account', async () => {
    const other = { ...body, payload: { ...body.payload, account_id: 'AnotherAccount' } };
    const { status, outcomes, pushed, logger } = await send({}, other);
    expect([status, outcomes, pushed]).toEqual([200, ['other-account'], []]);
    expect(JSON.stringify(logger.lines)).toContain('other-account');
  });

  it('is taken when Zoom does not say of which account it is', async () => {
    const { outcomes } = await send({}, { ...body, payload: { object: body.payload.object } });
    expect(outcomes).toEqual(['collected']);
  });

  it('is sent again by Zoom when it could not be stored, or not in time', async () => {
    const fails = () => Promise.reject(new AppError({ kind: 'storage-unavailable' }, 'away'));
    const hangs = () => new Promise<never>(() => undefined);
    for (const onPushed of [fails, hangs]) {
      const { status, outcomes } = await send({ onPushed, storeTimeoutMs: 50 });
      expect([status, outcomes]).toEqual([503, ['not-stored']]);
    }
  });

  it.each([new Date(NOW + 1e11), new Date(0)])('whatever time %s it says it is of', async (time) => {
    const { outcomes } = await send({}, { ...body, event_ts: time.getTime() });
    expect(outcomes).toEqual(['collected']);
  });

  it('leaves nothing of a person in the log', async () => {
    const participant = { ...PERSON, user_name: 'Jill Chill', email: 'jill@mail.example' };
    const { logger } = await send({}, toEvent(QOS, participant, { uuid: WEBINAR.uuid }));
    expect(JSON.stringify(logger.lines)).not.toMatch(/Jill|mail\.example|16778240/);
  });
});
