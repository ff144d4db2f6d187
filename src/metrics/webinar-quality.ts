import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../metrics.ts';

const GRADES = ['good', 'fair', 'poor', 'bad'] as const;
const VERDICTS = [...GRADES, 'none'] as const;
const STATES = ['complete', 'incomplete'] as const;
const SIDES = ['audience', 'presenters'] as const;
const REASONS = ['short-stay', 'no-data'] as const;

type PeopleByGrade = Readonly<Record<(typeof GRADES)[number], number>>;

/** A finished webinar in numbers. */
export interface WebinarQuality {
  /** `none`: nobody could be graded. */
  readonly verdict: (typeof VERDICTS)[number];
  /** Whether all that Zoom counts was read. */
  readonly state: (typeof STATES)[number];
  readonly people: Readonly<Record<(typeof SIDES)[number], PeopleByGrade>>;
  readonly ungraded: Readonly<Record<(typeof REASONS)[number], number>>;
  /** Rows that were read, of those that Zoom counts: 0 to 1; null where Zoom tells no count. */
  readonly coverage: number | null;
  /** Of a series of webinars the last one is shown. */
  readonly number: string;
  /** Made harmless. */
  readonly topic: string;
  /** Seconds since 1970. */
  readonly endedAtSeconds: number;
}

/** Webinars whose topics are shown, where that is wished for; the one that was counted first goes first. */
const MOST_TOPICS = 20;

/**
 * Quality as numbers, for those who watch many webinars. Who was in them is in none.
 * @param withTopics the last webinars one by one, by number and topic
 */
export function trackWebinarQuality(
  { registry }: Pick<Metrics, 'registry'>,
  withTopics: boolean,
): (webinar: WebinarQuality) => void {
  const registers = [registry];
  const webinars = new Counter({
    name: 'webinar_qos_webinars_total',
    help: 'Finished webinars, each once, by verdict and by whether all of it was read.',
    labelNames: ['verdict', 'state'],
    registers,
  });
  const people = new Counter({
    name: 'webinar_qos_webinar_people_total',
    help: 'People of finished webinars by side and grade.',
    labelNames: ['side', 'grade'],
    registers,
  });
  const ungraded = new Counter({
    name: 'webinar_qos_webinar_ungraded_people_total',
    help: 'People of finished webinars without a grade, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const coverage = new Histogram({
    name: 'webinar_qos_webinar_coverage_ratio',
    help: 'Rows of finished webinars that were read, of those that Zoom counts.',
    buckets: [0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 1],
    registers,
  });
  // A series that begins with its first count has not risen: alerts would miss it.
  for (const verdict of VERDICTS) for (const state of STATES) webinars.inc({ verdict, state }, 0);
  for (const side of SIDES) for (const grade of GRADES) people.inc({ side, grade }, 0);
  for (const reason of REASONS) ungraded.inc({ reason }, 0);
  const show = withTopics ? trackRecentWebinars(registry) : null;

  return (webinar) => {
    const { verdict, state } = webinar;
    webinars.inc({ verdict, state });
    for (const side of SIDES) for (const grade of GRADES) people.inc({ side, grade }, webinar.people[side][grade]);
    for (const reason of REASONS) ungraded.inc({ reason }, webinar.ungraded[reason]);
    if (webinar.coverage !== null) coverage.observe(webinar.coverage);
    show?.(webinar);
  };
}

function trackRecentWebinars(registry: Metrics['registry']): (webinar: WebinarQuality) => void {
  const registers = [registry];
  const people = new Gauge({
    name: 'webinar_qos_recent_webinar_people',
    help: 'People of the last finished webinars, one by one, by side and grade.',
    labelNames: ['webinar', 'topic', 'side', 'grade'],
    registers,
  });
  const endedAt = new Gauge({
    name: 'webinar_qos_recent_webinar_ended_timestamp_seconds',
    help: 'When each of the last finished webinars ended.',
    labelNames: ['webinar', 'topic'],
    registers,
  });
  const shown = new Map<string, WebinarQuality>();

  function hide({ number: webinar, topic }: WebinarQuality): void {
    endedAt.remove({ webinar, topic });
    for (const side of SIDES) for (const grade of GRADES) people.remove({ webinar, topic, side, grade });
    shown.delete(webinar);
  }

  return (quality) => {
    const { number: webinar, topic } = quality;
    const before = shown.get(webinar);
    if (before) hide(before);
    const [oldest] = shown.values();
    if (oldest && shown.size >= MOST_TOPICS) hide(oldest);
    shown.set(webinar, quality);
    endedAt.set({ webinar, topic }, quality.endedAtSeconds);
    for (const side of SIDES) {
      for (const grade of GRADES) people.set({ webinar, topic, side, grade }, quality.people[side][grade]);
    }
  };
}
