/**
 * A situation: a title, then `$ command` lines with `> ` continuations as in e2e/transcripts and `% directive` lines:
 * `nodes NAME…`, `add-node NAME [labels=k=v,…] [taints=k=v:Effect,…]`, `stop-kubelet NAME`, `start-kubelet NAME`, `stop COMPONENT`, `start COMPONENT`, `crowd COUNT`, `omit WORD` (from what is told).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Line {
  /** As written, with its continuations. */
  shown: string[];
  directive?: string[];
  /** What bash runs. */
  script?: string;
}

export const RECORDINGS = new URL('./', import.meta.url);
const SITUATIONS = new URL('./situations/', import.meta.url);

export function situationNames(): string[] {
  return readdirSync(SITUATIONS)
    .map((file) => file.replace(/\.txt$/, ''))
    .sort();
}

/** The comments that a recording begins with; for a new one the title of its situation. */
export function headOf(name: string): string[] {
  const recording = new URL(`${name}.txt`, RECORDINGS);
  const file = existsSync(recording) ? recording : new URL(`${name}.txt`, SITUATIONS);
  const rows = readFileSync(file, 'utf8').split('\n');
  return rows.slice(
    0,
    rows.findIndex((row) => !row.startsWith('#')),
  );
}

export function readSituation(name: string): Line[] {
  const rows = readFileSync(new URL(`${name}.txt`, SITUATIONS), 'utf8')
    .trimEnd()
    .split('\n');
  const lines: Line[] = [];
  for (const row of rows) {
    if (row.startsWith('#')) continue;
    if (row.startsWith('%')) lines.push({ shown: [row], directive: row.slice(2).split(' ') });
    else if (row.startsWith('$ ')) lines.push({ shown: [row], script: row.slice(2) });
    else if (row.startsWith('> ')) {
      const line = lines.at(-1);
      if (line?.script === undefined) throw new Error(`${name}: continues nothing: ${row}`);
      line.shown.push(row);
      line.script += `\n${row.slice(2)}`;
    } else throw new Error(`${name}: neither command nor directive: ${row}`);
  }
  return lines;
}
