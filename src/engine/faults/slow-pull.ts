import type { Fault } from './fault';

export const slowPull: Fault = {
  id: 'slow-pull',
  scope: 'cluster',
  title: 'Slow pulls',
  lesson: 'Pulling an image takes ten times as long, which draws out every rollout.',
  broken: 'image pulls slowed down',
  mended: 'image pulls fast again',
  effects: { pullFactor: 10 },
};
