import { type Episode, findEpisodes, type JudgedMinute } from '../../qos/live-episodes.ts';
import type { AudienceRule, LiveMetric, LiveRule, PresenterRule } from '../../qos/live-rules.ts';
import type { LiveAlert } from '../live-alert.ts';
import type { AudienceMinute, SentTrack } from '../live-show.ts';

/** Fewer are no audience's trouble. */
const FEWEST_LISTENERS = 3;
const MOST_ALERTS = 50;

interface FoundAlert {
  readonly about: string;
  readonly who: LiveAlert['who'];
  readonly limit: number;
  readonly episode: Episode;
}

/**
 * The alerts of a show after a look at its minutes: one for each that it is about, of the last time that a rule held. Its times may
 * move when a record comes late; what is no longer looked back to is kept as it was.
 */
export function updateAlerts(
  known: readonly LiveAlert[],
  rules: readonly LiveRule[],
  show: { readonly tracks: readonly SentTrack[]; readonly audience: readonly AudienceMinute[] },
): LiveAlert[] {
  const alerts = [...known];
  for (const found of rules.flatMap((rule) => findAlerts(rule, show))) {
    const { about, who, limit, episode } = found;
    const place = alerts.findIndex((alert) => alert.about === about);
    const before = alerts[place];
    if (before && isBefore(episode, before)) continue;
    if (before && !touches(before, episode)) {
      alerts[place] = { ...before, closedBy: null, ...episode };
    } else if (before) {
      const worst = Math.max(before.worst, episode.worst);
      const sinceMs = Math.min(before.sinceMs, episode.sinceMs);
      const notice = before.notice ?? episode.notice;
      alerts[place] = { ...before, sinceMs, untilMs: episode.untilMs, worst, latest: episode.latest, notice };
    } else if (alerts.length < MOST_ALERTS || forgetClosed(alerts)) {
      alerts.push({ about, who, limit, closedBy: null, ...episode });
    }
  }
  return alerts;
}

/** Those that still last, closed: the show is over, or has fallen silent. */
export function closeAlerts(alerts: readonly LiveAlert[], atMs: number, by: 'end' | 'silence'): LiveAlert[] {
  return alerts.map((alert) =>
    alert.untilMs === null ? { ...alert, untilMs: Math.max(atMs, alert.sinceMs), closedBy: by } : alert,
  );
}

function findAlerts(rule: LiveRule, show: Parameters<typeof updateAlerts>[2]): FoundAlert[] {
  return rule.who === 'audience' ? findOfAudience(rule, show.audience) : findOfPresenters(rule, show.tracks);
}

function findOfPresenters(rule: PresenterRule, tracks: readonly SentTrack[]): FoundAlert[] {
  const { medium: wanted, metric, limit } = rule;
  return tracks
    .filter(({ medium }) => wanted === null || medium === wanted)
    .flatMap(({ visitId, medium, minutes }) =>
      findEpisodes(
        minutes.map((minute) => ({ atMs: minute.atMs, value: measuredOf(minute, metric), notice: minute.notice })),
        rule,
      ).map((episode) => ({
        about: [visitId, medium, metric, limit, rule.minutes].join(':'),
        who: { kind: 'presenter' as const, visitId, name: null, medium, metric },
        limit,
        episode,
      })),
    );
}

function findOfAudience({ sharePercent, minutes }: AudienceRule, audience: readonly AudienceMinute[]): FoundAlert[] {
  const judged = audience.map(({ atMs, good, fair, poor, bad }): JudgedMinute => {
    const affected = poor + bad;
    const share = (affected * 100) / Math.max(1, good + fair + affected);
    return { atMs, value: affected < FEWEST_LISTENERS ? 0 : share, notice: null };
  });
  return findEpisodes(judged, { limit: sharePercent, minutes }).map((episode) => ({
    about: ['audience', sharePercent, minutes].join(':'),
    who: { kind: 'audience' as const },
    limit: sharePercent,
    episode,
  }));
}

function measuredOf(minute: SentTrack['minutes'][number], metric: LiveMetric): number | null {
  switch (metric) {
    case 'loss':
      return minute.lossPercent;
    case 'latency':
      return minute.latencyMs;
    case 'jitter':
      return minute.jitterMs;
  }
}

/** Makes room for what is new; false when all of them last. */
function forgetClosed(alerts: LiveAlert[]): boolean {
  const place = alerts.findIndex(({ untilMs }) => untilMs !== null);
  if (place >= 0) alerts.splice(place, 1);
  return place >= 0;
}

/** Of the same a later time is known already. */
function isBefore({ untilMs }: Episode, alert: LiveAlert): boolean {
  return untilMs !== null && untilMs <= alert.sinceMs;
}

/** Whether both may be one: a closed alert does not last again. */
function touches(alert: LiveAlert, episode: Episode): boolean {
  const alertEnd = alert.untilMs ?? Number.POSITIVE_INFINITY;
  const episodeEnd = episode.untilMs ?? Number.POSITIVE_INFINITY;
  return episode.sinceMs < alertEnd && episodeEnd > alert.sinceMs;
}
