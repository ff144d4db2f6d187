import type { KnownBlock } from '@slack/types';
import { expect, it } from 'vitest';
import { ACTION_IDS, actionOf, rowActionId } from '../../../src/messages/block-kit/action-ids.ts';
import { decodeMenuChoice } from '../../../src/messages/block-kit/menu-codec.ts';
import { renderFailure } from '../../../src/messages/failures/failure.ts';
import { renderForgetQuestion } from '../../../src/messages/forgetting.ts';
import { renderWarning } from '../../../src/messages/live/warning.ts';
import { renderWorstList } from '../../../src/messages/people/worst-list.ts';
import { renderDetails } from '../../../src/messages/person/details.ts';
import { renderReading } from '../../../src/messages/reading.ts';
import { renderReport } from '../../../src/messages/report/report.ts';
import { NOTHING_KNOWN } from '../../../src/reports/on-demand/progress.ts';
import { alert } from '../gallery/live.ts';
import { buttonsOf, menuOf } from '../inspect.ts';
import { sampleHead, samplePage, samplePerson } from '../samples.ts';

it('every action belongs to a button of some message, and every button to an action', () => {
  const context = { reference: '7F3A', now: 0, canNotify: true };
  const messages = [
    renderReport(sampleHead(), { shownTo: 'asker' }),
    renderWorstList(samplePage()),
    renderDetails(sampleHead(), samplePerson()),
    renderForgetQuestion([{ webinarId: null, topic: null, endedAt: null }], 'key'),
    renderReading({ ...NOTHING_KNOWN, webinar: '93201235621' }, { report: 'key', request: 'r1' }),
    renderWarning({ kind: 'live', uuid: 'key', topic: null, isMuted: false, alert: alert() }),
    renderFailure({ kind: 'report-gone', report: 'key' }, context),
    renderFailure({ kind: 'newer-report', report: 'key', readAt: '2026-05-14T16:30:00Z' }, context),
    renderFailure({ kind: 'still-running', webinar: '93201235621', topic: null }, context),
  ];
  const all = messages.flatMap(({ blocks }) => blocks as KnownBlock[]); // The bot writes no others.
  const buttons = buttonsOf(all).map(({ action }) => action);
  const entries = menuOf(all).map(({ value }) => decodeMenuChoice(value)?.action);
  const used = new Set([...buttons, ...entries]);
  expect([...used].toSorted()).toEqual([...ACTION_IDS].toSorted());
});

it('a button in the row of a table has a name of its own there, and does what the same button does elsewhere', () => {
  expect(rowActionId('list.details', 12)).toBe('list.details.12');
  expect(actionOf('list.details.12')).toBe('list.details');
  for (const action of ACTION_IDS) expect(actionOf(action)).toBe(action);
  expect(actionOf('list.detailsx')).toBe('list.detailsx');
});
