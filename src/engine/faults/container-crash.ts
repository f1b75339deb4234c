import type { Fault } from './fault';

export const containerCrash: Fault = {
  id: 'container-crash',
  scope: 'pod',
  once: true,
  title: 'Container crash',
  lesson:
    'The containers exit with code 1; the kubelet restarts them, at once the first time, then with growing back-off.',
  broken: 'containers of {target} crashed',
  effects: { exit: { code: 1, reason: 'Error' } },
};
