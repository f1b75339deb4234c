import type { Fault } from './fault';

export const controllerManagerStopped: Fault = {
  id: 'controller-manager-stopped',
  scope: 'cluster',
  title: 'Controller manager stopped',
  lesson:
    'The API server takes every change, and nothing follows: no pods are made or replaced, no rollout moves, status counters stay as they were, lost nodes are not noticed.',
  broken: 'kube-controller-manager stopped',
  mended: 'kube-controller-manager started',
  effects: { process: 'kube-controller-manager' },
};
