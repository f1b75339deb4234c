/** The container network of a machine: a DaemonSet may bring it, by a configuration that its pods put on the machine. */
import { matchesNodeSelectorAndAffinity } from '../../k8s/node-affinity';
import type { PodSpec } from '../../k8s/types';
import type { Context } from '../component';
import type { KubeletState, Machine } from './state';
import type { Work } from './work';

/** Where container runtimes look for the configuration of the network. */
const CONFIGURATION = /^\/etc\/cni\/net\.d\/?$/;

function bringsNetwork({ volumes }: PodSpec): boolean {
  return volumes?.some(({ hostPath }) => hostPath && CONFIGURATION.test(hostPath.path)) ?? false;
}

/** Whether the network of a machine that has booted waits for an agent; without one for the node it is there. */
export function awaitsAgent(ctx: Context<KubeletState>, machine: Machine): boolean {
  const node = ctx.read.get('Node', undefined, machine.name);
  const awaited = ctx.read.list('DaemonSet').some(({ spec: { template } }) => {
    const { spec } = template;
    return node && spec && bringsNetwork(spec) && matchesNodeSelectorAndAffinity(spec, node);
  });
  if (!awaited) return false;
  return !ctx.read.podsOnNode(machine.name).some(({ metadata, spec }) => {
    const worker = ctx.state.workers.peek(metadata.uid);
    return bringsNetwork(spec) && worker?.main.some(({ runs }) => runs > 0);
  });
}

/** The agent has started: the machine looks at once whether its network is up. */
export function noticeAgent({ ctx, machine, worker, pod }: Work): void {
  if (machine.networkReady || !bringsNetwork(pod.spec) || !worker.main.some(({ runs }) => runs > 0)) return;
  ctx.setTimer(`boot:${machine.name}`, Math.max(ctx.now, machine.bootEnds ?? 0));
}
