import { Cluster } from '../../engine/index';
import type { SessionStore } from '../../state/session';
import { cpuSeconds, heapAfterGc } from '../cost';
import type { Figure } from '../figure';
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

/** A cluster that knows of the present moment only: the same objects, events among them, and nothing of how they came. */
function onlyPresent({ cluster }: ReturnType<SessionStore['getState']>): Cluster {
  const present = new Cluster({ seed: 1, startTime: cluster.now });
  present.restore(cluster.checkpoint());
  return present;
}

export const QUIET_HOUR: Figure = {
  name: 'quiet-hour',
  how: 'The page’s cluster plays for an hour in which the user does nothing.',
  lines: [{ key: 'growth', title: 'heap growth in a quiet hour', unit: 'MB', aims: [{ at: 100, most: 20 }] }],
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
  how: 'The same with a full rolling update (maxUnavailable 10 %) every five minutes. The history of that hour is what a cluster that goes on from the present moment does without: checkpoints, trace and lanes; the stored events it has, too.',
  lines: [
    { key: 'growth', title: 'heap growth in an hour with a rollout every 5 min', unit: 'MB', aims: [] },
    { key: 'history', title: 'the history of that hour', unit: 'MB', aims: [{ at: 1000, most: 150 }] },
    { key: 'cpu', title: 'playing that hour', unit: 's', aims: [] },
  ],
  sizes: [100, 300, 1000],
  quickSizes: [100],
  runs: 1,
  memory: 8000,
  measure(size) {
    const { present, whole, ...figures } = busyHour(size);
    const history = whole - heapAfterGc();
    if (present.now === 0) throw new Error('the present must outlive the collection');
    return { ...figures, history };
  },
};

/** A function of its own: nothing of the session outlives it. `whole`: the heap with all of it, MB. */
function busyHour(size: number): { present: Cluster; whole: number; growth: number; cpu: number } {
  const session = sessionOf(size);
  let cpu = 0;
  const grown = growth(session, () => (cpu = cpuSeconds(() => playBusily(session, HOUR))));
  const whole = heapAfterGc();
  return { present: onlyPresent(session.getState()), whole, growth: grown, cpu };
}
