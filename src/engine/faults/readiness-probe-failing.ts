import type { Fault } from './fault';

export const readinessProbeFailing: Fault = {
  id: 'readiness-probe-failing',
  scope: 'pod',
  title: 'Readiness probe failing',
  lesson:
    'The pod turns not Ready after failureThreshold failures and takes part of the budget of a rollout, but is not restarted.',
  broken: 'readiness probe of {target} fails',
  mended: 'readiness probe of {target} passes again',
  effects: { probe: 'readiness' },
};
