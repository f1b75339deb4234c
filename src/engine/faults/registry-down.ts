import type { Fault } from './fault';

export const registryDown: Fault = {
  id: 'registry-down',
  scope: 'cluster',
  title: 'Image registry down',
  lesson: 'No image can be pulled: ImagePullBackOff where the node lacks it, or imagePullPolicy is Always.',
  broken: 'image registry down',
  mended: 'image registry back',
  effects: { registry: 'down' },
};
