import { MISSING } from '../text/numbers.ts';
import { toPlainText } from '../text/plain.ts';
import { rowActionId } from './action-ids.ts';
import type { ButtonSpec } from './blocks.ts';
import { encodeButton } from './button-codec.ts';
import {
  type ButtonCell,
  type Cell,
  countCharacters,
  NATIVE_LIMITS,
  type NumberCell,
  type TableBlock,
  type TextCell,
} from './native-data.ts';
import { SLACK_LIMITS } from './slack-limits.ts';

/** Rows that are seen at once; the client turns the pages. */
const PAGE_SIZE = 5;

interface Column<Row> {
  readonly title: string;
  /** @param place of the row, 0-based */
  readonly cell: (row: Row, place: number) => Cell;
}

/** A table, and how many of the rows are in it. */
export interface Table {
  readonly block: TableBlock;
  readonly rows: number;
}

/**
 * A table of as many of the first rows as Slack takes; null without any, since Slack wants one below the heading. At most
 * 20 columns.
 * @param rowHeader the column by which a row is known, 0-based
 */
export function dataTable<Row>({
  caption,
  columns,
  rows,
  rowHeader,
}: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowHeader: number;
}): Table | null {
  const used = columns.slice(0, NATIVE_LIMITS.tableColumns);
  const heading: Cell[] = used.map(({ title }) => textCell(title));
  const cells = [heading];
  let characters = countCharacters(heading);
  for (const [place, row] of rows.slice(0, NATIVE_LIMITS.tableRows - 1).entries()) {
    const next = used.map(({ cell }) => cell(row, place));
    characters += countCharacters(next);
    if (characters > NATIVE_LIMITS.tableCharacters) break;
    cells.push(next);
  }
  if (cells.length < 2) return null;
  const block: TableBlock = {
    type: 'data_table',
    caption: toPlainText(caption, SLACK_LIMITS.headerText),
    rows: cells,
    page_size: PAGE_SIZE,
    row_header_column_index: rowHeader,
  };
  return { block, rows: cells.length - 1 };
}

/** Slack refuses an empty cell. */
export function textCell(text: string, max: number = SLACK_LIMITS.sectionText): TextCell {
  return { type: 'raw_text', text: toPlainText(text, max) || MISSING };
}

/**
 * A column is sorted as numbers only when all its cells are numbers: one that is not known comes before 0.
 */
export function numberCell(value: number | null, text: string): NumberCell {
  return { type: 'raw_number', value: value === null || !Number.isFinite(value) ? -1 : value, text };
}

/** A button in a row. Clients without such buttons show a dash. */
export function buttonCell({ action, label, state }: ButtonSpec, place: number): ButtonCell {
  return {
    type: 'action_cell',
    element: {
      type: 'button',
      action_id: rowActionId(action, place),
      text: { type: 'plain_text', text: toPlainText(label, SLACK_LIMITS.buttonText), emoji: true },
      value: encodeButton(state),
    },
    fallback: textCell(MISSING),
  };
}
