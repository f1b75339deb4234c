/** What is said of a change of an object: a line that holds what is new about it. */
import type { DaemonSet, Deployment, Node, Pod, ReplicaSet, StatefulSet } from '../../src/k8s/types';

/** A change as a watch delivers it; `kind` is one of the words of WATCHED. */
export interface Change {
  kind: string;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: unknown;
}

interface Any {
  metadata: { name: string; uid: string; namespace?: string; deletionTimestamp?: string };
}
interface ClusterEvent extends Any {
  involvedObject: { kind: string; name: string };
  type: string;
  reason: string;
  message: string;
  count?: number;
  series?: { count: number };
  source?: { component?: string };
  reportingComponent?: string;
}
interface Revision extends Any {
  revision: number;
}

/** Words for kinds, and the paths of their collections. */
export const WATCHED: readonly [string, string][] = [
  ['pod', '/api/v1/pods'],
  ['node', '/api/v1/nodes'],
  ['event', '/api/v1/events'],
  ['ds', '/apis/apps/v1/daemonsets'],
  ['deploy', '/apis/apps/v1/deployments'],
  ['rs', '/apis/apps/v1/replicasets'],
  ['sts', '/apis/apps/v1/statefulsets'],
  ['revision', '/apis/apps/v1/controllerrevisions'],
];

/** Said of every pod; that it is bound is said anyway. */
const COMMON = / ContainerCreating; Ready=False$|event Normal Scheduled /;

export class Telling {
  /** What was last said of an object, by kind and uid. */
  private readonly said = new Map<string, string[]>();

  /** Empty when there is nothing to say. */
  say({ kind, type, object: any }: Change): string {
    const object = any as Any;
    const { name, uid, namespace } = object.metadata;
    if (namespace?.startsWith('kube-') === true) return '';
    const id = `${kind}/${uid}`;
    const what = `${kind} ${name}`;
    if (type === 'DELETED') return kind === 'event' ? '' : `${what} gone`;
    const before = this.said.get(id);
    const facts = factsOf(kind, object);
    this.said.set(id, facts);
    if (kind === 'event') return uncommon(facts.join() === before?.join() ? '' : facts.join(' '));
    // A new pod's owner is in its name.
    const fresh = facts.filter((fact) => (before ? !before.includes(fact) : !fact.startsWith('of ')));
    const lost = (before ?? []).filter(
      (fact) => !facts.includes(fact) && /^(taint|Terminating|nominated)/.test(fact),
    );
    const news = [...(before ? [] : ['created']), ...fresh, ...lost.map((fact) => `no longer ${fact}`)];
    return news.length === 0 ? '' : uncommon(`${what} ${news.join('; ')}`);
  }
}

function uncommon(text: string): string {
  return COMMON.test(text) ? '' : text;
}

function factsOf(kind: string, object: Any): string[] {
  const deleted = object.metadata.deletionTimestamp === undefined ? [] : ['Terminating'];
  return [...(FACTS[kind]?.(object as never) ?? []), ...deleted];
}

