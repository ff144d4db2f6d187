import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.ts';
import type { JobPayload } from '../../../../src/jobs/catalog.ts';
import { JobDelayed, JobFailedForGood } from '../../../../src/jobs/job-queue.ts';
import { createCopies } from '../../../../src/reports/delivery/copies.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import { createDeliverAnswerHandler } from '../../../../src/reports/on-demand/deliver-answer-job.ts';
import { createPendingRequests } from '../../../../src/reports/on-demand/pending-requests.ts';
import { METHOD_VERSION, type ReportHead } from '../../../../src/reports/report.ts';
import { createReportStore } from '../../../../src/reports/store.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import { createFakeMessenger, createSpiedKv, type Sent, toRequest, UUID } from '../support.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const MINUTE_MS = 60_000;
type Answer = JobPayload<'answer.deliver'>['answer'];
const FAILURE: Answer = { kind: 'failure', failure: { kind: 'too-old' } };
const REPORT: Answer = { kind: 'report', key: UUID };
let world: ReturnType<typeof createSpiedKv>;
beforeEach(() => {
  world = createSpiedKv();
});

async function start(refuse?: (sent: Sent) => Error | null) {
  const pendingRequests = createPendingRequests(world);
  const { messenger, sent, tried, destinations } = createFakeMessenger(refuse);
  const store = createReportStore({ ...world, ttlSeconds: 3600 });
  const logger = createQuietLogger();
  const copies = createCopies(world.kv);
  const handle = createDeliverAnswerHandler({ store, pendingRequests, messenger, copies, clock: world.clock, logger });
  await pendingRequests.save(toRequest('1'));
  const deliver = (answer: Answer = FAILURE, final = true) => handle({ requestId: '1', answer, final });
  const deliverLater = (answer?: Answer, final?: boolean) => {
    world.clock.advance(MINUTE_MS);
    return deliver(answer, final);
  };
  return { pendingRequests, store, logger, deliver, deliverLater, sent, tried, destinations };
}

describe('answering a pending request', () => {
  it('goes through the response_url, and ends the waiting', async () => {
    const { deliverLater, sent, pendingRequests } = await start();
    await deliverLater();
    const content = { kind: 'failure', failure: { kind: 'too-old' }, reference: 'REF1' };
    expect(sent).toEqual([{ to: 'https://slack.example/1', content }]);
    expect(await pendingRequests.load('1')).toBeNull();
  });

  it('shows the report as it is kept by then', async () => {
    const { deliverLater, sent, store } = await start();
    const head: ReportHead = { ...HEAD };
    await store.write(head).commit(head);
    await deliverLater(REPORT);
    expect(sent).toEqual([{ to: 'https://slack.example/1', content: { kind: 'report', head } }]);
  });

  it('says that a report is gone', async () => {
    const { deliverLater, sent } = await start();
    await deliverLater(REPORT);
    expect(sent).toMatchObject([{ content: { kind: 'failure', failure: { kind: 'report-gone', report: UUID } } }]);
  });

  it('does nothing when it is repeated', async () => {
    const { deliverLater, tried } = await start();
    await deliverLater();
    await deliverLater();
    expect(tried).toHaveLength(1);
  });

  it('leaves the request pending after a notice', async () => {
    const { deliverLater, pendingRequests, sent } = await start();
    await deliverLater(FAILURE, false);
    expect(await pendingRequests.load('1')).not.toBeNull();
    await deliverLater(FAILURE, true);
    expect(sent.map(({ to }) => to)).toEqual(['https://slack.example/1', 'https://slack.example/1']);
  });

  it('does not overtake the acknowledgement: 1.3 s after the ask at the earliest', async () => {
    const { deliver, tried } = await start();
    await expect(deliver()).rejects.toThrow(new JobDelayed(new Date(NOON + 1_300)));
    world.clock.advance(1_299);
    await expect(deliver()).rejects.toThrow(JobDelayed);
    expect(tried).toEqual([]);
    world.clock.advance(1);
    await deliver();
    expect(tried).toHaveLength(1);
  });

  it('is logged without the address it went to', async () => {
    const { deliverLater, logger } = await start();
    await deliverLater();
    expect(logger.lines).toEqual([
      {
        level: 'info',
        fields: { ref: 'REF1', answer: 'failure', final: true, way: 'response_url' },
        message: 'answered',
      },
    ]);
  });
});

