import type { Fault } from './fault';

export const nodeCrashed: Fault = {
  id: 'node-crashed',
  scope: 'node',
  title: 'Node crashed',
  lesson:
    'Its containers are gone; the control plane just hears nothing, and some 50 s later the node is NotReady.',
  broken: 'machine {target} crashed',
  mended: 'machine {target} switched on again',
  effects: { power: 'off' },
};
