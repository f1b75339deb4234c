/** Plays that once went wrong, as they were shrunk. Each says what was wrong, and stays for ever. */
import type { Play, SetChoice } from './action';

const PLAIN: SetChoice = {
  strategy: { type: 'RollingUpdate', maxUnavailable: 1, maxSurge: 0 },
  image: 'a:1',
  select: 'all',
  tolerate: 'nothing',
  minReadySeconds: 0,
  cpu: '0',
  hostPort: false,
  probes: false,
  priority: 'none',
  grace: 0,
  limit: 0,
};

export const PINNED: readonly [bug: string, play: Play][] = [
  [
    // The controller asked itself every millisecond whether the deadline was missed, which no longer could be.
    'a hot loop: a Deployment that was complete once and is not, ten minutes later',
    {
      nodes: 3,
      first: PLAIN,
      actions: [
        { do: 'deployment', replicas: 1, cpu: '0', image: 'a:crash', surge: 0, recreate: false },
        { do: 'wait', ms: 580_000 },
        { do: 'wait', ms: 60_000 },
      ],
    },
  ],
  [
    // The law itself: it did not know that a new machine has no memory of what another one ran.
    'a node that is deleted and added again while its pod is still there',
    {
      nodes: 3,
      first: {
        ...PLAIN,
        strategy: { type: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 },
        image: 'a:crash',
      },
      actions: [
        { do: 'wait', ms: 15_000 },
        { do: 'delete-node', node: 0 },
        { do: 'delete-node', node: 0 },
        { do: 'add-node', node: 1, kind: 'ready' },
        { do: 'taint', node: 0, key: 'a', effect: 'NoSchedule' },
      ],
    },
  ],
  [
    // The machine, booting again, took the deletion of the mirror for that of the pod, and never started it.
    'a control plane that crashes when the mirror of a static pod is being deleted',
    {
      nodes: 5,
      first: { ...PLAIN, strategy: { type: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 } },
      actions: [
        { do: 'delete-node', node: 0 },
        { do: 'add-node', node: 5, kind: 'control-plane' },
        { do: 'break', fault: 'node-crashed', target: 9 },
        { do: 'evict', pod: 4 },
      ],
    },
  ],
];
