/** What a fault of a machine takes from its kubelet: work, or only the way to the control plane. */
import type { Context } from '../component';
import type { KubeletState, Machine } from './state';

/**
 * all: the kubelet works and reaches the control plane and the registry; alone: it works with what it knows; stopped: the machine runs
 * without it; off: nothing runs.
 */
export type Reach = 'all' | 'alone' | 'stopped' | 'off';

type World = Pick<Context<KubeletState>, 'world'>;

export function reachOf({ world }: World, { name, running }: Machine): Reach {
  const { power, network } = world.ofNode(name);
  if (power === 'off') return 'off';
  if (!running) return 'stopped';
  return network === 'cut' ? 'alone' : 'all';
}

/** Whether the kubelet process runs on a machine that has power: it looks after the containers it knows. */
export function kubeletWorks(ctx: World, machine: Machine): boolean {
  const reach = reachOf(ctx, machine);
  return reach === 'all' || reach === 'alone';
}

/** Whether it also reaches the control plane and the registry: it hears of changes, and may report. */
export function reaches(ctx: World, machine: Machine): boolean {
  return reachOf(ctx, machine) === 'all';
}
