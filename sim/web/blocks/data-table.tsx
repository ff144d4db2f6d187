import { useState } from 'react';
import type { WireBlock, WireCell } from '../../workspace/wire.ts';
import type { OnPress } from '../workspace-context.ts';
import { InteractiveElement } from './elements.tsx';
import { LibraryBlock } from './library.tsx';

interface Sorting {
  readonly column: number;
  readonly down: boolean;
}

const PAGE = 5;

/** A data table as Slack's clients show it: pages of its own, a click on a heading sorts, and buttons in the rows go to the bot. */
export function DataTable({ block, onPress }: { readonly block: WireBlock; readonly onPress: OnPress }) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [page, setPage] = useState(0);
  const [head = [], ...rows] = block.rows ?? [];
  const size = block.page_size ?? PAGE;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  // An edit may have left fewer pages than before.
  const current = Math.min(page, pages - 1);
  const shown = sorted(rows, sorting).slice(current * size, (current + 1) * size);

  function sortBy(column: number): void {
    setSorting({ column, down: sorting?.column === column ? !sorting.down : false });
    setPage(0);
  }

  return (
    <div className="data-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="data-table-scroll" tabIndex={0} aria-label={block.caption}>
        <table>
          <caption>{block.caption}</caption>
          <thead>
            <tr>
              {head.map((cell, column) => {
                const down = sorting?.column === column ? sorting.down : null;
                // Buttons have no order.
                if (rows.some((row) => row[column]?.type === 'action_cell')) {
                  return (
                    <th key={cellText(cell)} scope="col">
                      {cellText(cell)}
                    </th>
                  );
                }
                return (
                  <th
                    key={cellText(cell)}
                    scope="col"
                    className={rows.every((row) => row[column]?.type === 'raw_number') ? 'number' : ''}
                    aria-sort={down === null ? 'none' : down ? 'descending' : 'ascending'}
                  >
                    <button type="button" onClick={() => sortBy(column)}>
                      {cellText(cell)} <span aria-hidden="true">{down === null ? '↕' : down ? '↓' : '↑'}</span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rows.indexOf(row)}>
                {row.map((cell, column) => {
                  const Cell = column === block.row_header_column_index ? 'th' : 'td';
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the column is what a cell is known by
                    <Cell key={column} {...(Cell === 'th' ? { scope: 'row' } : {})} className={classOf(cell)}>
                      <CellContent cell={cell} block={block} onPress={onPress} />
                    </Cell>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pages > 1 && (
        <div className="data-table-pages">
          <button type="button" className="slack-button" disabled={current === 0} onClick={() => setPage(current - 1)}>
            Previous page
          </button>
          <span aria-live="polite">
            {current * size + 1}–{Math.min(rows.length, (current + 1) * size)} of {rows.length}
          </span>
          <button
            type="button"
            className="slack-button"
            disabled={current === pages - 1}
            onClick={() => setPage(current + 1)}
          >
            Next page
          </button>
        </div>
      )}
    </div>
  );
}

interface CellProps {
  readonly cell: WireCell;
  readonly block: WireBlock;
  readonly onPress: OnPress;
}

function CellContent({ cell, block, onPress }: CellProps) {
  if (cell.type === 'rich_text') return <LibraryBlock block={{ ...cell, text: '' }} />;
  if (cell.type !== 'action_cell' || cell.element === undefined) return cellText(cell);
  return <InteractiveElement element={cell.element} block={block.block_id ?? ''} onPress={onPress} />;
}

function classOf({ type }: WireCell): string {
  return type === 'raw_number' ? 'number' : '';
}

type Row = readonly WireCell[];

/** Numbers as numbers when the whole column is made of them, as in Slack. */
function sorted(rows: readonly Row[], sorting: Sorting | null): readonly Row[] {
  if (sorting === null) return rows;
  const { column, down } = sorting;
  const numeric = rows.every((row) => row[column]?.type === 'raw_number');
  const compare = (a: Row, b: Row) =>
    numeric
      ? (a[column]?.value ?? 0) - (b[column]?.value ?? 0)
      : cellText(a[column]).localeCompare(cellText(b[column]));
  return [...rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)));
}

function cellText(cell: WireCell | undefined): string {
  return cell?.text ?? String(cell?.value ?? '');
}
