/** Plays a transcript: a terminal session that is a test (architecture rule 14). */
import { Cluster } from '../engine/index';
import { runBlocking } from './shell';
import { diffLines } from './transcripts/diff';
import { lineMatches } from './transcripts/match';
import { parseTranscript, trimBlank, type Step } from './transcripts/parse';

/** 2026-01-01T00:00:00Z. */
const START = 1_767_225_600_000;

/** A step that did not go as written. */
export interface StepFailure {
  /** Line of the file, from 1. */
  line: number;
  /** As in the file, with `$` or `%`; empty for an unreadable line. */
  command: string;
  /** Message or marked difference, one text per line. */
  difference: string[];
}

export interface TranscriptResult {
  ok: boolean;
  /** Commands and directives run. */
  steps: number;
  failures: StepFailure[];
}

/** Runs a transcript from an empty cluster; all steps run even when one fails. */
export function runTranscript(text: string, seed = 1): TranscriptResult {
  const { steps, problems } = parseTranscript(text);
  const failures: StepFailure[] = problems.map((p) => ({
    line: p.line,
    command: '',
    difference: [p.message],
  }));
  const cluster = new Cluster({ seed, startTime: START, bootstrap: 'full' });
  for (const step of steps) {
    const difference = step.type === 'directive' ? runDirective(cluster, step) : runCommand(cluster, step);
    if (!difference) continue;
    failures.push({
      line: step.line,
      command: `${step.type === 'directive' ? '%' : '$'} ${step.text}`,
      difference,
    });
  }
  if (steps.length === 0 && problems.length === 0) {
    failures.push({ line: 1, command: '', difference: ['the transcript has no command'] });
  }
  return { ok: failures.length === 0, steps: steps.length, failures };
}

/** Directives that are commands of `sim` as they stand. */
const SIM_VERBS = ['add-node', 'break', 'mend', 'place-daemon-pods', 'stop-kubelet', 'start-kubelet'];

function runDirective(cluster: Cluster, step: Step): string[] | undefined {
  const [verb = '', ...rest] = step.text.split(/\s+/);
  const line =
    verb === 'nodes'
      ? `sim add-node --ready ${rest.join(' ')}`
      : SIM_VERBS.includes(verb)
        ? `sim ${step.text}`
        : undefined;
  if (line === undefined) return [`unknown directive: % ${step.text}`];
  const { status, output } = runBlocking(cluster, line);
  return status === 0 ? undefined : output.trimEnd().split('\n');
}

function runCommand(cluster: Cluster, step: Step): string[] | undefined {
  const { output, status } = runBlocking(cluster, step.text, step.stdin);
  const printed = output.split('\n');
  trimBlank(printed);
  const same =
    printed.length === step.expected.length &&
    printed.every((line, i) => lineMatches(step.expected[i] ?? '', line));
  if (same && status === step.status) return undefined;
  const difference = diffLines(step.expected, printed);
  if (status !== step.status) difference.push(`- [${step.status}]`, `+ [${status}]`);
  return difference;
}
