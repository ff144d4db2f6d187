import type { Config } from '../config.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Kv } from '../storage/kv.ts';
import type { Locks } from '../storage/lock.ts';
import type { Tracing } from '../tracing/tracing.ts';

/** What every part of the app stands on. */
export interface Foundation {
  readonly config: Config;
  readonly kv: Kv;
  readonly locks: Locks;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly logger: Logger;
}
