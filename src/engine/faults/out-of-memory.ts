import type { Fault } from './fault';

export const outOfMemory: Fault = {
  id: 'out-of-memory',
  scope: 'pod',
  once: true,
  title: 'Out of memory',
  lesson:
    'The kernel kills the containers (OOMKilled, exit code 137); the kubelet restarts them as after a crash.',
  broken: 'containers of {target} killed: out of memory',
  effects: { exit: { code: 137, reason: 'OOMKilled' } },
};
