/** Plays actions against a cluster, through the same doors that a user has. */
import type { DaemonSet, JsonObject, Node, Pod } from '../../../k8s/types';
import type { Manifest } from '../../api/types';
import { Cluster } from '../../cluster';
import type { Component } from '../../component';
import { faultById } from '../../faults/registry';
import { SETS, type Action, type Play, type SetChoice, type Strategy } from './action';

export const START = 1_767_225_600_000;

const OWN_NAMESPACE = 'extra';
const nodeName = (index: number): string => `n-${index}`;

/** The cluster before the first action: nodes that are ready, a priority class, a second namespace, and the first set. */
export function opening(play: Pick<Play, 'nodes' | 'first'>, components?: readonly Component[]): Cluster {
  const cluster = new Cluster({ seed: 3, startTime: START, ...(components && { components }) });
  for (let i = 0; i < play.nodes; i++)
    cluster.input({
      type: 'add-node',
      name: nodeName(i),
      role: i === 0 ? 'control-plane' : 'worker',
      boot: false,
    });
  cluster.api.create('PriorityClass', undefined, {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'high' },
    value: 1000,
  });
  cluster.api.create('Namespace', undefined, namespace());
  perform(cluster, { do: 'set', set: 0, choice: play.first });
  return cluster;
}

const namespace = (): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: OWN_NAMESPACE },
});

export function perform(cluster: Cluster, action: Action): void {
  if (action.do !== 'wait') act(cluster, action);
  else cluster.advanceTo(cluster.now + action.ms);
  cluster.settle();
}

function act(cluster: Cluster, action: Exclude<Action, { do: 'wait' }>): void {
  const { api, read } = cluster;
  const pods = read.list('Pod');
  const some = 'pod' in action && pods.length > 0 ? pods[action.pod % pods.length] : undefined;
  const nodes = read.list('Node');
  const node = 'node' in action && nodes.length > 0 ? nodes[(action.node ?? 0) % nodes.length] : undefined;
  switch (action.do) {
    case 'set':
    case 'image':
    case 'tolerate':
    case 'strategy':
    case 'select':
    case 'annotate':
    case 'undo':
    case 'restart':
    case 'delete-set':
      return onSet(cluster, action);
    case 'delete-pod':
      if (some)
        api.delete('Pod', some.metadata.namespace, some.metadata.name, {
          ...(action.grace !== undefined && { gracePeriodSeconds: action.grace }),
        });
      return;
    case 'evict':
      if (some) evict(cluster, some);
      return;
    case 'relabel-pod':
      if (some)
        api.patch('Pod', some.metadata.namespace, some.metadata.name, 'merge', {
          metadata: { labels: { app: action.app } },
        });
      return;
    case 'add-node':
      return addNode(cluster, nodeName(action.node), action.kind);
    case 'delete-node':
    case 'label':
    case 'taint':
    case 'untaint':
    case 'cordon':
    case 'drain':
      if (node) onNode(cluster, node, action);
      return;
    case 'deployment': {
      const manifest = deployment(action);
      const known = read.get('Deployment', 'default', 'web');
      if (known) api.patch('Deployment', 'default', 'web', 'merge', { spec: manifest['spec'] as JsonObject });
      else api.create('Deployment', 'default', manifest);
      return;
    }
    case 'rollout': {
      const containers = [{ name: 'c', image: action.image }];
      api.patch('Deployment', 'default', 'web', 'strategic', {
        spec: { template: { spec: { containers } } },
      });
      return;
    }
    case 'delete-deployment':
      api.delete('Deployment', 'default', 'web', { propagationPolicy: action.propagation });
      return;
    case 'bare-pod':
      api.create('Pod', 'default', barePod(action, action.node === null ? undefined : node?.metadata.name));
      return;
    case 'budget': {
      const spec = { minAvailable: action.minAvailable, selector: { matchLabels: { app: 'web' } } };
      const known = read.get('PodDisruptionBudget', 'default', 'web');
      if (known) api.patch('PodDisruptionBudget', 'default', 'web', 'merge', { spec });
      else
        api.create('PodDisruptionBudget', 'default', {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name: 'web' },
          spec,
        });
      return;
    }
    case 'namespace':
      if (action.exists) api.create('Namespace', undefined, namespace());
      else api.delete('Namespace', undefined, OWN_NAMESPACE);
      return;
    case 'break':
    case 'mend': {
      const target = targetOf(cluster, action.fault, action.target);
      if (target !== undefined) cluster.input({ type: action.do, fault: action.fault, target });
      return;
    }
    case 'place':
      cluster.input({ type: 'place-daemon-pods', by: action.by });
  }
}

