import type { Fault } from './fault';

export const pidPressure: Fault = {
  id: 'pid-pressure',
  scope: 'node',
  title: 'PID pressure',
  lesson: 'The node runs out of process ids: it is tainted, and pods are evicted.',
  broken: 'pid pressure on {target}',
  mended: 'pid pressure on {target} over',
  effects: { pressure: 'pid' },
};
