import type { Fault } from './fault';

export const diskPressure: Fault = {
  id: 'disk-pressure',
  scope: 'node',
  title: 'Disk pressure',
  lesson:
    'The kubelet evicts pods and admits only critical ones; other daemon pods tolerate the taint and fail again and again.',
  broken: 'disk pressure on {target}',
  mended: 'disk pressure on {target} over',
  effects: { pressure: 'disk' },
};
