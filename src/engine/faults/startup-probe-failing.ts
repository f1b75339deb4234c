import type { Fault } from './fault';

export const startupProbeFailing: Fault = {
  id: 'startup-probe-failing',
  scope: 'pod',
  title: 'Startup probe failing',
  lesson:
    'A container that starts now never counts as started; after failureThreshold failures it is restarted.',
  broken: 'startup probe of {target} fails',
  mended: 'startup probe of {target} passes again',
  effects: { probe: 'startup' },
};
