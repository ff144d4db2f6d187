import type { Percentiles, WebinarSummary } from './analysis.ts';
import { findSharedCauses } from './causes.ts';
import { typicalVersion } from './client-version.ts';
import { isFlagged, isGraded } from './grade.ts';
import { percentile } from './percentile.ts';
import type { PersonGrade } from './person.ts';
import { gradePresenters, weighPresenters } from './presenter-weight.ts';
import type { Standing } from './standing.ts';
import type { Thresholds } from './thresholds.ts';
import { decideVerdict, gradeAudience, isLimited } from './verdict.ts';

/** What the graded people say of the webinar as a whole. */
export function summarise(people: readonly Standing[], rolesKnown: boolean, thresholds: Thresholds): WebinarSummary {
  const presenters = people.filter((person) => person.role === 'presenter');
  const attendees = people.filter((person) => person.role !== 'presenter' && isGraded(person.grade));
  const affected = countFlagged(attendees);
  const impaired = attendees.filter((person) => person.impaired).length;
  const audienceGrade = gradeAudience({ affected, graded: attendees.length, impaired }, thresholds);
  const presentersGrade = gradePresenters(presenters, weighPresenters(presenters, thresholds));
  const compared = people.filter((person) => person.agreesWithZoom !== null);
  const gradedPresenters = presenters.filter((person) => isGraded(person.grade));
  const graded = attendees.length + gradedPresenters.length;
  const shortStays = count(people, 'Short stay');
  const version = typicalVersion(people.map((person) => person.attributes.version));
  return {
    ...decideVerdict(audienceGrade, presentersGrade.grade),
    roles: rolesKnown ? 'known' : 'guessed',
    audience: {
      grade: audienceGrade,
      graded: attendees.length,
      affected,
      impaired,
      good: count(attendees, 'Good'),
      fair: count(attendees, 'Fair'),
      poor: count(attendees, 'Poor'),
      bad: count(attendees, 'Bad'),
    },
    presenters: {
      ...presentersGrade,
      graded: gradedPresenters.length,
      good: count(gradedPresenters, 'Good'),
      affected: countFlagged(gradedPresenters),
    },
    people: people.length,
    graded,
    affected: affected + countFlagged(gradedPresenters),
    shortStays,
    noData: count(people, 'No data'),
    limitedData: isLimited(graded, people.length, shortStays, thresholds),
    lossPercent: findPercentiles(attendees, (person) => person.heardLossPercent),
    latencyMs: findPercentiles(attendees, (person) => person.heardLatencyMs),
    causes: findSharedCauses(people, thresholds),
    ...(version !== null && { typicalVersion: version }),
    zoomAgreement: { compared: compared.length, agree: compared.filter((person) => person.agreesWithZoom).length },
  };
}

function count(people: readonly Standing[], grade: PersonGrade): number {
  return people.filter((person) => person.grade === grade).length;
}

function countFlagged(people: readonly Standing[]): number {
  return people.filter((person) => isFlagged(person.grade)).length;
}

/** One value for each person who has one. */
function findPercentiles(people: readonly Standing[], toValue: (person: Standing) => number | null): Percentiles {
  const values = people.map(toValue).filter((value) => value !== null);
  return { median: percentile(values, 50), p95: percentile(values, 95) };
}
