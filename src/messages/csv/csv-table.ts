/** A column of a file. */
export interface Column<Item> {
  /** With its unit. */
  readonly name: string;
  /** Why it may be blank in every row: said in the head where it is. */
  readonly whyEmpty: string;
  readonly cell: (item: Item) => string;
}

/** Rows of a file as they come; the head is known at the end. */
export interface CsvTable<Item> {
  rows(items: readonly Item[]): string[][];
  /** The names of the columns; of one that is blank in all rows so far, with the reason. */
  head(): string[];
}

/** Holds no rows, only which columns have anything in them. */
export function createCsvTable<Item>(columns: readonly Column<Item>[]): CsvTable<Item> {
  const isFilled = columns.map(() => false);
  let rowsSoFar = 0;
  return {
    rows(items) {
      rowsSoFar += items.length;
      return items.map((item) =>
        columns.map(({ cell }, index) => {
          const text = cell(item);
          if (text !== '') isFilled[index] = true;
          return text;
        }),
      );
    },
    head: () =>
      columns.map(({ name, whyEmpty }, index) =>
        isFilled[index] || rowsSoFar === 0 ? name : `${name} (empty: ${whyEmpty})`,
      ),
  };
}
