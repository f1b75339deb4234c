import { cpuMilliseconds, elapsedMilliseconds } from '../cost';
import type { Figure } from '../figure';
import { playBusily, seek, sessionOf } from '../loads/session';
import { percentile } from '../statistics';

const HALF_AN_HOUR = 1_800_000;
const SEEKS = 60;

export const SEEK: Figure = {
  name: 'seek',
  how: 'Half an hour with a full rolling update every five minutes (maxUnavailable 10 %), then 60 seeks to times spread evenly over it, back and ahead in turns: real time, and CPU time of all threads.',
  lines: [
    {
      key: 'max',
      title: 'seek anywhere in 30 busy minutes, longest',
      unit: 'ms',
      aims: [{ at: 1000, most: 100 }],
    },
    { key: 'cpu', title: 'the same, CPU of all threads', unit: 'ms', aims: [] },
    { key: 'p95', title: 'seek anywhere in 30 busy minutes, p95', unit: 'ms', aims: [] },
    { key: 'back', title: 'seek back, median', unit: 'ms', aims: [] },
    { key: 'ahead', title: 'seek ahead, median', unit: 'ms', aims: [] },
  ],
  sizes: [100, 300, 1000],
  quickSizes: [100, 200, 300],
  runs: 1,
  memory: 8000,
  measure(size) {
    const session = sessionOf(size);
    const start = session.getState().now;
    playBusily(session, HALF_AN_HOUR);
    const back: number[] = [];
    const ahead: number[] = [];
    let cpu = 0;
    for (let i = 0; i < SEEKS; i++) {
      // The golden ratio spreads them evenly, and most steps are long ones.
      const time = start + Math.round(((i * 0.618_033_988_75) % 1) * HALF_AN_HOUR);
      const list = time < session.getState().now ? back : ahead;
      const taken = cpuMilliseconds(() => list.push(elapsedMilliseconds(() => seek(session, time))));
      cpu = Math.max(cpu, taken);
    }
    const all = [...back, ...ahead];
    return {
      max: Math.max(...all),
      cpu,
      p95: percentile(all, 95),
      back: percentile(back, 50),
      ahead: percentile(ahead, 50),
    };
  },
};
