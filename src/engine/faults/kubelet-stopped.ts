import type { Fault } from './fault';

export const kubeletStopped: Fault = {
  id: 'kubelet-stopped',
  scope: 'node',
  title: 'Kubelet stopped',
  lesson:
    'Containers run on, but nobody looks after them and nothing is reported. After about 50 seconds the node is NotReady (unknown), and its pods are marked not Ready.',
  broken: 'kubelet of {target} stopped',
  mended: 'kubelet of {target} started',
  effects: { kubelet: 'stopped' },
};
