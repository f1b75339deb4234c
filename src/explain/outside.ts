/** What the page knows and the API server does not: which processes do not run, which machines are off or out of reach. */
import type { WorldReader } from '../engine/index';

/** Whether the process that runs the controllers does not. */
export function controllersStopped(world: WorldReader | undefined): boolean {
  return world?.stopped('kube-controller-manager') ?? false;
}

export function schedulerStopped(world: WorldReader | undefined): boolean {
  return world?.stopped('kube-scheduler') ?? false;
}

/** What the controllers are about to do, and that they do not while they are stopped. */
export function byControllers(world: WorldReader | undefined, sentence: string): string {
  if (!controllersStopped(world)) return sentence;
  return `${sentence} kube-controller-manager is stopped: nothing of this happens until it runs again.`;
}

/** Why nothing is heard of a node, as someone at the machine would say it. */
export interface Outage {
  /** A few words: `the kubelet is stopped`. */
  reason: string;
  /** What goes on there meanwhile: `containers run on`. */
  meanwhile: string;
}

export function outageOf(world: WorldReader | undefined, node: string): Outage | undefined {
  const { power, kubelet, network } = world?.ofNode(node) ?? {};
  if (power === 'off') return { reason: 'the machine is off', meanwhile: 'nothing runs there' };
  if (kubelet === 'stopped') return { reason: 'the kubelet is stopped', meanwhile: 'containers run on' };
  if (network === 'cut')
    return { reason: 'it is cut off from the control plane', meanwhile: 'kubelet and containers run on' };
  return undefined;
}

/** ` Seen from outside: the machine is off, nothing runs there.` */
export function seenFromOutside(world: WorldReader | undefined, node: string): string {
  const outage = outageOf(world, node);
  return outage ? ` Seen from outside: ${outage.reason}, ${outage.meanwhile}.` : '';
}

/** A node is silent, and its Node object still says Ready. */
export function unnoticed(
  world: WorldReader | undefined,
  node: string,
  { reason, meanwhile }: Outage,
): string {
  const noticed = controllersStopped(world)
    ? 'kube-controller-manager is stopped, so nobody notices.'
    : 'The control plane has not noticed yet.';
  return `Nothing is heard of ${node}: ${reason}, ${meanwhile}. The API server shows the last report. ${noticed}`;
}
