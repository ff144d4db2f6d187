/** Every button of the bot, and every entry of its menus. `slack/actions` has a handler for each of these, and for no other. */
export const ACTION_IDS = [
  'report.list.severity',
  'report.list.loss',
  'report.list.latency',
  'report.export',
  'report.refresh',
  'report.share',
  'list.page.previous',
  'list.page.next',
  'list.sort.severity',
  'list.sort.loss',
  'list.sort.latency',
  'list.details',
  'details.ticket',
  'details.letter',
  'reading.progress',
  'failure.read-again',
  'failure.notify-when-ended',
  'failure.show-newer',
] as const;

/** What a button does. Two buttons in one row never share one. */
export type ActionId = (typeof ACTION_IDS)[number];

/** The menu ⋯ beside a row of buttons: which entry was clicked stands in its value. */
export const MENU_ACTION_ID = 'report.menu';
