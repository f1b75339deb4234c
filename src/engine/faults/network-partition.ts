import type { Fault } from './fault';

export const networkPartition: Fault = {
  id: 'network-partition',
  scope: 'node',
  title: 'Network partition',
  lesson:
    'The node cannot reach the control plane. Kubelet and containers run on with the pods they know; seen from the control plane it looks the same as a crash.',
  broken: 'network of {target} cut off',
  mended: 'network of {target} restored',
  effects: { network: 'cut' },
};
