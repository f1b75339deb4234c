/** A recording as data: its lines, what each printed, and what happened after each. */
import { hereDocumentOf } from '../../src/kubectl/here-document';

/** Something that happened. */
export interface News {
  /** Seconds since the last action. */
  at: number;
  /** e.g. `pod nginx-<suffix-1> bound to worker-1` */
  text: string;
}

export interface Step {
  /** The first line, with `$` or `%`. */
  shown: string;
  type: 'command' | 'directive';
  /** Without `$` or `%`, and without a here-document. */
  text: string;
  stdin?: string;
  printed: string[];
  news: News[];
}

/** Lines that only look. */
export const LOOKS = /^(sleep|kubectl (get|describe|rollout (status|history)|wait))\b/;
/** Lines in which time passes. */
export const WAITS = /^(sleep|kubectl rollout status)\b/;

export function parseRecording(text: string): Step[] {
  const rows = text.trimEnd().split('\n');
  const steps: Step[] = [];
  let inHead = true;
  for (const row of rows) {
    if (inHead && row.startsWith('#')) continue;
    inHead = false;
    if (row.startsWith('$ ') || row.startsWith('% ')) steps.push(newStep(row));
    else read(row, steps.at(-1));
  }
  return steps.map(withInput);
}

function newStep(row: string): Step {
  const type = row.startsWith('$') ? 'command' : 'directive';
  return { shown: row, type, text: row.slice(2), printed: [], news: [] };
}

function read(row: string, step: Step | undefined): void {
  if (!step) throw new Error(`belongs to no command: ${row}`);
  const news = /^# {2}\+(\d+\.\d)s (.*)$/.exec(row);
  if (news) step.news.push({ at: Number(news[1]), text: news[2] ?? '' });
  else if (row.startsWith('> ') && step.printed.length === 0) step.text += `\n${row.slice(2)}`;
  else if (row.trim() !== '') step.printed.push(row.trimEnd());
}

function withInput(step: Step): Step {
  const [first = '', ...body] = step.text.split('\n');
  const here = hereDocumentOf(first);
  return here ? { ...step, text: here.command, stdin: `${body.slice(0, -1).join('\n')}\n` } : step;
}

/** Steps in which one thing after the other is done, and those that then wait. */
export function groupSteps(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  let waited = true;
  for (const step of steps) {
    const looks = step.type === 'command' && LOOKS.test(step.text);
    if (waited && !looks) groups.push([]);
    if (!looks) waited = false;
    if (WAITS.test(step.text)) waited = true;
    groups.at(-1)?.push(step);
  }
  return groups;
}
