/** What a table of a kind looks like: pure functions of (object, now), as the API server prints tables (CLI-10). */

export interface TableColumn {
  /** As the server names it; kubectl shows it in upper case. */
  name: string;
  /** OpenAPI type of the cells. */
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** Only with `-o wide`. */
  wide?: true;
}

export type TableCell = string | number | boolean;

/** metav1.TableRowCondition. */
export interface RowCondition {
  type: 'Completed';
  status: 'True';
  reason: string;
  message: string;
}

export interface KindTable<O> {
  columns: readonly TableColumn[];
  /** One cell for each column, wide ones included. `now` is ms since the Unix epoch. */
  cells(object: O, now: number): readonly TableCell[];
  /** What stands beside the cells, for clients that look at it. */
  conditions?(object: O): readonly RowCondition[] | undefined;
}

/**
 * Columns as one text: `Name Desired:integer Node_Selector|Images`; blanks in names are written as `_`, types follow a colon
 * where they are not `string`, the columns after the bar are wide.
 */
export function columnsOf(text: string): TableColumn[] {
  const [normal = '', wide = ''] = text.split('|');
  const columns = (part: string): TableColumn[] =>
    part
      .split(' ')
      .filter(Boolean)
      .map((word) => {
        const [name = '', type = 'string'] = word.split(':');
        return { name: name.replaceAll('_', ' '), type: type as TableColumn['type'] };
      });
  return [...columns(normal), ...columns(wide).map((column) => ({ ...column, wide: true as const }))];
}

export const NONE = '<none>';
export const UNSET = '<unset>';

/** A text, or `<none>` when there is none. */
export function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? NONE : text;
}
