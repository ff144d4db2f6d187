import { listRow } from '../webinars/list-row.ts';
import type { SimWebinar } from '../webinars/webinar.ts';
import type { Answer } from './answer.ts';
import { answerPage } from './answer-lists.ts';
import { type AnswerContext, findByType } from './answer-webinar.ts';
import type { EndpointMatch } from './endpoints.ts';
import { withVisitIdIn } from './unproven.ts';

/** GET /metrics/webinars/{id}/participants: one row for each joining, as the settings let it be. */
export function answerParticipants(context: AnswerContext, match: EndpointMatch): Answer {
  const kept = findByType(context, match);
  if ('refusal' in kept) return kept.refusal;
  const { webinar } = kept.found;
  const withRegistrant = (match.query.get('include_fields') ?? '').split(',').includes('registrant_id');
  return answerPage(context, match, `participants:${webinar.uuid}`, listed(context, webinar), (page) => ({
    webinar_number: webinar.id,
    participants: page.map(({ participant, hasUserId }) => {
      const { participant_id: visitId } = participant.qosRow;
      const row = withVisitIdIn(context.settings.listVisitIdIn, listRow(webinar, participant, withRegistrant), visitId);
      return hasUserId ? row : { ...row, user_id: undefined };
    }),
  }));
}

interface Listed {
  readonly participant: SimWebinar['participants'][number];
  readonly hasUserId: boolean;
}

/** Fewer, more, without the id that joins them, or in another order than the QoS summary has. */
function listed({ settings }: AnswerContext, { participants }: SimWebinar): readonly Listed[] {
  const { listRowsShare, listStrangers, listWithoutUserId, listOrder } = settings;
  const known = participants.slice(0, Math.floor(participants.length * listRowsShare));
  const rows = [...known, ...Array.from({ length: listStrangers }, (_, index) => stranger(index))];
  if (listOrder === 'reversed') rows.reverse();
  return rows.map((participant, index) => ({
    participant,
    hasUserId: Math.floor((index + 1) * listWithoutUserId) === Math.floor(index * listWithoutUserId),
  }));
}

/** Somebody of whom the QoS summary knows nothing. */
function stranger(index: number): SimWebinar['participants'][number] {
  return {
    qosRow: { id: '', participant_id: `90${index}`, user_name: `Stranger ${index}`, email: '' },
    detail: { role: 'panelist', audio_quality: 'bad' },
    joinAfterSeconds: 0,
    staySeconds: null,
  };
}
