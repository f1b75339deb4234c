import type { Fault } from './fault';

export const containerCrash: Fault = {
  id: 'container-crash',
  scope: 'pod',
  once: true,
  title: 'Container crash',
  lesson:
    'The containers of the pod exit with code 1. The kubelet starts them again: at once the first time, then ever later.',
  broken: 'containers of {target} crashed',
  effects: { exit: { code: 1, reason: 'Error' } },
};
