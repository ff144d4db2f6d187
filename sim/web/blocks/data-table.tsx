import { useState } from 'react';
import type { WireBlock, WireCell } from '../../workspace/wire.ts';
import { LibraryBlock } from './library.tsx';

interface Sorting {
  readonly column: number;
  readonly down: boolean;
}

const PAGE = 5;

/** A data table as Slack's clients show it: pages of its own, and a click on a heading sorts. */
export function DataTable({ block }: { readonly block: WireBlock }) {
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
                return (
                  <th
                    key={cellText(cell)}
                    scope="col"
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
            {shown.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names, and two may be alike
              <tr key={index}>
                {row.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the column is what a cell is known by
                  <td key={column} className={cell.type === 'raw_number' ? 'number' : ''}>
                    {cell.type === 'rich_text' ? <LibraryBlock block={{ ...cell, text: '' }} /> : cellText(cell)}
                  </td>
                ))}
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
