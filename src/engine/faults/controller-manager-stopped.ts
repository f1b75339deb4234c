import type { Fault } from './fault';

export const controllerManagerStopped: Fault = {
  id: 'controller-manager-stopped',
  scope: 'cluster',
  title: 'Controller manager stopped',
  lesson:
    'The API server takes every change, but no controller acts: no pod is created or replaced, no lost node is noticed.',
  broken: 'kube-controller-manager stopped',
  mended: 'kube-controller-manager started',
  effects: { process: 'kube-controller-manager' },
};
