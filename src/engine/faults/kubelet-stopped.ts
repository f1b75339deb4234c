import type { Fault } from './fault';

export const kubeletStopped: Fault = {
  id: 'kubelet-stopped',
  scope: 'node',
  title: 'Kubelet stopped',
  lesson: 'Containers run on, unattended; some 50 s later the node is NotReady (its conditions are Unknown).',
  broken: 'kubelet of {target} stopped',
  mended: 'kubelet of {target} started',
  effects: { kubelet: 'stopped' },
};
