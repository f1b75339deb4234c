/** The page's own kubectl over the same clusters: what it prints, line by line, before the recorded requests move the cluster on. */
import { Cluster } from '../../src/engine/index';
import { runBlocking } from '../../src/kubectl/shell';
import type { CapturedCommand } from './capture';
import { plainText, shownText } from './constants';
import { isKnownOutput } from './known-differences';
import type { Bindings } from './matching';
import { SERVER, startOf } from './replay';
import { servedRows } from './served';
import { readScenario, type ScenarioLine } from './scenario';

export interface InPageLine {
  /** `scenario: command`, and the how manieth where a line comes again. */
  key: string;
  command: string;
  /** `rollout status`, `get` … */
  word: string;
  /** Nothing when it prints the same. */
  difference: string[];
}

/** Words that are two. */
const GROUPS = ['rollout', 'set', 'create', 'apply', 'auth', 'config', 'top'];

/** Lines that the page can read at all: one kubectl, no files, no shell. */
function readable({ command, script, background }: ScenarioLine): boolean {
  return (
    command.startsWith('kubectl ') &&
    !background &&
    !/[|<>;$`]|-f (?!- ?)\S|--raw|-w\b|--watch-only|--patch-file/.test(
      command.replace(/'[^']*'/g, "''").replace(/\\./g, ''),
    ) &&
    !script.includes('$(')
  );
}

export function wordOf(command: string): string {
  const words = command.split(' ').filter((word) => !word.startsWith('-'));
  const two = `${words[1]} ${words[2] ?? ''}`.trim();
  return GROUPS.includes(words[1] ?? '') && /^[a-z-]+$/.test(words[2] ?? '') ? two : (words[1] ?? '');
}

export function inPage(name: string): InPageLine[] {
  const start = startOf(name);
  if (!start) return [];
  const { replay, capture } = start;
  const lines = readScenario(name).lines;
  const seen: InPageLine[] = [];
  replay.play(capture, (captured, index) => {
    const line = lines[index];
    if (!line || !readable(line)) return;
    const again = seen.filter(({ command }) => command === line.command).length;
    const cluster = copyOf(replay.cluster);
    const difference = isKnownOutput(name, line.command)
      ? []
      : differenceOf(cluster, line, captured, replay.bindings);
    seen.push({
      key: `${name}: ${line.command}${again > 0 ? ` (${again + 1})` : ''}`,
      command: line.command,
      word: wordOf(line.command),
      difference,
    });
  });
  return seen;
}

/** What is done to it does not touch the original. */
function copyOf(cluster: Cluster): Cluster {
  const copy = new Cluster({ seed: 1, startTime: cluster.now, components: SERVER });
  copy.restore(cluster.checkpoint());
  return copy;
}

function differenceOf(
  cluster: Cluster,
  line: ScenarioLine,
  captured: CapturedCommand,
  bindings: Bindings,
): string[] {
  const found: string[] = [];
  const printed = runBlocking(cluster, line.command.replaceAll("'\\''", "'"), line.stdin);
  if (printed.status !== captured.status)
    found.push(`  exit status ${captured.status} became ${printed.status}`);
  for (const stream of ['stdout', 'stderr'] as const) {
    const text = printed.lines
      .filter((l) => l.stream === stream)
      .map((l) => `${l.text}\n`)
      .join('');
    // Objects of this run are not bound yet.
    const scratch = bindings.scratch();
    const expected = servedRows(line.command, captured[stream]).replace(/\n$/, '').split('\n');
    const plain = stream === 'stdout' ? shownText(line.command, text) : plainText(text);
    const actual = servedRows(line.command, plain).replace(/\n$/, '').split('\n');
    const at = Math.max(
      0,
      expected.findIndex((row, i) => actual[i] === undefined || !scratch.matches(row, actual[i])),
    );
    if (expected.length === actual.length && scratch.matches(expected[at] ?? '', actual[at] ?? '')) continue;
    found.push(
      `  ${stream}, line ${at + 1}:`,
      ...expected.slice(at, at + 4).map((row) => `    - ${row}`),
      ...actual.slice(at, at + 4).map((row) => `    + ${row}`),
    );
  }
  return found;
}
