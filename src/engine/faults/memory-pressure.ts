import type { Fault } from './fault';

export const memoryPressure: Fault = {
  id: 'memory-pressure',
  scope: 'node',
  title: 'Memory pressure',
  lesson:
    'The kubelet evicts pods, those above their memory requests first, and the node is tainted memory-pressure:NoSchedule.',
  broken: 'memory pressure on {target}',
  mended: 'memory pressure on {target} over',
  effects: { pressure: 'memory' },
};
