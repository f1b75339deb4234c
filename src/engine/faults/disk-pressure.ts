import type { Fault } from './fault';

export const diskPressure: Fault = {
  id: 'disk-pressure',
  scope: 'node',
  title: 'Disk pressure',
  lesson:
    'The disk of the node is full: it is tainted, and pods are evicted. DaemonSet pods tolerate the taint, come back at once, and may be evicted again.',
  broken: 'disk pressure on {target}',
  mended: 'disk pressure on {target} over',
  effects: { pressure: 'disk' },
};
