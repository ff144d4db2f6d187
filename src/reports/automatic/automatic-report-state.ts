import { z } from 'zod';
import { CATALOG } from '../../jobs/catalog.ts';
import { keys } from '../../storage/keys.ts';
import type { Kv } from '../../storage/kv.ts';
import { createStoredValue } from '../../storage/stored-value.ts';

const State = z.object({
  /** Nothing more will be read. */
  done: z.boolean(),
  /** The last read that worked: after which delay, and the rows of the report that was kept then. */
  before: z.object({ step: z.number(), rowsRead: z.number() }).nullable(),
  /** What there was to read, once that is done: for what Zoom pushes later. Older versions did not keep it. */
  ended: CATALOG['report.automatic'].payload.optional(),
});
export type AutomaticReportState = z.infer<typeof State>;

/** How far the reading of ended webinars has come, by UUID. */
export interface AutomaticReportStates {
  load(uuid: string): Promise<AutomaticReportState>;
  save(uuid: string, state: AutomaticReportState): Promise<void>;
}

export function createAutomaticReportStates(kv: Kv): AutomaticReportStates {
  const states = createStoredValue(kv, State);
  return {
    load: async (uuid) => (await states.get(keys.automaticReport(uuid))) ?? { done: false, before: null },
    save: (uuid, state) => states.set(keys.automaticReport(uuid), state),
  };
}
