import type { ReportHead } from '../../reports/report.ts';
import type { ButtonSpec } from '../block-kit/blocks.ts';
import { formatCount } from '../text/numbers.ts';

/**
 * "Worst connections (16)". With nobody Fair or worse it opens the list by loss, which goes on with Good people;
 * null when nobody is in any list.
 */
export function worstConnectionsButton({ key, readId, listLengths }: ReportHead): ButtonSpec | null {
  const { severity, loss, latency } = listLengths;
  if (severity > 0) {
    const people = formatCount(severity);
    return {
      action: 'report.list.severity',
      label: `Worst connections (${people})`,
      spoken: `Worst connections (${people}), show the list`,
      state: { v: 1, report: key, read: readId, view: 'list', sort: 'severity', page: 0 },
      primary: true,
    };
  }
  if (loss === 0 && latency === 0) return null;
  return {
    action: 'report.list.severity',
    label: 'Worst connections',
    spoken: 'Worst connections; nobody is Fair or worse',
    state: { v: 1, report: key, read: readId, view: 'list', sort: 'severity', page: 0 },
  };
}

/** The row of buttons of a report; "Share in channel" only for somebody who sees it alone. */
export function reportButtons(head: ReportHead, canShare: boolean): (ButtonSpec | null)[] {
  const { key, readId, listLengths } = head;
  return [
    worstConnectionsButton(head),
    listLengths.loss === 0
      ? null
      : {
          action: 'report.list.loss',
          label: 'By loss',
          spoken: 'By loss, whoever lost most first',
          state: { v: 1, report: key, read: readId, view: 'list', sort: 'loss', page: 0 },
        },
    listLengths.latency === 0
      ? null
      : {
          action: 'report.list.latency',
          label: 'By latency',
          spoken: 'By latency, the longest delay first',
          state: { v: 1, report: key, read: readId, view: 'list', sort: 'latency', page: 0 },
        },
    canShare
      ? {
          action: 'report.share',
          label: 'Share in channel',
          spoken: 'Share in channel, for everybody here',
          state: { v: 1, report: key, read: readId, view: 'report' },
        }
      : null,
  ];
}

/** What is behind ⋯ beside them. */
export function reportMenu({ key, readId, summary }: ReportHead): (ButtonSpec | null)[] {
  const state = { v: 1, report: key, read: readId, view: 'report' } as const;
  return [
    summary.people === 0
      ? null
      : { action: 'report.find', label: 'Find a person', spoken: 'Find a person by a part of the name', state },
    summary.people === 0
      ? null
      : { action: 'report.export', label: 'Export CSV', spoken: 'Export CSV, a file with everybody, for you', state },
    { action: 'report.refresh', label: 'Refresh', spoken: 'Refresh, read the quality data from Zoom again', state },
  ];
}
