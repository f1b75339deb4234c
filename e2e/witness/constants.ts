/** What never says anything about a cluster: wall clock times, ages, prose of columns. */
import type { Json } from './capture';

/** Times that no scenario writes itself: those do with years before. */
const TIME = /\b20(?:2[5-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;
const TIME_OF_GO = /\b20(?:2[5-9]|[3-9]\d)-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC/g;
const TIME_IN_WORDS = /\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} 20(?:2[5-9]|[3-9]\d) \d\d:\d\d:\d\d \+0000/g;
/** Not `500m` alone, which is a quantity. */
const AGE = /(?:\d+s|\d+m\d+s|\d+[hdy](?:\d+[mhdy])?)/.source;
/** Of what was made in the run; older times are the scenario's own, and a run starts at the time of the record. */
const AGE_CELL = /^\d+s$|^\d+m(?:\d+s)?$/;
/** But not in `will retry after 5s`, `global timeout reached: 2s` and `Termination Grace Period:  30s`. */
const TEXT_AGE = new RegExp(`(?<!(?:after|reached:|Period:) *)(?<=^|[ \\t])${AGE}(?=$|[ \\t\\n)])( *)`, 'gm');
const AGE_COLUMNS = new Set(['Age', 'Last Seen', 'First Seen', 'Last Schedule', 'Duration']);

function withoutTimes(text: string): string {
  return (
    text
      .replace(/(ResourceVersion in record \(|Too large resource version: \d+, current: )\d+/g, '$1<version>')
      // Where in the server's sources, which hangs on how it was built.
      .replace(/in scheme "[\w./-]+:\d+"/g, 'in scheme "<scheme>"')
      .replace(/in scheme \\"[\w./-]+:\d+\\"/g, 'in scheme \\"<scheme>\\"')
      .replace(TIME, '<time>')
      .replace(TIME_OF_GO, '<time>')
      .replace(TIME_IN_WORDS, '<time>')
      .replace(/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-<suffix>')
  );
}

/** Output of a command. Widths of columns that follow an age are lost. */
export function plainText(text: string): string {
  return (
    withoutTimes(text)
      .replace(TEXT_AGE, (_, gap: string) => `<age>${gap && '  '}`)
      .replace(/\bAGE +/g, 'AGE   ')
      // In no fixed order.
      .replace(/^Warning: (deleting .*); (ignoring .*)$/gm, 'Warning: $2; $1')
      .replace(/^([IWE]\d{4} [\d:.]+ +).*\n/gm, '')
      .replace(/(Resource Version: +)\d+/g, '$1<version>')
      .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
      .replace(/[\w./-]*\/(LIVE|MERGED)-\d+\//g, '<tmp>/$1/')
      .replace(/^(---|\+\+\+) (<tmp>\S+)\t.*$/gm, '$1 $2')
      .replace(/^diff .*<tmp>.*\n/gm, '')
      .replace(/[\w./-]*\/kubectl-edit-\d+\.yaml/g, '<tmp>')
  );
}

/** What a command prints on stdout: of `kubectl explain` the frame, not the prose, of raw answers the value, not the bytes. */
export function shownText(command: string, text: string): string {
  const raw = command.includes('--raw') ? answerIn(text) : undefined;
  if (raw !== undefined) return `${JSON.stringify(raw)}\n`;
  const plain = plainText(text);
  if (!command.startsWith('kubectl explain')) return plain;
  return plain
    .split('\n')
    .filter((line) => /^(GROUP|KIND|VERSION|FIELD):|^FIELDS:|^ *[\w$]+\t<|^ *enum: /.test(line))
    .map((line) => `${line}\n`)
    .join('');
}

/** One JSON object, keys in order, without constants; undefined for any other text. */
function answerIn(text: string): Json | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return sorted(plainJson(JSON.parse(text) as Json));
  } catch {
    return undefined;
  }
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

/** An answer or a request body. */
export function plainJson(value: Json): Json {
  if (typeof value === 'string') return withoutTimes(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (value === null || typeof value !== 'object') return value;
  if (value['kind'] === 'Table' && 'columnDefinitions' in value) return plainTable(value);
  const entries = Object.entries(value).filter(([key]) => key !== 'managedFields');
  return Object.fromEntries(entries.map(([key, item]) => [key, plainJson(item)]));
}

interface Column {
  name: string;
  type: string;
  format: string;
  priority: number;
}

/** Columns as `name|type|format|priority`. */
function plainTable(table: { [key: string]: Json }): Json {
  // Only the first event of a watch has them.
  const columns = table['columnDefinitions'] as unknown as Column[] | null;
  const rows = (table['rows'] ?? []) as unknown as { cells: Json[]; [key: string]: Json }[];
  return {
    ...(plainJson({ ...table, kind: '', columnDefinitions: [], rows: [] }) as { [key: string]: Json }),
    kind: 'Table',
    columnDefinitions: columns && columns.map((c) => [c.name, c.type, c.format, c.priority].join('|')),
    rows: rows.map(({ cells, ...rest }) => ({
      cells: cells.map((cell, i) => plainCell(cell, columns ? columns[i] : null)),
      ...(plainJson(rest) as { [key: string]: Json }),
    })),
  };
}

/** `column`: null where it is not known. */
function plainCell(cell: Json, column: Column | undefined | null): Json {
  if (typeof cell !== 'string') return plainJson(cell);
  const age = column === null || AGE_COLUMNS.has(column?.name ?? '') || column?.type === 'date';
  return withoutTimes(age ? cell.replace(AGE_CELL, '<age>') : cell);
}

/** Path and query of a request. Clients put together selectors in any order and watch for some random minutes. */
export function plainUrl(url: string): string {
  return url
    .replace(/([?&]timeoutSeconds=)\d{3}\b/, '$1500')
    .replace(
      /([?&]fieldSelector=)([^&]*)/,
      (_, head: string, parts: string) => head + parts.split('%2C').sort().join('%2C'),
    );
}
