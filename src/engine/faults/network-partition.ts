import type { Fault } from './fault';

export const networkPartition: Fault = {
  id: 'network-partition',
  scope: 'node',
  title: 'Network partition',
  lesson: 'Kubelet and containers run on, cut off; to the control plane it looks like a crash.',
  broken: 'network of {target} cut off',
  mended: 'network of {target} restored',
  effects: { network: 'cut' },
};