const FACTS: Record<string, (object: never) => string[]> = {
  pod: (pod: Pod) => {
    const { labels, ownerReferences } = pod.metadata;
    const hash = labels?.['controller-revision-hash'] ?? labels?.['pod-template-hash'];
    const pin =
      pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]
        ?.matchFields?.[0]?.values?.[0];
    const { conditions = [], containerStatuses = [], phase, reason, nominatedNodeName } = pod.status ?? {};
    const [container] = containerStatuses;
    const { waiting, terminated } = container?.state ?? {};
    const ready = conditions.find((c) => c.type === 'Ready');
    const scheduled = conditions.find((c) => c.type === 'PodScheduled' && c.status === 'False');
    const disrupted = conditions.find((c) => c.type === 'DisruptionTarget');
    return [
      ...(hash === undefined ? [] : [`revision ${hash}`]),
      ...(pin === undefined ? [] : [`for ${pin}`]),
      ownerReferences?.[0] ? `of ${ownerReferences[0].kind} ${ownerReferences[0].name}` : 'without owner',
      ...(pod.spec.nodeName === undefined ? [] : [`bound to ${pod.spec.nodeName}`]),
      ...(nominatedNodeName === undefined ? [] : [`nominated for ${nominatedNodeName}`]),
      ...(scheduled ? [`PodScheduled=False ${scheduled.reason}`] : []),
      ...(disrupted ? [`DisruptionTarget ${disrupted.reason}: ${disrupted.message}`] : []),
      ...(phase === 'Pending' ? [] : [`${phase}`]),
      ...(reason === undefined ? [] : [reason]),
      ...(waiting ? [`${waiting.reason}`] : []),
      ...(terminated ? [`exited ${terminated.exitCode}`] : []),
      ...(container?.restartCount ? [`restarts ${container.restartCount}`] : []),
      ...(ready ? [`Ready=${ready.status}`] : []),
    ];
  },
  node: (node: Node) => [
    ...(node.spec?.taints ?? []).map((t) => `taint ${t.key}${t.value ? `=${t.value}` : ''}:${t.effect}`),
    `unschedulable=${node.spec?.unschedulable === true}`,
    ...(node.status?.conditions ?? [])
      .filter((c) => c.type === 'Ready')
      .map((c) => `Ready=${c.status} ${c.reason}`),
  ],
  event: (event: ClusterEvent) => {
    const from = event.source?.component || event.reportingComponent;
    const count = event.series?.count ?? event.count ?? 1;
    const { kind, name } = event.involvedObject;
    return [
      'event',
      event.type,
      event.reason,
      `(${from}${count > 1 ? `, x${count}` : ''})`,
      `${kind}/${name}:`,
      event.message,
    ];
  },
  ds: (set: DaemonSet) => {
    const s = set.status;
    return [
      `generation=${set.metadata.generation}`,
      `observed=${s?.observedGeneration ?? 0}`,
      `desired=${s?.desiredNumberScheduled}`,
      `current=${s?.currentNumberScheduled}`,
      `ready=${s?.numberReady}`,
      `updated=${s?.updatedNumberScheduled ?? 0}`,
      `available=${s?.numberAvailable ?? 0}`,
      `unavailable=${s?.numberUnavailable ?? 0}`,
      `misscheduled=${s?.numberMisscheduled}`,
    ];
  },
  deploy: ({ metadata, status: s }: Deployment) => [
    `generation=${metadata.generation}`,
    `observed=${s?.observedGeneration ?? 0}`,
    `replicas=${s?.replicas ?? 0}`,
    `updated=${s?.updatedReplicas ?? 0}`,
    `ready=${s?.readyReplicas ?? 0}`,
    `available=${s?.availableReplicas ?? 0}`,
    `unavailable=${s?.unavailableReplicas ?? 0}`,
    ...(s?.conditions ?? []).map((c) => `${c.type}=${c.status} ${c.reason}`),
  ],
  rs: ({ metadata, spec, status: s }: ReplicaSet) => [
    `revision ${metadata.annotations?.['deployment.kubernetes.io/revision']}`,
    `spec.replicas=${spec?.replicas}`,
    `replicas=${s?.replicas}`,
    `ready=${s?.readyReplicas ?? 0}`,
    `available=${s?.availableReplicas ?? 0}`,
  ],
  sts: ({ metadata, status: s }: StatefulSet) => [
    `generation=${metadata.generation}`,
    `observed=${s?.observedGeneration ?? 0}`,
    `replicas=${s?.replicas}`,
    `ready=${s?.readyReplicas ?? 0}`,
    `available=${s?.availableReplicas ?? 0}`,
    `current=${s?.currentReplicas ?? 0}`,
    `updated=${s?.updatedReplicas ?? 0}`,
    `currentRevision=${s?.currentRevision}`,
    `updateRevision=${s?.updateRevision}`,
  ],
  revision: (revision: Revision) => [`number ${revision.revision}`],
};
