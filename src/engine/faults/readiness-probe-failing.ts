import type { Fault } from './fault';

export const readinessProbeFailing: Fault = {
  id: 'readiness-probe-failing',
  scope: 'pod',
  title: 'Readiness probe failing',
  lesson: 'After failureThreshold failures the pod is not Ready and so unavailable, but it is not restarted.',
  broken: 'readiness probe of {target} fails',
  mended: 'readiness probe of {target} passes again',
  effects: { probe: 'readiness' },
};
