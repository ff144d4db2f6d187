import { beforeEach, describe, expect, it } from 'vitest';
import type { JobPayload } from '../../../../src/jobs/catalog.ts';
import { JobDelayed, JobFailedForGood } from '../../../../src/jobs/job-queue.ts';
import { createChannelPostHandler } from '../../../../src/reports/delivery/channel-post-job.ts';
import type { PostOutcome } from '../../../../src/reports/delivery/channel-post-work.ts';
import { createConcludePostHandler } from '../../../../src/reports/delivery/conclude-post-job.ts';
import { DeliveryError } from '../../../../src/reports/delivery/delivery-error.ts';
import type { ReportHead } from '../../../../src/reports/report.ts';
import { keys } from '../../../../src/storage/keys.ts';
import {
  type ChannelCall,
  commit,
  context,
  createFakeChannels,
  createJumpingSleep,
  createMortal,
  createWorld,
  NOON,
  toHead,
} from '../automatic/support.ts';
import { ID, UUID } from '../support.ts';

type Post = JobPayload<'channel.post'>;
type Verdict = ReportHead['summary']['verdict'];

const PLACE = { channelId: 'C1', key: UUID, webinarId: ID, topic: 'Quarterly update' } as const;
const ENDED_AT = '2026-01-15T11:50:00.000Z';
const NOTICE: Post['content'] = { kind: 'failure', failure: { kind: 'internal' }, reference: '7F3A' };

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

function start(refuse?: (call: ChannelCall) => Error | null, mortal = createMortal()) {
  const channels = createFakeChannels(refuse);
  const outcomes: PostOutcome[] = [];
  const deps = {
    ...{ ...world, kv: mortal.wrap(world.kv, 'kv') },
    messenger: mortal.wrap(channels.messenger, 'slack'),
    sleep: createJumpingSleep(world.clock),
    onPosted: (outcome: PostOutcome) => void outcomes.push(outcome),
    onAuthRefused: () => undefined,
  };
  const handlePost = createChannelPostHandler(deps);
  const handleConclude = createConcludePostHandler(deps);
  const post = (step: number, given: Partial<Post> = {}) =>
    handlePost(
      {
        ...{
          ...PLACE,
          content: { kind: 'report' },
          final: false,
          minimumGrade: 'Good',
          onceIds: [],
          endedAt: ENDED_AT,
        },
        step,
        ...given,
      },
      context,
    );
  const read = async (step: number, verdict: Verdict, given: Partial<Post> = {}) => {
    await commit(world, toHead(verdict, { readId: `r${step}`, state: given.final ? 'final' : 'preliminary' }));
    await post(step, given);
  };
  const conclude = (step: number) => handleConclude({ ...PLACE, endedAt: ENDED_AT, step }, context);
  return { ...channels, post, read, conclude, outcomes };
}

describe('a channel that nobody is subscribed in any more', () => {
  it('has its report brought to an end where it stands, once', async () => {
    const { read, conclude, calls, outcomes } = start();
    await read(0, 'Fair');
    await conclude(1);
    await conclude(1);
    await conclude(2);
    expect(calls.map(({ kind, ts }) => [kind, ts])).toEqual([
      ['post', null],
      ['update', '1.0'],
    ]);
    expect(calls[1]?.content).toMatchObject({
      kind: 'concluded',
      head: { readId: 'r0', state: 'preliminary' },
      webinar: { key: UUID, webinarId: ID, topic: 'Quarterly update' },
    });
    expect(outcomes).toEqual(['posted', 'concluded', 'unchanged', 'unchanged']);
  });

  it('has a notice brought to an end, and gets no report in its place', async () => {
    const { post, conclude, messages } = start();
    await post(0, { content: NOTICE });
    await commit(world, toHead('Bad'));
    await conclude(1);
    expect(messages()).toMatchObject([{ kind: 'concluded', head: null }]);
  });

  it('keeps the last word: that promises nothing', async () => {
    const { read, conclude, kinds } = start();
    await read(0, 'Fair', { final: true });
    await conclude(1);
    expect(kinds()).toEqual(['post']);
  });

  it('gets no reply, however much worse it has become since', async () => {
    const { read, conclude, kinds } = start();
    await read(0, 'Good');
    await commit(world, toHead('Bad', { readId: 'r1' }));
    await conclude(1);
    expect(kinds()).toEqual(['post', 'update']);
  });

  it('keeps a report that could not be written anew, as it is no longer kept', async () => {
    const { read, conclude, messages } = start();
    await read(0, 'Fair');
    await world.kv.delete(keys.reportHead(UUID).name);
    await conclude(1);
    expect(messages()).toMatchObject([{ kind: 'report' }]);
  });

  it('and in which nothing was posted gets nothing, not even from a job that still waited', async () => {
    const { read, conclude, tried } = start();
    await conclude(1);
    await read(0, 'Fair');
    expect(tried).toEqual([]);
  });
});

