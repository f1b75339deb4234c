import type { Reader } from '../engine/index';
import { pinnedNodeName } from '../k8s/node-affinity';
import { controllerOf } from '../k8s/owner';
import type { Pod } from '../k8s/types';

const NONE: readonly Pod[] = [];

/** Pods of DaemonSets that the scheduler has not bound yet, by the node their affinity names (DS-27). */
export class WaitingPods {
  private readonly sets: ReadonlySet<string>;
  private readonly nodeOf = new Map<string, string>();
  private readonly byNode = new Map<string, Map<string, Pod>>();

  /** `sets`: uids of the DaemonSets that are drawn. */
  constructor(read: Reader, sets: readonly string[]) {
    this.sets = new Set(sets);
    for (const uid of sets)
      for (const pod of read.ownedBy('Pod', uid)) if (!pod.spec.nodeName) this.note(pod, false);
  }

  /** Whether they are the pods of these sets. */
  isOf(sets: readonly string[]): boolean {
    return sets.length === this.sets.size && sets.every((uid) => this.sets.has(uid));
  }

  on(node: string): readonly Pod[] {
    const pods = this.byNode.get(node);
    return pods ? [...pods.values()] : NONE;
  }

  /** Takes in a pod as it is now; the node whose tile shows it, if any. */
  note(pod: Pod, gone: boolean): string | undefined {
    const { uid } = pod.metadata;
    const { nodeName } = pod.spec;
    const node = nodeName || this.nodeOf.get(uid) || this.pinned(pod);
    if (node === undefined) return undefined;
    if (!gone && !nodeName) this.keep(node, pod);
    else this.drop(node, uid);
    return node;
  }

  private pinned(pod: Pod): string | undefined {
    return this.sets.has(controllerOf(pod)?.uid ?? '') ? pinnedNodeName(pod) : undefined;
  }

  private keep(node: string, pod: Pod): void {
    const { uid } = pod.metadata;
    this.nodeOf.set(uid, node);
    const pods = this.byNode.get(node);
    if (pods) pods.set(uid, pod);
    else this.byNode.set(node, new Map([[uid, pod]]));
  }

  private drop(node: string, uid: string): void {
    if (!this.nodeOf.delete(uid)) return;
    const pods = this.byNode.get(node);
    pods?.delete(uid);
    if (pods?.size === 0) this.byNode.delete(node);
  }
}
