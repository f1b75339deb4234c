/** The kubelets of all machines, as one component. Keys: `pod:<namespace>/<name>`, `node:<name>`, `gone:<uid>`, `static:<node>`. */
import { splitKey } from '../../k8s/ref';
import type { Pod } from '../../k8s/types';
import type { WatchEvent } from '../api/types';
import type { Component, Context } from '../component';
import { addMachine, adoptMachine, finishBoot, removeMachine, startKubelet, stopKubelet } from './machines';
import { dropPod, forget, runPod, syncPod } from './pod-worker';
import { initialState, type KubeletState, type Machine } from './state';
import { syncStaticPods } from './static-pods';
import { isMirror } from './work';

type Ctx = Context<KubeletState>;

export const kubelets: Component<KubeletState> = {
  name: 'kubelet',
  initialState,
  onInput(ctx, input) {
    if (input.type === 'add-node') addMachine(ctx, input);
    else if (input.type === 'break' || input.type === 'mend') {
      if (ctx.world.ofNode(input.target).kubelet === 'stopped') stopKubelet(ctx, input.target);
      else startKubelet(ctx, input.target);
    }
  },
  onEvent(ctx, event) {
    if (event.kind === 'Pod') podChanged(ctx, event);
    else if (event.kind === 'Node' && event.type !== 'MODIFIED')
      ctx.enqueue(`node:${event.object.metadata.name}`);
  },
  sync(ctx, key) {
    const colon = key.indexOf(':');
    const rest = key.slice(colon + 1);
    SYNC[key.slice(0, colon)]?.(ctx, rest);
  },
  onTimer(ctx, key) {
    const colon = key.indexOf(':');
    const rest = key.slice(colon + 1);
    if (key.startsWith('pod:')) podTimer(ctx, rest);
    else {
      const machine = ctx.state.machines.get(rest);
      if (machine) finishBoot(ctx, machine);
    }
  },
};

const SYNC: Record<string, (ctx: Ctx, rest: string) => void> = {
  pod(ctx, key) {
    const { namespace, name } = splitKey(key);
    const pod = ctx.read.get('Pod', namespace, name);
    const machine = pod && ctx.state.machines.get(pod.spec.nodeName ?? '');
    if (!pod || !machine?.running) return;
    if (isMirror(pod) && pod.metadata.deletionTimestamp !== undefined) removeMirror(ctx, machine, pod);
    else if (!isMirror(pod) || ctx.state.workers.has(pod.metadata.uid)) syncPod(ctx, machine, pod);
  },
  gone(ctx, uid) {
    const worker = ctx.state.workers.get(uid);
    const machine = worker && ctx.state.machines.get(worker.node);
    if (!worker || !machine?.running) return;
    dropPod(ctx, machine, worker);
  },
  node(ctx, name) {
    const node = ctx.read.get('Node', undefined, name);
    const machine = ctx.state.machines.get(name);
    if (machine && machine.uid !== node?.metadata.uid) removeMachine(ctx, machine);
    if (node && ctx.state.machines.get(name) === undefined) adoptMachine(ctx, node);
  },
  static(ctx, name) {
    const node = ctx.read.get('Node', undefined, name);
    const machine = ctx.state.machines.get(name);
    if (node && machine?.running && machine.staticPods) syncStaticPods(ctx, machine, node);
  },
};

/** What concerns a kubelet: a pod bound to a machine, changed by somebody else than the kubelet itself. */
function podChanged(ctx: Ctx, event: WatchEvent & { kind: 'Pod' }): void {
  const { state } = ctx;
  const { metadata, spec } = event.object;
  if (spec.nodeName === undefined || state.writing === metadata.uid) return;
  if (event.type !== 'DELETED') {
    if (state.machines.has(spec.nodeName)) ctx.enqueue(`pod:${metadata.namespace ?? ''}/${metadata.name}`);
    return;
  }
  const machine = state.machines.get(spec.nodeName);
  if (machine?.staticPods && isMirror(event.object)) ctx.enqueue(`static:${machine.name}`);
  if (state.workers.has(metadata.uid)) ctx.enqueue(`gone:${metadata.uid}`);
}

function podTimer(ctx: Ctx, uid: string): void {
  const worker = ctx.state.workers.get(uid);
  const machine = worker && ctx.state.machines.get(worker.node);
  if (!worker || !machine?.running) return;
  const pod = ctx.read.get('Pod', worker.namespace, worker.name);
  if (pod?.metadata.uid === uid) runPod({ ctx, machine, worker, pod });
}

/** The mirror goes at once; the containers behind it never notice. */
function removeMirror(ctx: Ctx, machine: Machine, pod: Pod): void {
  const { uid, namespace, name } = pod.metadata;
  const worker = ctx.state.workers.get(uid);
  if (worker) forget(ctx, machine, worker);
  ctx.api.delete('Pod', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
}

export { kubeletActivity } from './activity';
export type { KubeletState } from './state';
