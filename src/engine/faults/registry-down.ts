import type { Fault } from './fault';

export const registryDown: Fault = {
  id: 'registry-down',
  scope: 'cluster',
  title: 'Image registry down',
  lesson:
    'Images that a node has already are used, unless the pull policy is Always; everything else waits in ImagePullBackOff.',
  broken: 'image registry down',
  mended: 'image registry back',
  effects: { registry: 'down' },
};