type OfSet = Extract<Action, { set: number }>;

function onSet(cluster: Cluster, action: OfSet): void {
  const { api, read } = cluster;
  const { namespace, name, app } = SETS[action.set % SETS.length] as (typeof SETS)[number];
  const known = read.get('DaemonSet', namespace, name);
  const patch = (body: JsonObject, type: 'merge' | 'strategic' = 'merge') =>
    void api.patch('DaemonSet', namespace, name, type, body);
  const patchPods = (spec: JsonObject) => patch({ spec: { template: { spec } } });
  switch (action.do) {
    case 'set': {
      const manifest = daemonSet(name, app, action.choice);
      if (known) return patch({ spec: manifest['spec'] as JsonObject });
      api.create('DaemonSet', namespace, manifest);
      return;
    }
    case 'image':
      return patch(
        { spec: { template: { spec: { containers: [{ name: 'c', image: action.image }] } } } },
        'strategic',
      );
    case 'tolerate':
      return patchPods({ tolerations: tolerations(action.tolerate) });
    case 'strategy':
      return patch({ spec: { updateStrategy: updateStrategy(action.strategy) } });
    case 'select':
      return patchPods(selection(action.select));
    case 'annotate':
      return poke(cluster, known);
    case 'restart':
      return patch({
        spec: {
          template: {
            metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': String(cluster.now) } },
          },
        },
      });
    case 'undo': {
      const revisions = known ? read.ownedBy('ControllerRevision', known.metadata.uid) : [];
      const before = revisions.toSorted((a, b) => b.revision - a.revision)[1];
      if (before) patch(before.data, 'strategic');
      return;
    }
    case 'delete-set':
      api.delete('DaemonSet', namespace, name, { propagationPolicy: action.propagation });
  }
}

/** Changes nothing but makes the controller look again. */
export function poke(cluster: Cluster, ds: DaemonSet | undefined): void {
  if (!ds) return;
  const { namespace, name, resourceVersion } = ds.metadata;
  cluster.api.patch('DaemonSet', namespace, name, 'merge', {
    metadata: { annotations: { poked: resourceVersion } },
  });
}

function onNode(
  cluster: Cluster,
  node: Node,
  action: Extract<Action, { do: 'delete-node' | 'label' | 'taint' | 'untaint' | 'cordon' | 'drain' }>,
): void {
  const { api } = cluster;
  const { name } = node.metadata;
  const patch = (body: JsonObject) => void api.patch('Node', undefined, name, 'merge', body);
  const taints = (node.spec.taints ?? []) as unknown as JsonObject[];
  switch (action.do) {
    case 'delete-node':
      if (cluster.read.list('Node').length > 1) api.delete('Node', undefined, name);
      return;
    case 'label':
      return patch({ metadata: { labels: { [action.key]: action.value } } });
    case 'taint': {
      const others = taints.filter((t) => t['key'] !== action.key || t['effect'] !== action.effect);
      return patch({ spec: { taints: [...others, { key: action.key, value: 'v', effect: action.effect }] } });
    }
    case 'untaint': {
      const left = taints.filter((t) => t['key'] !== 'a' && t['key'] !== 'b');
      return patch({ spec: { taints: left.length > 0 ? left : null } });
    }
    case 'cordon':
      return patch({ spec: { unschedulable: action.on || null } });
    case 'drain':
      patch({ spec: { unschedulable: true } });
      for (const pod of cluster.read.podsOnNode(name))
        if (!pod.metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet' || kind === 'Node'))
          evict(cluster, pod);
  }
}

function evict(cluster: Cluster, pod: Pod): void {
  const { namespace = '', name } = pod.metadata;
  cluster.api.evict(namespace, name, {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
  });
}

function addNode(cluster: Cluster, name: string, kind: Extract<Action, { do: 'add-node' }>['kind']): void {
  if (kind === 'by-hand') {
    cluster.api.create('Node', undefined, { apiVersion: 'v1', kind: 'Node', metadata: { name } });
    return;
  }
  const isControlPlane = kind === 'control-plane';
  cluster.input({
    type: 'add-node',
    name,
    role: isControlPlane ? 'control-plane' : 'worker',
    boot: kind === 'boots',
    ...(kind === 'ssd' && { labels: { disk: 'ssd' } }),
    ...(isControlPlane && { staticPods: true }),
  });
}

function targetOf({ read }: Cluster, fault: string, index: number): string | undefined {
  const scope = faultById(fault)?.scope;
  if (scope === 'cluster') return '';
  if (scope === 'node') {
    const nodes = read.list('Node');
    return nodes.length > 0 ? nodes[index % nodes.length]?.metadata.name : undefined;
  }
  const targets = [
    ...SETS.slice(0, 2).map((s) => `${s.namespace}/daemonset/${s.name}`),
    ...read.list('Pod', 'default').map((pod) => `default/${pod.metadata.name}`),
  ];
  return targets[index % targets.length];
}

function updateStrategy(strategy: Strategy): JsonObject {
  if (strategy.type === 'OnDelete') return { type: 'OnDelete', rollingUpdate: null };
  const { maxUnavailable, maxSurge } = strategy;
  return { type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge } };
}

