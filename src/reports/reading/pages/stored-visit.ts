import { z } from 'zod';
import { CAUSE_ATTRIBUTES, type Visit } from '../../../qos/visit.ts';
import { NO_ZOOM_QUALITY } from '../../../qos/zoom-quality.ts';
import { StoredStream, StoredTransport, StoredZoomQuality, StoredZoomScores } from '../../stored-person.ts';

/** A visit as kept while a webinar is being read: its identity keys are hashes, so no address is stored. */
export const StoredVisit = z.object({
  visitId: z.string(),
  identityKeys: z.array(z.string()),
  name: z.string(),
  role: z.string().nullable(),
  staySeconds: z.number().nullable(),
  // Older versions kept none of these.
  joinedAtMs: z.number().nullable().default(null),
  leftAtMs: z.number().nullable().default(null),
  transport: StoredTransport.nullable().default(null),
  leaveReason: z.string().nullable().default(null),
  zoomQuality: StoredZoomQuality.default(NO_ZOOM_QUALITY),
  zoomScores: StoredZoomScores.optional(),
  streams: z.array(StoredStream),
  cpuOverloaded: z.boolean(),
  attributes: z.partialRecord(z.enum(CAUSE_ATTRIBUTES), z.string()),
}) satisfies z.ZodType<Visit>;
