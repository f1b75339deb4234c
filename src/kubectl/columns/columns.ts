/** What a table of a kind looks like: pure functions of (object, now), as the API server prints tables (CLI-10). */

export interface TableColumn {
  /** Header, upper case. */
  name: string;
  /** Only with `-o wide`. */
  wide?: true;
}

export interface KindTable<O> {
  columns: readonly TableColumn[];
  /** One cell for each column, wide ones included. `now` is ms since the Unix epoch. */
  cells(object: O, now: number): readonly string[];
}

/** Headers as one text: `NAME READY|IP`; names with blanks are written with `_`; those after the bar are wide. */
export function columnsOf(text: string): TableColumn[] {
  const [normal = '', wide = ''] = text.split('|');
  const names = (part: string) =>
    part
      .split(' ')
      .filter(Boolean)
      .map((name) => name.replaceAll('_', ' '));
  return [
    ...names(normal).map((name) => ({ name })),
    ...names(wide).map((name) => ({ name, wide: true as const })),
  ];
}

export const NONE = '<none>';

/** A text, or `<none>` when there is none. */
export function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? NONE : text;
}
