import type { Block, KnownBlock, PlainTextElement } from '@slack/types';

/**
 * Charts and tables that Slack draws itself. Not every workspace takes them, and the types of @slack/types do not know them:
 * every message says the same in words, and is sent without them where Slack refuses them.
 */
export type NativeBlock = ChartBlock | TableBlock;

/** What a message is made of. Modals hold `KnownBlock` alone: Slack takes neither charts nor tables there. */
export type MessageBlock = KnownBlock | NativeBlock;

export interface ChartBlock extends Block {
  type: 'data_visualization';
  title: string;
  chart: {
    type: 'bar' | 'line';
    /** Each with exactly one point for each category. */
    series: { name: string; data: { label: string; value: number }[] }[];
    axis_config: { categories: string[]; x_label: string; y_label: string };
  };
}

export interface TableBlock extends Block {
  type: 'data_table';
  caption: string;
  /** The first is the heading. */
  rows: Cell[][];
  page_size: number;
  /** The column by which a row is known, 0-based. */
  row_header_column_index: number;
}

export type Cell = TextCell | NumberCell | ButtonCell;

export interface TextCell {
  type: 'raw_text';
  text: string;
}

/** Sorted by the value, shown as the text. */
export interface NumberCell {
  type: 'raw_number';
  value: number;
  text: string;
}

export interface ButtonCell {
  type: 'action_cell';
  element: { type: 'button'; action_id: string; text: PlainTextElement; value: string };
  /** What a client shows that knows no buttons in tables; counts as the cell's text. */
  fallback: TextCell;
}

/** Slack's limits for them, in characters unless they count things. The rows with the heading, the characters over all cells. */
export const NATIVE_LIMITS = {
  messageCharts: 2,
  messageTables: 1,
  chartTitle: 50,
  chartSeries: 12,
  chartCategories: 20,
  /** Of a category and of the name of a series. */
  chartLabel: 20,
  chartAxisLabel: 50,
  tableRows: 201,
  tableColumns: 20,
  tablePageSize: 100,
  tableCharacters: 20_000,
} as const;

export function isChart(block: Block): block is ChartBlock {
  return block.type === 'data_visualization';
}

export function isTable(block: Block): block is TableBlock {
  return block.type === 'data_table';
}

export function isNativeBlock(block: Block): block is NativeBlock {
  return isChart(block) || isTable(block);
}

/** As Slack counts: what is shown in the cells, and of a button its fallback. */
export function countCharacters(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + shownText(cell).length, 0);
}

function shownText(cell: Cell): string {
  return cell.type === 'action_cell' ? cell.fallback.text : cell.text;
}
