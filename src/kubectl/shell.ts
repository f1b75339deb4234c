/** Who moves the clock while a command waits. */
import { allowance, type Budget, type Cluster } from '../engine/index';
import type { Pause } from './command';
import { runLine, type Output, type Stream } from './run-line';

/** Longest a command may wait, virtual milliseconds. */
const PATIENCE = 24 * 3_600_000;
/** Exit status of a command that would wait for ever, as `timeout` gives it. */
const GAVE_UP = 124;

/** What a command printed and how it ended. */
export interface Printed {
  /** What a terminal shows: both streams in order, newlines included. */
  output: string;
  /** The same, line by line, without newlines. */
  lines: { stream: Stream; text: string }[];
  status: number;
}

interface Part {
  stream: Stream;
  text: string;
}

function collector(): { parts: Part[]; out: Output } {
  const parts: Part[] = [];
  return { parts, out: (text, stream) => void (text !== '' && parts.push({ stream, text })) };
}

function printed(parts: readonly Part[], status: number): Printed {
  const lines = parts.flatMap(({ stream, text }) =>
    text
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => ({ stream, text: line })),
  );
  return { output: parts.map((p) => p.text).join(''), lines, status };
}

/** Runs to the end, moving the clock as far as the command needs. */
export function runBlocking(cluster: Cluster, line: string, stdin?: string): Printed {
  const { parts, out } = collector();
  const run = runLine(cluster, line, stdin, out);
  const limit = cluster.now + PATIENCE;
  for (;;) {
    const step = run.next();
    if (step.done) {
      cluster.settle();
      return printed(parts, step.value);
    }
    if (step.value.type === 'breath') continue;
    cluster.settle();
    const waited = pass(cluster, step.value, limit);
    if (waited === undefined) continue;
    run.return(GAVE_UP);
    out(`error: gave up waiting: ${waited}\n`, 'stderr');
    return printed(parts, GAVE_UP);
  }
}

/** Moves the clock until the pause is over; the reason when it never will be. */
function pass(
  cluster: Cluster,
  pause: Exclude<Pause, { type: 'breath' }>,
  limit: number,
): string | undefined {
  // A single pause may be longer; only what goes on and on is ended.
  if (cluster.now > limit) return 'the command has not ended within 24 hours';
  if (pause.type === 'until') {
    cluster.advanceTo(pause.time);
    return undefined;
  }
  while (!pause.watch.ready()) {
    const next = cluster.nextTime();
    if (pause.deadline !== undefined && (next === undefined || next > pause.deadline)) {
      cluster.advanceTo(pause.deadline);
      return undefined;
    }
    if (next === undefined) return 'nothing more will happen in this cluster';
    if (next > limit) return 'nothing changed for the command within 24 hours';
    cluster.advanceTo(next);
  }
  return undefined;
}

/** Runs up to where the command would wait and stops there: the page goes on playing while kubectl would wait. */
export function runDetached(cluster: Cluster, line: string, stdin?: string): Printed {
  const run = new DetachedRun(cluster, line, stdin);
  run.goOn(Number.POSITIVE_INFINITY);
  cluster.settle();
  return run.printed;
}

/**
 * The same in parts: the bytes are those of `runDetached`, provided that nothing else touches the cluster before the run has ended.
 * What its last input set going is left to be settled.
 */
export class DetachedRun {
  /** How much of it is done, 0…1; as far as the command can tell. */
  share = 0;
  private readonly parts: Part[];
  private readonly run: ReturnType<typeof runLine>;
  private status = 0;
  private begun = false;

  constructor(
    private readonly cluster: Cluster,
    line: string,
    stdin?: string,
  ) {
    const { parts, out } = collector();
    this.parts = parts;
    this.run = runLine(cluster, line, stdin, out);
  }

  /** What it has printed so far, and how it ended. */
  get printed(): Printed {
    return printed(this.parts, this.status);
  }

  /** Goes on within the budget, whose items are the engine's and the command's own steps. True when the command has ended. */
  goOn(budget: Budget): boolean {
    const { cluster, run } = this;
    const mayGoOn = allowance(budget);
    if (!this.begun && !cluster.advanceTo(cluster.now, mayGoOn)) return false;
    this.begun = true;
    for (;;) {
      if (!cluster.drain(mayGoOn) || !mayGoOn()) return false;
      const step = cluster.unhurried(() => run.next());
      if (!step.done && step.value.type === 'breath') {
        this.share = step.value.share;
        continue;
      }
      if (step.done) this.status = step.value;
      else run.return(0);
      return true;
    }
  }
}

export { runLine };
