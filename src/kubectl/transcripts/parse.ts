/** Transcripts as text: what a terminal showed, commands included. */
import { hereDocumentOf } from '../here-document';

/** One `$` or `%` line with what must follow. */
export interface Step {
  /** Line of the file, from 1. */
  line: number;
  type: 'command' | 'directive';
  /** The command without `$`, or the directive without `%`. */
  text: string;
  stdin?: string;
  /** Expected output, one text per line, without blank lines at both ends. */
  expected: string[];
  status: number;
}

export interface Transcript {
  steps: Step[];
  /** Lines that cannot be read. */
  problems: { line: number; message: string }[];
}

export function parseTranscript(text: string): Transcript {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const transcript: Transcript = { steps: [], problems: [] };
  let at = 0;
  while (at < lines.length) {
    const line = (lines[at] as string).trimEnd();
    if (line === '' || line.startsWith('#')) at++;
    else if (line.startsWith('%')) {
      transcript.steps.push({
        line: at + 1,
        type: 'directive',
        text: line.slice(1).trim(),
        expected: [],
        status: 0,
      });
      at++;
    } else if (line.startsWith('$')) at = readCommand(lines, at, transcript);
    else {
      transcript.problems.push({ line: at + 1, message: `output without a command: ${line}` });
      at++;
    }
  }
  return transcript;
}

/** Reads a command and its output; returns the index of the line after it. */
function readCommand(lines: readonly string[], start: number, transcript: Transcript): number {
  let at = start;
  let command = (lines[at++] as string).slice(1).trim();
  const next = (): string | undefined => {
    const line = lines[at];
    if (line === undefined || !line.startsWith('>')) return undefined;
    at++;
    return line.replace(/^> ?/, '');
  };
  let stdin: string | undefined;
  for (;;) {
    const here = hereDocumentOf(command);
    if (here && !command.endsWith('\\')) {
      const body = readBody(next, here.delimiter);
      if (body === undefined) {
        transcript.problems.push({
          line: start + 1,
          message: `here-document without its end ${here.delimiter}`,
        });
      }
      command = here.command;
      stdin = body ?? '';
      break;
    }
    const more = next();
    if (more === undefined) break;
    command = command.endsWith('\\') ? command.slice(0, -1) + more : `${command}\n${more}`;
  }
  const expected: string[] = [];
  while (at < lines.length && !/^[$%#]/.test(lines[at] as string))
    expected.push((lines[at++] as string).trimEnd());
  trimBlank(expected);
  const mark = /^\[(\d+)\]$/.exec(expected.at(-1)?.trim() ?? '');
  if (mark) {
    expected.pop();
    trimBlank(expected);
  }
  const step: Step = {
    line: start + 1,
    type: 'command',
    text: command,
    expected,
    status: Number(mark?.[1] ?? '0'),
  };
  transcript.steps.push(stdin === undefined ? step : { ...step, stdin });
  return at;
}

function readBody(next: () => string | undefined, delimiter: string): string | undefined {
  let body = '';
  for (let line = next(); line !== undefined; line = next()) {
    if (line.trim() === delimiter) return body;
    body += `${line}\n`;
  }
  return undefined;
}

/** Removes blank lines at both ends, in place. */
export function trimBlank(lines: string[]): void {
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  while (lines.length > 0 && lines[0]?.trim() === '') lines.shift();
}
