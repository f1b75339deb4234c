import type { Fault } from './fault';

export const nodeCrashed: Fault = {
  id: 'node-crashed',
  scope: 'node',
  title: 'Node crashed',
  lesson:
    'The machine is off and its containers are gone, but the API server only knows that it hears nothing: pods keep their last status. They come back with the machine, or go when the Node object is deleted.',
  broken: 'machine {target} crashed',
  mended: 'machine {target} switched on again',
  effects: { power: 'off' },
};
