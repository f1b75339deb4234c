/** Costs of a piece of work in this process. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * CPU seconds, user and system, of all threads of the process: garbage collection and compilation count. The engine never
 * waits, so on a quiet machine this is what a user waits.
 */
export function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export function cpuMilliseconds(run: () => void): number {
  return cpuSeconds(run) * 1000;
}

/** Milliseconds that pass, for what somebody waits for while other threads collect and compile. */
export function elapsedMilliseconds(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}

let collect: (() => void) | undefined;

/** Used heap after a full garbage collection, MB (10^6 bytes). */
export function heapAfterGc(): number {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}
