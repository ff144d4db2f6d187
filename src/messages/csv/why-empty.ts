import type { ReportHead } from '../../reports/report.ts';

/**
 * Why a column that Zoom's participants list fills is blank for everybody: which lack of the list it was, or, where the list was
 * there and fitted, that it did not say this.
 * @param otherwise in the last case, where more can be said of the column
 */
export function whyListIsSilent({ participantsList }: ReportHead, otherwise = `${LIST} did not say`): string {
  switch (participantsList?.state) {
    case undefined:
      return `${LIST} was not read`;
    case 'no-scope':
      return 'the Zoom app lacks the scope for the participants list';
    case 'failed':
      return `${LIST} could not be read`;
    case 'late':
      return `${LIST} came too late`;
    case 'partial':
      return `${LIST} could be read only in part`;
    case 'ok':
      return whyNothingFits(participantsList) ?? otherwise;
  }
}

const LIST = "Zoom's participants list";

/** null when some of it fits. */
function whyNothingFits({ joined, listed, unusable }: NonNullable<ReportHead['participantsList']>): string | null {
  if (joined > 0) return null;
  if (listed > 0) return `no row of ${LIST} fits the quality data`;
  return unusable > 0 ? `the rows of ${LIST} have no ids` : `${LIST} is empty`;
}
