export interface TableWriter {
  /** Lays out rows; each line ends with a newline. Columns keep the widths of earlier calls at least. */
  write(rows: readonly (readonly string[])[]): string;
}

/** The table writer of `kubectl get` (CLI-8). */
export function createTableWriter(): TableWriter {
  return createTabWriter(6, 3);
}

/** A writer with another minimum cell width and padding. The last cell of a row is not padded, widths never shrink. */
export function createTabWriter(minimum: number, gap: number): TableWriter {
  const widths: number[] = [];
  return {
    write(rows) {
      for (const row of rows) {
        for (let i = 0; i < row.length - 1; i++) {
          widths[i] = Math.max(widths[i] ?? minimum, length(row[i] ?? '') + gap);
        }
      }
      return rows.map((row) => `${line(row, widths)}\n`).join('');
    },
  };
}

function line(row: readonly string[], widths: readonly number[]): string {
  return row.map((cell, i) => (i === row.length - 1 ? cell : cell + padding(cell, widths[i]))).join('');
}

function padding(cell: string, width = 0): string {
  return ' '.repeat(Math.max(0, width - length(cell)));
}

/** In code points, as Go's tabwriter counts. */
function length(text: string): number {
  return Array.from(text).length;
}

/** A cell with a line break is cut there (CLI-33). */
export function singleLine(cell: string): string {
  const end = cell.search(/[\n\r\f\t]/);
  return end < 0 || cell[end] === '\t' ? cell : `${cell.slice(0, end)}...`;
}
