import type { ButtonSpec } from '../block-kit/blocks.ts';

/** Where a report is not kept any more, or there was none. */
export function readAgainButton(report: string): ButtonSpec {
  return {
    action: 'failure.read-again',
    label: 'Read it again',
    spoken: 'Read it again, this webinar, from Zoom',
    state: { v: 1, report, view: 'report' },
    primary: true,
  };
}
