import type { Fault } from './fault';

export const outOfMemory: Fault = {
  id: 'out-of-memory',
  scope: 'pod',
  once: true,
  title: 'Out of memory',
  lesson:
    'The kernel kills the containers with exit code 137 (OOMKilled). The kubelet starts them again, as after any other end.',
  broken: 'containers of {target} killed: out of memory',
  effects: { exit: { code: 137, reason: 'OOMKilled' } },
};
