/** Runs one line: `kubectl …` (or `k …`), `sleep SECONDS`, `sim …`. */
import { missingCommand } from './missing-commands';
import type { Cluster } from '../engine/index';
import type { Command, Pause, Run, Shell } from './command';
import { failure, isFailure, type Failure } from './failure';
import { globalFlags, parseDuration, parseFlags } from './flags';
import { COMMANDS } from './registry';
import { runSim } from './sim';
import { problemText } from './status-text';
import { splitWords } from './tokenizer';

export type Stream = 'stdout' | 'stderr';
export type Output = (text: string, stream: Stream) => void;

/**
 * The line as a generator: it yields when virtual time must pass and returns the exit status. The caller moves the clock (see
 * shell.ts). Texts go to `out` as a terminal would get them.
 */
export function* runLine(
  cluster: Cluster,
  line: string,
  stdin: string | undefined,
  out: Output,
): Generator<Pause, number, void> {
  const shell: Shell = {
    cluster,
    api: cluster.api,
    stdin,
    out: (text) => out(text, 'stdout'),
    err: (text) => out(text, 'stderr'),
  };
  const split = splitWords(line);
  if (!split.ok) {
    shell.err(`error: ${split.message}\n`);
    return 2;
  }
  const [program, ...words] = split.words;
  switch (program) {
    case undefined:
      return 0;
    case 'kubectl':
    case 'k':
      return yield* runKubectl(shell, words);
    case 'sim':
      return yield* runSim(shell, words);
    case 'sleep':
      return yield* sleep(shell, words);
    default:
      shell.err(`${program}: command not found\n`);
      return 127;
  }
}

function* sleep(shell: Shell, words: readonly string[]): Run {
  let total = 0;
  for (const word of words) {
    const ms = /^\d*\.?\d+$/.test(word) ? Number(word) * 1000 : parseDuration(word);
    if (ms === undefined || ms < 0) {
      shell.err(`sleep: invalid time interval '${word}'\n`);
      return 1;
    }
    total += ms;
  }
  if (words.length === 0) {
    shell.err('sleep: missing operand\n');
    return 1;
  }
  yield { type: 'until', time: shell.cluster.now + total };
  return 0;
}

function* runKubectl(shell: Shell, words: readonly string[]): Run {
  const found = findCommand(words);
  if ('unknown' in found) {
    shell.err(found.unknown);
    return 1;
  }
  const { command, rest } = found;
  const parsed = parseFlags([...globalFlags, ...command.flags], rest);
  if (!parsed.ok) {
    shell.err(`error: ${parsed.message}\nSee 'kubectl ${command.name} --help' for usage.\n`);
    return 1;
  }
  for (const { name, refuse } of command.flags) {
    const refusal = parsed.flags.given(name) ? refuse?.(parsed.flags.text(name)) : undefined;
    if (refusal === undefined) continue;
    shell.err(problemText(failure(refusal), command.name));
    return 1;
  }
  const result = command.run(shell, { flags: parsed.flags, args: parsed.args });
  if (typeof result === 'number') return result;
  if (!isFailure(result)) return yield* result as Run;
  shell.err(problemText(result as Failure, command.name));
  return 1;
}

/** The command and what follows its words; flags may stand before them (`kubectl -n x get po`). */
function findCommand(words: readonly string[]): { command: Command; rest: string[] } | { unknown: string } {
  const leading: string[] = [];
  let at = 0;
  for (; at < words.length && words[at]?.startsWith('-'); at++) {
    const word = words[at] as string;
    leading.push(word);
    const spec = globalFlags.find((f) => word === `-${f.short}` || word === `--${f.name}`);
    if (spec && spec.type !== 'bool') leading.push(words[++at] ?? '');
  }
  const [first, second] = [words[at], words[at + 1]];
  if (first === undefined)
    return { unknown: 'error: no command given; there are ' + topNames().join(', ') + '\n' };
  const missing = missingCommand(first, second);
  if (missing !== undefined) return { unknown: missing };
  const single = COMMANDS.find((c) => c.name === first);
  if (single) return { command: single, rest: [...leading, ...words.slice(at + 1)] };
  const double = COMMANDS.find((c) => c.name === `${first} ${second}`);
  if (double) return { command: double, rest: [...leading, ...words.slice(at + 2)] };
  const group = COMMANDS.filter((c) => c.name.startsWith(`${first} `)).map((c) =>
    c.name.slice(first.length + 1),
  );
  if (group.length === 0)
    return { unknown: `error: unknown command ${JSON.stringify(first)} for "kubectl"\n` };
  if (second === undefined) return { unknown: `error: kubectl ${first} needs one of: ${group.join(', ')}\n` };
  return {
    unknown: `error: unknown command ${JSON.stringify(second)}\nSee 'kubectl ${first} -h' for help and examples\n`,
  };
}

function topNames(): string[] {
  return [...new Set(COMMANDS.map((c) => c.name.split(' ')[0] ?? ''))].sort();
}
