/** Errors of the API server in kubectl's words (API-33 … API-36). */
import type { Status } from '../engine/index';
import type { Shell } from './command';
import type { Failure } from './failure';

/** Something that went wrong: in the client, or answered by the server. */
export type Problem = Failure | Status;

export function isStatus(problem: Problem): problem is Status {
  return 'kind' in problem && problem.kind === 'Status';
}

/** The status with `error when <verb> "<file>": ` before its message (API-34). */
export function withSource(status: Status, verb: string, file: string): Status {
  return { ...status, message: `error when ${verb} ${JSON.stringify(file)}: ${status.message}` };
}

/** What a command prints for its only problem, with final newline. `usage` is the command for the usage line (CLI-3). */
export function problemText(problem: Problem, command: string): string {
  if (!isStatus(problem)) {
    const text =
      problem.bare || problem.error.startsWith('error: ') ? problem.error : `error: ${problem.error}`;
    return problem.usage ? `${text}\nSee 'kubectl ${command} -h' for help and examples\n` : `${text}\n`;
  }
  return `${problem.reason === 'Invalid' ? invalidText(problem) : serverText(problem)}\n`;
}

/** Several problems: one per line, no `error: ` prefix, Invalid ones with the server's whole message (API-36). */
export function problemsText(problems: readonly Problem[], command: string): string {
  const [only] = problems;
  if (only !== undefined && problems.length === 1) return problemText(only, command);
  return problems.map((p) => `${isStatus(p) ? serverText(p) : p.error}\n`).join('');
}

/** The exit status of a command that has tried everything; prints the problems there were. */
export function exitStatus(shell: Pick<Shell, 'err'>, problems: readonly Problem[], command: string): number {
  if (problems.length === 0) return 0;
  shell.err(problemsText(problems, command));
  return 1;
}

function serverText(status: Status): string {
  // A status without a reason (Unknown) shows none.
  const reason = status.reason === '' ? '' : ` (${status.reason})`;
  return `Error from server${reason}: ${status.message}`;
}

function invalidText(status: Status): string {
  const { kind = '', name = '', causes = [] } = status.details ?? {};
  const named = kind !== '' || name !== '';
  if (!named && causes.length === 0) return `The request is invalid: ${status.message}`;
  const head = named ? `The ${kind} ${JSON.stringify(name)} is invalid` : 'The request is invalid';
  const lines = [...new Set(causes.map((c) => `${c.field}: ${c.message}`))];
  if (lines.length === 0) return head;
  if (lines.length === 1) return `${head}: ${lines[0]}`;
  return `${head}: \n${lines.map((line) => `* ${line}`).join('\n')}`;
}
