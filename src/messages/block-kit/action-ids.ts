/** Every button of the bot, and every entry of its menus. `slack/actions` has a handler for each of these, and for no other. */
export const ACTION_IDS = [
  'report.list.severity',
  'report.list.loss',
  'report.list.latency',
  'report.export',
  'report.refresh',
  'report.share',
  'report.find',
  'list.page.previous',
  'list.page.next',
  'list.sort.severity',
  'list.sort.loss',
  'list.sort.latency',
  'list.details',
  'list.table',
  'list.find',
  'details.ticket',
  'details.letter',
  'reading.progress',
  'failure.read-again',
  'failure.notify-when-ended',
  'failure.show-newer',
  'live.show',
  'live.mute',
  'forget.confirm',
] as const;

/** What a button does. Two buttons in one row never share one. */
export type ActionId = (typeof ACTION_IDS)[number];

/** The one that stands in every row of a table, where each has to have a name of its own. */
const IN_ROWS: ActionId = 'list.details';

/** The action in a row of a table: `list.details.12`. */
export function rowActionId(action: ActionId, row: number): string {
  return `${action}.${row}`;
}

/** What a clicked button does, wherever it stands; an action id that is not known stays as it is. */
export function actionOf(actionId: string): string {
  return actionId.startsWith(`${IN_ROWS}.`) ? IN_ROWS : actionId;
}

/** The menu ⋯ beside a row of buttons: which entry was clicked stands in its value. */
export const MENU_ACTION_ID = 'report.menu';
