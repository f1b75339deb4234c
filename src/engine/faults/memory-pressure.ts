import type { Fault } from './fault';

export const memoryPressure: Fault = {
  id: 'memory-pressure',
  scope: 'node',
  title: 'Memory pressure',
  lesson:
    'The node is short of memory: it is tainted, pods that use more than they asked for are evicted first, and BestEffort pods are not admitted.',
  broken: 'memory pressure on {target}',
  mended: 'memory pressure on {target} over',
  effects: { pressure: 'memory' },
};