describe("what Zoom's own labels say, while a read goes on", () => {
  const EARLY: Answer = {
    ...{ kind: 'early-word', webinar: '93201235621', topic: null, secondsLeft: 60 },
    labels: { people: 9, labelled: 9, poorSound: 1 },
  };

  it('is one more message for the asker alone, also where the answer will take the place of another', async () => {
    const { deliverLater, destinations, sent, pendingRequests } = await start();
    await pendingRequests.save(toRequest('1', {}, { isPrivate: false, replaces: true }));
    await pendingRequests.showIn('1', { responseUrl: 'https://slack.example/click', issuedAt: NOON });
    await deliverLater(EARLY, false);
    expect(destinations).toEqual([
      { kind: 'response-url', responseUrl: 'https://slack.example/1', isPrivate: true, replaces: false },
    ]);
    expect(sent).toMatchObject([{ content: EARLY }]);
    expect(await pendingRequests.load('1')).not.toBeNull();
  });

  it('is not worth a direct message', async () => {
    const { deliverLater, tried, logger } = await start(() => new DeliveryError('gone', 'expired_url'));
    await deliverLater(EARLY, false);
    expect(tried.map(({ to }) => to)).toEqual(['https://slack.example/1']);
    expect(logger.lines).toMatchObject([{ fields: { answer: 'early-word', way: 'nowhere' } }]);
  });
});

describe('a response_url that cannot be used', () => {
  it('any more is replaced by a direct message', async () => {
    const { deliverLater, sent, tried, pendingRequests } = await start(({ to }) =>
      to.startsWith('https') ? new DeliveryError('gone', 'expired_url') : null,
    );
    await deliverLater();
    expect(tried.map(({ to }) => to)).toEqual(['https://slack.example/1', 'DM U1']);
    expect(sent.map(({ to }) => to)).toEqual(['DM U1']);
    expect(await pendingRequests.load('1')).toBeNull();
  });

  it('after 29 minutes is not tried', async () => {
    const { deliver, tried } = await start();
    world.clock.advance(29 * MINUTE_MS + 1);
    await deliver();
    expect(tried.map(({ to }) => to)).toEqual(['DM U1']);
  });

  it('for a fifth answer is not tried', async () => {
    const { deliverLater, tried } = await start(({ to }) =>
      to.startsWith('https') ? new DeliveryError('passing', 'HTTP 503') : null,
    );
    for (let time = 0; time < 4; time += 1) await expect(deliverLater()).rejects.toThrow(DeliveryError);
    await deliverLater();
    expect(tried.map(({ to }) => to)).toEqual([...Array(4).fill('https://slack.example/1'), 'DM U1']);
  });
});

describe('an answer whose progress was looked up', () => {
  const click = { responseUrl: 'https://slack.example/click', issuedAt: NOON };

  it('comes in the place of the message that shows the progress, once', async () => {
    const { deliverLater, sent, pendingRequests } = await start();
    await pendingRequests.showIn('1', click);
    await deliverLater();
    await deliverLater();
    expect(sent.map(({ to }) => to)).toEqual([click.responseUrl]);
  });

  it('comes by itself when that message is gone, or was clicked half an hour ago', async () => {
    const gone = await start(({ to }) => (to === click.responseUrl ? new DeliveryError('gone', 'used_url') : null));
    await gone.pendingRequests.showIn('1', click);
    await gone.deliverLater();
    expect(gone.sent.map(({ to }) => to)).toEqual(['https://slack.example/1']);
    const late = await start();
    await late.pendingRequests.showIn('1', click);
    world.clock.advance(29 * MINUTE_MS);
    await late.deliver();
    expect(late.sent.map(({ to }) => to)).toEqual(['DM U1']);
  });
});

describe('an answer in the place of a message', () => {
  it.each([
    [
      { replaces: false, isPrivate: true },
      { replaces: false, isPrivate: true },
    ],
    [
      { replaces: true, isPrivate: false },
      { replaces: true, isPrivate: false },
    ],
  ])('is sent as the response_url lets it: %j', async (requester, how) => {
    const { deliverLater, pendingRequests, destinations } = await start();
    await pendingRequests.save(toRequest('1', {}, requester));
    await deliverLater();
    expect(destinations).toMatchObject([how]);
  });
});

