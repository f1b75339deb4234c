/** The cluster as a client sees it that does nothing but watch: every change in order, with who made it, and what there was before. */
import type { BuiltInKind, BuiltInKindMap, KubeObject, Pod } from '../../../k8s/types';
import type { Cluster } from '../../cluster';
import type { TimedEvent, Watch } from '../../watches';

const KINDS: readonly BuiltInKind[] = [
  'ControllerRevision',
  'DaemonSet',
  'Deployment',
  'Event',
  'Namespace',
  'Node',
  'Pod',
  'PodDisruptionBudget',
  'ReplicaSet',
  'ServiceAccount',
  'PriorityClass',
];

export interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  kind: BuiltInKind;
  object: KubeObject;
  /** What was stored before. */
  old?: KubeObject;
  /** Who wrote it: a component, or `user`. */
  by: string;
  /** ms since the epoch. */
  at: number;
}

type Objects = Map<string, Map<string, KubeObject>>;

/** What is stored, by kind; the laws read no other thing. */
export class Picture {
  private readonly kinds: Objects = new Map();

  list<K extends BuiltInKind>(kind: K): BuiltInKindMap[K][] {
    return [...(this.kinds.get(kind)?.values() ?? [])] as unknown as BuiltInKindMap[K][];
  }

  find<K extends BuiltInKind>(
    kind: K,
    namespace: string | undefined,
    name: string,
  ): BuiltInKindMap[K] | undefined {
    return this.kinds.get(kind)?.get(`${namespace ?? ''}/${name}`) as unknown as
      BuiltInKindMap[K] | undefined;
  }

  set<K extends BuiltInKind>(kind: K, object: BuiltInKindMap[K] | KubeObject): void {
    let list = this.kinds.get(kind);
    if (!list) this.kinds.set(kind, (list = new Map()));
    list.set(keyOf(object as KubeObject), object as KubeObject);
  }

  /** A picture of its own, to be painted over. */
  copy(): Picture {
    const picture = new Picture();
    for (const [kind, list] of this.kinds) picture.kinds.set(kind, new Map(list));
    return picture;
  }

  remove(kind: BuiltInKind, object: KubeObject): void {
    this.kinds.get(kind)?.delete(keyOf(object));
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

export class Mirror extends Picture {
  private readonly watches: [BuiltInKind, Watch][];

  constructor(private readonly cluster: Cluster) {
    super();
    for (const kind of KINDS) for (const object of cluster.read.list(kind)) this.set(kind, object);
    this.watches = KINDS.map((kind) => [kind, cluster.watch(kind)]);
  }

  /** Follows what has happened; `look` sees each change BEFORE the picture has it. */
  follow(look: (change: Change) => void): void {
    const events: [BuiltInKind, TimedEvent][] = [];
    for (const [kind, watch] of this.watches) for (const event of watch.take()) events.push([kind, event]);
    events.sort(([, a], [, b]) => a.revision - b.revision);
    const records = this.cluster.trace.records();
    const first = records[0]?.id ?? 1;
    for (const [kind, { type, object, cause, at }] of events) {
      const old = this.find(kind, object.metadata.namespace, object.metadata.name);
      const by = records[cause - first]?.by ?? '';
      look({ type, kind, object: object as KubeObject, ...(old && { old }), by, at });
      if (type === 'DELETED') this.remove(kind, object as KubeObject);
      else this.set(kind, object as KubeObject);
    }
  }
}

/** Finished pods never run again; terminating ones are on their way out. */
export function isLive({ metadata, status }: Pod): boolean {
  return (
    metadata.deletionTimestamp === undefined && status.phase !== 'Succeeded' && status.phase !== 'Failed'
  );
}

export function controllerUid({ metadata }: KubeObject): string | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller)?.uid;
}

/** Pods under the control of an object. */
export function podsOf(picture: Picture, owner: KubeObject): Pod[] {
  return picture.list('Pod').filter((pod) => controllerUid(pod) === owner.metadata.uid);
}

/** Ready without a break for `minReadySeconds`. */
export function isUp(pod: Pod, minReadySeconds: number, at: number): boolean {
  const ready = pod.status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return false;
  return minReadySeconds === 0 || Date.parse(ready.lastTransitionTime ?? '') + minReadySeconds * 1000 <= at;
}
