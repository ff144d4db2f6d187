import { z } from 'zod';
import type { Tracing } from '../tracing/tracing.ts';
import { WebinarId } from '../webinar/ids.ts';
import { JobDelayed, JobInterrupted } from './job-queue.ts';

interface TracedJob {
  readonly name: string;
  readonly payload: unknown;
  readonly attempt: number;
  /** From `Tracing.carry`; undefined in a job of an older version, or when nothing was traced. */
  readonly trace?: string | undefined;
}

/** Runs a job as a step of the trace that has stored it. One that is put off or given back has not failed. */
export async function runTraced(
  tracing: Tracing,
  { name, payload, attempt, trace }: TracedJob,
  run: () => Promise<void>,
): Promise<void> {
  const attributes = { 'job.name': name, 'job.attempt': attempt, ...numberOf(payload) };
  const later = await tracing.continueFrom(trace, () =>
    tracing.withSpan({ name: `job ${name}`, kind: 'consumer', attributes }, async (span) => {
      try {
        await run();
        return null;
      } catch (error) {
        if (!(error instanceof JobDelayed || error instanceof JobInterrupted)) throw error;
        span.set({ outcome: 'later' });
        return error;
      }
    }),
  );
  if (later) throw later;
}

const WithNumber = z.object({ webinarId: WebinarId });
const WithReference = z.object({ ref: z.object({ id: WebinarId }) });

/** Of all that a payload holds the one thing that a trace may say. */
function numberOf(payload: unknown): { 'webinar.number'?: string } {
  const number = WithNumber.safeParse(payload).data?.webinarId ?? WithReference.safeParse(payload).data?.ref.id;
  return number === undefined ? {} : { 'webinar.number': number };
}
