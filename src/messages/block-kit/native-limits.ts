import {
  type Cell,
  type ChartBlock,
  countCharacters,
  isChart,
  isTable,
  type MessageBlock,
  NATIVE_LIMITS,
  type TableBlock,
} from './native-data.ts';

type Reporter = (pointer: string, sentence: string) => void;

/** What Slack would refuse of the charts and tables of a message. */
export function checkNativeBlocks(blocks: readonly MessageBlock[], report: Reporter): void {
  if (blocks.filter(isChart).length > NATIVE_LIMITS.messageCharts) report('/blocks', 'has too many charts');
  if (blocks.filter(isTable).length > NATIVE_LIMITS.messageTables) report('/blocks', 'has more than one table');
  for (const [index, block] of blocks.entries()) {
    if (isChart(block)) checkChart(block, `/blocks/${index}`, report);
    if (isTable(block)) checkTable(block, `/blocks/${index}`, report);
  }
}

function checkChart({ title, chart }: ChartBlock, pointer: string, report: Reporter): void {
  const { categories, x_label, y_label } = chart.axis_config;
  checkTexts([title], NATIVE_LIMITS.chartTitle, `${pointer}/title`, report);
  checkTexts([x_label, y_label], NATIVE_LIMITS.chartAxisLabel, `${pointer}/chart/axis_config`, report);
  checkTexts(categories, NATIVE_LIMITS.chartLabel, `${pointer}/chart/axis_config/categories`, report);
  const names = chart.series.map(({ name }) => name);
  checkTexts(names, NATIVE_LIMITS.chartLabel, `${pointer}/chart/series`, report);
  if (categories.length < 1 || categories.length > NATIVE_LIMITS.chartCategories)
    report(pointer, 'has too few or too many categories');
  if (names.length < 1 || names.length > NATIVE_LIMITS.chartSeries) report(pointer, 'has too few or too many series');
  if (new Set(categories).size < categories.length || new Set(names).size < names.length)
    report(pointer, 'has two equal names');
  for (const { data } of chart.series) {
    const labels = data.map(({ label }) => label);
    if (labels.join('\n') !== categories.join('\n')) report(pointer, 'has not one point for each category');
    if (data.some(({ value }) => !Number.isFinite(value))) report(pointer, 'has a value that is no number');
  }
}

function checkTable({ caption, rows, page_size }: TableBlock, pointer: string, report: Reporter): void {
  const [heading = []] = rows;
  if (caption.trim() === '') report(`${pointer}/caption`, 'is empty');
  if (rows.length < 2 || rows.length > NATIVE_LIMITS.tableRows) report(`${pointer}/rows`, `has ${rows.length} rows`);
  if (heading.length < 1 || heading.length > NATIVE_LIMITS.tableColumns)
    report(`${pointer}/rows/0`, `has ${heading.length} columns`);
  if (rows.some((row) => row.length !== heading.length)) report(`${pointer}/rows`, 'has rows of different length');
  if (page_size < 1 || page_size > NATIVE_LIMITS.tablePageSize) report(`${pointer}/page_size`, 'is out of range');
  if (countCharacters(rows.flat()) > NATIVE_LIMITS.tableCharacters)
    report(`${pointer}/rows`, 'has too many characters');
  const cells = rows.flat();
  if (cells.some((cell) => textOf(cell).trim() === '')) report(`${pointer}/rows`, 'has an empty cell');
  const ids = cells.flatMap((cell) => (cell.type === 'action_cell' ? [cell.element.action_id] : []));
  if (new Set(ids).size < ids.length) report(`${pointer}/rows`, 'has two buttons with the same action_id');
}

function textOf(cell: Cell): string {
  return cell.type === 'action_cell' ? cell.element.text.text : cell.text;
}

function checkTexts(texts: readonly string[], max: number, pointer: string, report: Reporter): void {
  if (texts.some((text) => text.trim() === '')) report(pointer, 'is empty');
  if (texts.some((text) => text.length > max)) report(pointer, `has more than ${max} characters`);
}
