import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { AppError } from '../../../../src/errors.ts';
import { createReplay } from '../../../../src/zoom/webhook/replay.ts';
import type { ZoomEvent } from '../../../../src/zoom/webhook/take-event.ts';
import { createQuietLogger } from '../../../setup/quiet-logger.ts';
import { createSpiedKv } from '../../reports/support.ts';
import { NOW, WEBINAR } from './support.ts';

const OWNER = { owner: { kind: 'automatic', person: '', webinar: '' } } as const;
const ended = { event: 'webinar.ended', event_ts: NOW, payload: { object: { uuid: WEBINAR.uuid, id: WEBINAR.id } } };
const row = (changes: object = {}) => ({
  status: 'failed',
  failed_reason_type: 3,
  request_body: JSON.stringify(ended),
  request_id: 'req-1',
  retry_num: 0,
  ...changes,
});

/** A log with these pages for webinar.ended, and none for other events. */
function replayOf(pages: readonly (readonly unknown[])[] | Error) {
  const logger = createQuietLogger();
  const paths: string[] = [];
  const taken: ZoomEvent[] = [];
  const state = { storeIsAway: false, isWanted: true };
  const { kv } = createSpiedKv();
  const replay = createReplay({
    client: {
      async getJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
        paths.push(path);
        if (pages instanceof Error) throw pages;
        const query = new URLSearchParams(path.split('?')[1]);
        const page = query.get('event') === 'webinar.ended' ? Number(query.get('next_page_token') ?? 0) : pages.length;
        const next_page_token = page + 1 < pages.length ? String(page + 1) : '';
        return schema.parse({ next_page_token, page_size: 300, webhook_logs: pages[page] ?? [] });
      },
    },
    appId: 'app',
    async takeEvent(event) {
      if (state.storeIsAway) throw new Error('the store is away');
      taken.push(event);
      return 'ended';
    },
    kv,
    clock: { now: () => NOW },
    logger,
    onReplayed: () => undefined,
  });
  return { replay: () => replay(OWNER, () => state.isWanted), paths, taken, state, logger };
}

describe('the log of what Zoom could not deliver', () => {
  it('is gone through page by page, each event taken once however often Zoom tried, and once only', async () => {
    const { replay, taken, paths } = replayOf([
      [row(), row({ retry_num: 1 }), row({ request_id: 'req-2' })],
      [row({ retry_num: 2 }), row({ request_id: 'req-3', request_body: ended })],
    ]);
    await replay();
    await replay();
    expect(taken.map(({ kind }) => kind)).toEqual(['webinar-ended', 'webinar-ended', 'webinar-ended']);
    expect(paths[0]).toBe(
      '/marketplace/apps/app/webhook_logs?from=2026-03-09&to=2026-03-10&event=webinar.participant_qos_summary&type=2&page_size=300',
    );
  });

  it.each([
    ['was delivered', row({ failed_reason_type: 0 })],
    ['says nothing of a failure', row({ failed_reason_type: undefined })],
    ['has no body', row({ request_body: '' })],
    ['has no id', row({ request_id: '' })],
    ['tries an address', row({ request_body: '{"event":"endpoint.url_validation","payload":{"plainToken":"x"}}' })],
    ['is none', 'nonsense'],
  ])('is not gone by where a row %s', async (_why, which) => {
    const { replay, taken } = replayOf([[which, row({ request_id: 'good' })]]);
    await replay();
    expect(taken).toHaveLength(1);
  });

  it('is left alone without the scope, which is said once', async () => {
    const { replay, logger } = replayOf(new AppError({ kind: 'scope-missing', scopes: [] }, 'no'));
    await replay();
    await replay();
    expect(logger.lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['warn', expect.objectContaining({ why: 'scope-missing' })],
    ]);
  });

  it('has ends of webinars that nobody was subscribed to: they are left alone', async () => {
    const { replay, taken, state } = replayOf([[row()]]);
    state.isWanted = false;
    await replay();
    expect(taken).toEqual([]);
  });

  it('is gone through again when an event could not be stored', async () => {
    const { replay, taken, state } = replayOf([[row()]]);
    state.storeIsAway = true;
    await replay();
    state.storeIsAway = false;
    await replay();
    expect(taken).toHaveLength(1);
  });
});
