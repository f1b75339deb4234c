/**
 * The pods that an owner keeps by its selector, as `claim` finds them, in step pod by pod: a watch event says which pod has changed, and
 * the owner's next sync looks at that pod and at no other. Derived from the objects, so no part of a checkpoint: it belongs to one state
 * of a component (`derivedFrom`), and a state that has been restored begins anew with one look at all pods of an owner.
 */
import { isTerminating } from '../k8s/conditions';
import { matchesSelector } from '../k8s/labels';
import { controllerOf } from '../k8s/owner';
import type { LabelSelector, Pod } from '../k8s/types';
import { deepEqual } from '../lib/equal';
import type { Reader, WatchEvent } from './api/types';
import type { Workload } from './claim';

/** What is counted of the pods. Told of each that came (no `before`), changed or went (no `now`); the order means nothing. */
export interface PodSums {
  changed(before: Pod | undefined, now: Pod | undefined): void;
}

export class OwnedPods<S extends PodSums> {
  /** By uid of the owner; those that have been asked for. */
  private readonly rosters = new Map<string, Roster<S>>();

  /** `isCandidate`: as `claim` has it. */
  constructor(private readonly isCandidate?: (pod: Pod) => boolean) {}

  /** To be told of every event of a pod. */
  note({ type, object, old }: Extract<WatchEvent, { kind: 'Pod' }>): void {
    const gone = type === 'DELETED';
    this.noteTo(controllerOf(object)?.uid, object, gone);
    if (old && old.metadata.ownerReferences !== object.metadata.ownerReferences)
      this.noteTo(controllerOf(old)?.uid, object, gone);
    // The last write of a pod may have changed its owner and let it go at once.
    if (gone) for (const roster of this.rosters.values()) roster.noteGone(object);
  }

  private noteTo(uid: string | undefined, pod: Pod, gone: boolean): void {
    if (uid !== undefined) this.rosters.get(uid)?.note(pod, gone);
  }

  /** The owner is gone. */
  forget(uid: string): void {
    this.rosters.delete(uid);
  }

  /** The pods of the owner as of now. Undefined: some are to be adopted or released first, which is for `claim` to do. */
  of(read: Reader, owner: Workload, newSums: () => S): Roster<S> | undefined {
    const { uid } = owner.metadata;
    const { selector } = owner.spec;
    let roster = this.rosters.get(uid);
    if (!roster?.goesBy(selector)) {
      roster = new Roster(uid, owner.metadata.namespace ?? '', selector, newSums(), this.isCandidate);
      this.rosters.set(uid, roster);
    }
    roster.look(read);
    return isTerminating(owner) || roster.isSettled(read) ? roster : undefined;
  }

  all(): Iterable<Roster<S>> {
    return this.rosters.values();
  }
}

/** The pods of one owner. */
export class Roster<S extends PodSums> {
  /** By name: as they were when they were looked at last. */
  private readonly kept = new Map<string, Pod>();
  /** Names of pods that carry the owner's reference, but do not match its selector. */
  private readonly unfit = new Set<string>();
  /** Pods that have changed since, by name; without a pod, those that are gone. Undefined: all have changed. */
  private changed: Map<string, Pod | undefined> | undefined;

  constructor(
    private readonly uid: string,
    private readonly namespace: string,
    private readonly selector: LabelSelector | undefined,
    readonly sums: S,
    private readonly isCandidate: (pod: Pod) => boolean = () => true,
  ) {}

  get size(): number {
    return this.kept.size;
  }

  /** In no order. */
  pods(): Iterable<Pod> {
    return { [Symbol.iterator]: () => this.kept.values() };
  }

  /** In order of their names, as `claim` gives them. */
  list(read: Reader): readonly Pod[] {
    const owned = read.ownedBy('Pod', this.uid);
    return owned.length === this.kept.size ? owned : owned.filter((pod) => this.holds(pod));
  }

  private holds({ metadata }: Pod): boolean {
    return metadata.namespace === this.namespace && this.kept.has(metadata.name);
  }

  note(pod: Pod, gone: boolean): void {
    const { namespace, name } = pod.metadata;
    // Pods of other namespaces may have the same names.
    if (namespace === this.namespace) this.changed?.set(name, gone ? undefined : pod);
  }

  noteGone(pod: Pod): void {
    const { name } = pod.metadata;
    if (this.kept.has(name) || this.unfit.has(name) || this.changed?.has(name)) this.note(pod, true);
  }

  goesBy(selector: LabelSelector | undefined): boolean {
    return this.selector === selector || deepEqual(this.selector, selector);
  }

  /** Takes in what has changed. */
  look(read: Reader): void {
    const { changed } = this;
    if (!changed) {
      this.changed = new Map();
      for (const pod of read.ownedBy('Pod', this.uid))
        if (pod.metadata.namespace === this.namespace) this.lookAt(pod.metadata.name, pod);
      return;
    }
    for (const [name, pod] of changed) this.lookAt(name, pod);
    changed.clear();
  }

  private lookAt(name: string, pod: Pod | undefined): void {
    const before = this.kept.get(name);
    const own = pod && controllerOf(pod)?.uid === this.uid && this.isCandidate(pod) ? pod : undefined;
    const now = own && matchesSelector(this.selector, own.metadata.labels) ? own : undefined;
    if (own && !now) this.unfit.add(name);
    else this.unfit.delete(name);
    if (now) this.kept.set(name, now);
    else this.kept.delete(name);
    if (before !== now) this.sums.changed(before, now);
  }

  /** Whether nothing is to be adopted or released. */
  isSettled(read: Reader): boolean {
    return (
      this.unfit.size === 0 &&
      !read
        .orphans('Pod', this.namespace)
        .some(
          (pod) =>
            !isTerminating(pod) &&
            matchesSelector(this.selector, pod.metadata.labels) &&
            this.isCandidate(pod),
        )
    );
  }
}
