/** The tasks of the page's thread, from the browser's own trace: exact, where a timer in the page could only guess. */
import type { Browser, Page } from '@playwright/test';

export interface Tasks {
  /** The longest, milliseconds from begin to end; and the most CPU time of one. */
  longest: number;
  longestCpu: number;
  /** Share of the time that the thread was at work, 0 … 1, by its CPU time. */
  busy: number;
}

interface TraceEvent {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** `run` takes seconds, not minutes: a trace grows fast, and one that was cut short is refused. */
export async function tasksDuring(browser: Browser, page: Page, run: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  const started = performance.now();
  await run();
  const passed = performance.now() - started;
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const tasks = tasksOf(trace.traceEvents);
  const [first, last] = [tasks[0], tasks.at(-1)];
  if (!first || !last) throw new Error('the trace has no tasks of a page');
  const traced = (last.ts - first.ts) / 1000;
  if (traced < 0.9 * passed) throw new Error('the trace was cut short');
  const walls = tasks.map(({ dur = 0 }) => dur / 1000);
  const cpus = tasks.map(({ dur = 0, tdur = dur }) => tdur / 1000);
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  return {
    longest: most(walls),
    longestCpu: most(cpus),
    busy: cpus.reduce((sum, time) => sum + time, 0) / traced,
  };
}

/** Those of the busiest page's main thread, in order. */
function tasksOf(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = events.filter(
    ({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const all = events.filter(({ ph, name }) => ph === 'X' && name === 'ThreadControllerImpl::RunTask');
  const lists = threads.map(({ pid, tid }) => all.filter((e) => e.pid === pid && e.tid === tid));
  const busiest = lists.reduce((a, b) => (b.length > a.length ? b : a), []);
  return busiest.toSorted((a, b) => a.ts - b.ts);
}
