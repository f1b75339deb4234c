/** The difference between expected and printed lines, for people. */
import { lineMatches } from './match';

/** Lines with a mark in front: ` ` both, `-` expected, `+` printed. */
export function diffLines(expected: readonly string[], printed: readonly string[]): string[] {
  const [rows, columns] = [expected.length, printed.length];
  // longest[i][j]: matching lines at most between the rests from i and j.
  const longest = Array.from({ length: rows + 1 }, () => Array.from<number>({ length: columns + 1 }).fill(0));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  const same = (i: number, j: number): boolean => lineMatches(expected[i] ?? '', printed[j] ?? '');
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const row = longest[i] as number[];
      row[j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && same(i, j)) {
      lines.push(`  ${printed[j++]}`);
      i++;
    } else if (i < rows && (j >= columns || at(i + 1, j) >= at(i, j + 1))) lines.push(`- ${expected[i++]}`);
    else lines.push(`+ ${printed[j++]}`);
  }
  return lines;
}
