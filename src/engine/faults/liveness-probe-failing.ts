import type { Fault } from './fault';

export const livenessProbeFailing: Fault = {
  id: 'liveness-probe-failing',
  scope: 'pod',
  title: 'Liveness probe failing',
  lesson:
    'After failureThreshold failures the kubelet restarts the container, then again with growing back-off.',
  broken: 'liveness probe of {target} fails',
  mended: 'liveness probe of {target} passes again',
  effects: { probe: 'liveness' },
};