describe('a channel that subscribes again', () => {
  it('gets the updates that come after it', async () => {
    const { read, conclude, kinds, messages } = start();
    await read(0, 'Fair');
    await conclude(1);
    await read(2, 'Fair', { final: true });
    expect(kinds()).toEqual(['post', 'update', 'update']);
    expect(messages()).toMatchObject([{ kind: 'report', head: { readId: 'r2', state: 'final' } }]);
  });

  it('is promised updates again when there was no newer read', async () => {
    const { read, post, conclude, messages } = start();
    await read(0, 'Fair');
    await conclude(1);
    await post(2);
    expect(messages()).toMatchObject([{ kind: 'report', head: { readId: 'r0' } }]);
  });

  it('gets its first post when there had been none', async () => {
    const { read, conclude, kinds } = start();
    await conclude(0);
    await read(1, 'Fair');
    expect(kinds()).toEqual(['post']);
  });

  it('and is left again has its message brought to an end again', async () => {
    const { read, conclude, messages } = start();
    await read(0, 'Fair');
    await conclude(1);
    await read(2, 'Fair');
    await conclude(3);
    expect(messages()).toMatchObject([{ kind: 'concluded', head: { readId: 'r2' } }]);
  });
});

describe('jobs that overtake one another', () => {
  it('an earlier update does not take the end back', async () => {
    const { read, post, conclude, messages } = start();
    await read(0, 'Fair');
    await conclude(2);
    await commit(world, toHead('Bad', { readId: 'r1' }));
    await post(1);
    expect(messages()).toMatchObject([{ kind: 'concluded' }]);
  });

  it('an earlier end does not stop a channel that has subscribed again', async () => {
    const { read, conclude, messages } = start();
    await read(0, 'Fair');
    await read(2, 'Poor');
    await conclude(1);
    expect(messages()).toMatchObject([{ kind: 'report', head: { readId: 'r2' } }]);
  });
});

describe('what an older version has kept', () => {
  it('is a post like any other: it is brought to an end, and updated', async () => {
    const { conclude, post, messages } = start();
    const old = { channel: 'C1', ts: '9.0', told: 'Fair', version: 'r0', final: false };
    await world.kv.set(keys.channelPost(UUID, 'C1').name, JSON.stringify(old), 60);
    await commit(world, toHead('Fair', { readId: 'r0' }));
    await post(1, { step: undefined });
    expect(messages()).toEqual([]);
    await conclude(1);
    expect(messages()).toMatchObject([{ kind: 'concluded' }]);
  });
});

describe('Slack, asked to edit a message for the last time', () => {
  const refusingUpdates = (error: DeliveryError) => start(({ kind }) => (kind === 'update' ? error : null));

  it('that asks for a pause is asked again after it', async () => {
    const { read, conclude } = refusingUpdates(new DeliveryError('passing', 'ratelimited', { retryAfterMs: 30_000 }));
    await read(0, 'Fair');
    await expect(conclude(1)).rejects.toThrow(new JobDelayed(new Date(NOON + 30_000)));
  });

  it('that does not let it be edited any more is not given a new one', async () => {
    const { read, conclude, kinds } = refusingUpdates(new DeliveryError('final', 'edit_window_closed'));
    await read(0, 'Fair');
    await expect(conclude(1)).rejects.toThrow(JobFailedForGood);
    expect(kinds()).toEqual(['post']);
  });
});

describe('a process that dies while it brings a post to an end', () => {
  it('is made up for by the next, whenever it dies', async () => {
    const run = async (death: { at?: number; when?: 'before' | 'after' }) => {
      world = createWorld();
      const { read, messages } = start();
      await read(0, 'Fair');
      const mortal = createMortal(death);
      const sent: ChannelCall[] = [];
      const count = (call: ChannelCall) => {
        sent.push(call);
        return null;
      };
      await start(count, mortal)
        .conclude(1)
        .catch(() => undefined);
      await start(count).conclude(1);
      return { steps: mortal.steps, kinds: new Set(sent.map(({ kind }) => kind)), messages };
    };
    const { steps } = await run({});
    expect(steps).toContain('slack.send');
    for (let at = 1; at <= steps.length; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const { kinds } = await run({ at, when });
        const record: unknown = JSON.parse((await world.kv.get(keys.channelPost(UUID, 'C1').name)) ?? '');
        expect([`${when} ${at}`, [...kinds], record]).toMatchObject([`${when} ${at}`, ['update'], { concluded: true }]);
      }
    }
  });
});
