import type { SessionStore } from '../../state/session';
import { cpuSeconds, heapAfterGc } from '../cost';
import type { Figure, Line } from '../figure';
import { play, playBusily, sessionOf } from '../loads/session';

const HOUR = 3_600_000;

/** How much an hour adds to the heap, after GC: checkpoints, trace, events, lanes; MB. */
function growth(session: SessionStore, hour: () => void): number {
  const before = heapAfterGc();
  hour();
  const grown = heapAfterGc() - before;
  if (session.getState().now === 0) throw new Error('the session must outlive the collection');
  return grown;
}

function line(title: string, at: number, most: number): Line {
  return { key: 'growth', title, unit: 'MB', aims: [{ at, most }] };
}

export const QUIET_HOUR: Figure = {
  name: 'quiet-hour',
  how: 'The page’s cluster plays for an hour in which the user does nothing.',
  lines: [line('heap growth in a quiet hour', 100, 20)],
  sizes: [100, 300, 1000],
  quickSizes: [100],
  runs: 1,
  measure(size) {
    const session = sessionOf(size);
    return { growth: growth(session, () => play(session, HOUR)) };
  },
};

export const BUSY_HOUR: Figure = {
  name: 'busy-hour',
  how: 'The same with a full rolling update (maxUnavailable 10 %) every five minutes: all that an hour of time travel keeps.',
  lines: [
    line('heap growth in an hour with a rollout every 5 min', 1000, 150),
    { key: 'cpu', title: 'playing that hour', unit: 's', aims: [] },
  ],
  sizes: [100, 300, 1000],
  quickSizes: [100],
  runs: 1,
  memory: 8000,
  measure(size) {
    const session = sessionOf(size);
    let cpu = 0;
    const grown = growth(session, () => (cpu = cpuSeconds(() => playBusily(session, HOUR))));
    return { growth: grown, cpu };
  },
};
