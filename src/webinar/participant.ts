import type { Visit } from '../qos/visit.ts';

/** A visit as read from Zoom. The e-mail address is here to merge visits and goes no further than `reports/reading/pages/to-visit`. */
export interface ReadVisit extends Omit<Visit, 'identityKeys'> {
  readonly zoomUserId: string;
  readonly email: string;
  readonly registrantId: string;
  readonly participantUuid: string;
}