describe('a Slack that refuses', () => {
  it('for the moment has the queue try again', async () => {
    const error = new DeliveryError('passing', 'HTTP 503');
    const { deliverLater, pendingRequests, logger } = await start(() => error);
    await expect(deliverLater()).rejects.toBe(error);
    expect(await pendingRequests.load('1')).not.toBeNull();
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { slackError: 'HTTP 503', kind: 'passing' } }]);
  });

  it.each([
    [30_000, 30_000],
    [3_600_000, 3_600_000],
    [7_200_000, 3_600_000],
    [0, 1_000],
  ])('for %i ms is asked again after %i ms', async (retryAfterMs, pauseMs) => {
    const { deliverLater } = await start(() => new DeliveryError('passing', 'ratelimited', { retryAfterMs }));
    await expect(deliverLater()).rejects.toThrow(new JobDelayed(new Date(NOON + MINUTE_MS + pauseMs)));
  });

  it('the bot itself is asked again for a day, so that a repaired token answers, and then no more', async () => {
    const { deliverLater, deliver, pendingRequests } = await start(() => new DeliveryError('auth', 'token_revoked'));
    await expect(deliverLater()).rejects.toThrow(new JobDelayed(new Date(NOON + 11 * MINUTE_MS)));
    world.clock.advance(24 * 60 * MINUTE_MS);
    await expect(deliver()).rejects.toThrow(JobFailedForGood);
    expect(await pendingRequests.load('1')).not.toBeNull();
  });

  it('for good is not asked again', async () => {
    const { deliverLater, logger } = await start(() => new DeliveryError('final', 'invalid_auth'));
    await expect(deliverLater()).rejects.toThrow(JobFailedForGood);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { slackError: 'invalid_auth', kind: 'final' } }]);
  });

  it('for good in the direct message, too, is not asked again', async () => {
    const { deliverLater, tried } = await start(({ to }) =>
      to.startsWith('DM') ? new DeliveryError('final', 'messages_tab_disabled') : new DeliveryError('gone', 'used_url'),
    );
    await expect(deliverLater()).rejects.toThrow(JobFailedForGood);
    expect(tried).toHaveLength(2);
  });

  it('is not confused with a store that fails: that is thrown as it is', async () => {
    const { pendingRequests, store } = await start();
    const error = new AppError({ kind: 'storage-unavailable' }, 'made up');
    const { messenger } = createFakeMessenger();
    const handle = createDeliverAnswerHandler({
      store: { ...store, getHead: () => Promise.reject(error) },
      pendingRequests,
      messenger,
      copies: createCopies(world.kv),
      clock: world.clock,
      logger: createQuietLogger(),
    });
    world.clock.advance(MINUTE_MS);
    await expect(handle({ requestId: '1', answer: REPORT, final: true })).rejects.toBe(error);
    expect(await pendingRequests.load('1')).not.toBeNull();
  });
});

const NOTHING = { median: null, p95: null };
const HEAD: ReportHead = {
  method: METHOD_VERSION,
  readId: 'r1',
  key: UUID,
  uuid: UUID,
  webinarId: null,
  topic: null,
  startedAt: null,
  endedAt: null,
  participantCount: null,
  state: 'final',
  readAt: '2026-01-15T12:00:00.000Z',
  unchangedSince: '2026-01-15T12:00:00.000Z',
  thinnerRead: null,
  freshUntil: '2026-01-15T13:00:00.000Z',
  rowsRead: 0,
  unreadableRows: 0,
  unknownTypes: {},
  invalidValues: {},
  ownLimits: false,
  decidingPresenter: null,
  participantsList: null,
  summary: {
    verdict: 'No data',
    decidedBy: null,
    roles: 'guessed',
    audience: { grade: 'No data', graded: 0, affected: 0, impaired: 0, good: 0, fair: 0, poor: 0, bad: 0 },
    presenters: { grade: 'No data', graded: 0, good: 0, affected: 0, decidedBy: null },
    people: 0,
    graded: 0,
    affected: 0,
    shortStays: 0,
    noData: 0,
    limitedData: false,
    lossPercent: NOTHING,
    latencyMs: NOTHING,
    causes: [],
    zoomAgreement: { compared: 0, agree: 0 },
  },
  worst: [],
  listLengths: { severity: 0, loss: 0, latency: 0 },
};