function tolerations(choice: SetChoice['tolerate']): JsonObject[] | null {
  switch (choice) {
    case 'nothing':
      return null;
    case 'control-plane':
      return [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }];
    case 'a':
      return [{ key: 'a', operator: 'Equal', value: 'v' }];
    case 'a-seconds':
      return [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 }];
    case 'everything':
      return [{ operator: 'Exists' }];
  }
}

function selection(choice: SetChoice['select']): JsonObject {
  const required = (terms: JsonObject[]): JsonObject => ({
    nodeSelector: null,
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
    },
  });
  const expression = (key: string, operator: string, values?: string[]): JsonObject => ({
    key,
    operator,
    ...(values && { values }),
  });
  switch (choice) {
    case 'all':
      return { nodeSelector: null, affinity: null };
    case 'ssd':
      return { nodeSelector: { disk: 'ssd' }, affinity: null };
    case 'nowhere':
      return { nodeSelector: { 'no-such': 'label' }, affinity: null };
    case 'not-ssd':
      return required([{ matchExpressions: [expression('disk', 'NotIn', ['ssd'])] }]);
    case 'gpu':
      return required([{ matchExpressions: [expression('gpu', 'Gt', ['1'])] }]);
    case 'term-or':
      return required([
        { matchExpressions: [expression('disk', 'Exists'), expression('gpu', 'DoesNotExist')] },
        { matchFields: [expression('metadata.name', 'In', ['n-1'])] },
      ]);
    case 'one-node':
      return required([{ matchFields: [expression('metadata.name', 'In', ['n-1'])] }]);
  }
}

function daemonSet(name: string, app: string, choice: SetChoice): Manifest {
  const ports = choice.hostPort ? [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' }] : null;
  const check = choice.probes ? { httpGet: { path: '/', port: 80 }, periodSeconds: 5 } : null;
  const probes = { startupProbe: check, readinessProbe: check, livenessProbe: check };
  const spec: JsonObject = {
    ...selection(choice.select),
    tolerations: tolerations(choice.tolerate),
    terminationGracePeriodSeconds: choice.grace,
    priorityClassName:
      choice.priority === 'none' ? null : choice.priority === 'high' ? 'high' : 'no-such-class',
    containers: [
      { name: 'c', image: choice.image, ports, resources: { requests: { cpu: choice.cpu } }, ...probes },
    ],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name },
    spec: {
      selector: { matchLabels: { app } },
      minReadySeconds: choice.minReadySeconds,
      revisionHistoryLimit: choice.limit,
      updateStrategy: updateStrategy(choice.strategy),
      template: { metadata: { labels: { app } }, spec },
    },
  };
}

function deployment(choice: Extract<Action, { do: 'deployment' }>): Manifest {
  const rollingUpdate = { maxSurge: choice.surge, maxUnavailable: choice.surge === 0 ? 1 : 0 };
  const strategy: JsonObject = choice.recreate
    ? { type: 'Recreate', rollingUpdate: null }
    : { type: 'RollingUpdate', rollingUpdate };
  const containers = [{ name: 'c', image: choice.image, resources: { requests: { cpu: choice.cpu } } }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: choice.replicas,
      selector: { matchLabels: { app: 'web' } },
      strategy,
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { terminationGracePeriodSeconds: 2, containers },
      },
    },
  };
}

function barePod(choice: Extract<Action, { do: 'bare-pod' }>, node: string | undefined): Manifest {
  const ports = choice.hostPort ? [{ containerPort: 80, hostPort: 8080 }] : [];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `bare-${choice.serial}`, labels: { app: choice.app } },
    spec: {
      ...(node !== undefined && { nodeName: node }),
      terminationGracePeriodSeconds: 1,
      containers: [{ name: 'c', image: 'a:1', ports, resources: { requests: { cpu: choice.cpu } } }],
    },
  };
}
