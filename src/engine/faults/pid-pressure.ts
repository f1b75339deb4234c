import type { Fault } from './fault';

export const pidPressure: Fault = {
  id: 'pid-pressure',
  scope: 'node',
  title: 'PID pressure',
  lesson:
    'The kubelet evicts pods and admits only critical ones; the node is tainted pid-pressure:NoSchedule.',
  broken: 'pid pressure on {target}',
  mended: 'pid pressure on {target} over',
  effects: { pressure: 'pid' },
};
