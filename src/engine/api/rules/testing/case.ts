/** Requests that are sent to a real API server and to ours: a rule id with words, the kind, and what differs from a plain object. */
import type { Json, JsonObject } from '../../../../k8s/types';

export type Changes = Readonly<Record<string, Json | undefined>>;

export interface Case {
  title: string;
  kind: 'DaemonSet' | 'Pod' | 'Node' | 'ConfigMap' | 'Namespace' | 'Deployment' | 'ReplicaSet';
  changes: Changes;
  /** The object is created first; then this is changed in it. */
  update?: Changes;
  /** The update goes to this subresource. */
  subresource?: 'status';
}

/** Where the requests go. On the real server it needs a service account `default`. */
export const NAMESPACE = 'rules';

const template = {
  metadata: { labels: { app: 'x' } },
  spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
};
const workload = { selector: { matchLabels: { app: 'x' } }, template };

const PLAIN: Readonly<Record<Case['kind'], JsonObject>> = {
  DaemonSet: { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'x' }, spec: workload },
  Deployment: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec: workload },
  ReplicaSet: { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'x' }, spec: workload },
  Pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec: template.spec },
  Node: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'x' } },
  ConfigMap: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
  Namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
};

/** The object of a case. Paths are of the object; `P.` is the pod spec, wherever that is. */
export function objectOf({ kind, changes }: Case): JsonObject {
  return changed(kind, PLAIN[kind], changes);
}

/** A copy with values set at paths; undefined removes. */
export function changed(kind: Case['kind'], object: JsonObject, changes: Changes): JsonObject {
  const copy = structuredClone(object) as JsonObject;
  for (const [path, value] of Object.entries(changes)) {
    const full = path.replace(/^P\b/, kind === 'Pod' ? 'spec' : 'spec.template.spec');
    const steps = full
      .split(/\[(?:"([^"]+)"|(\d+))\]|\./)
      .filter((step) => step !== undefined && step !== '');
    const last = steps.pop() ?? '';
    let at = copy as Record<string, unknown>;
    steps.forEach((step, i) => {
      at[step] ??= /^\d+$/.test(steps[i + 1] ?? last) ? [] : {};
      at = at[step] as Record<string, unknown>;
    });
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return copy;
}

export const set = (title: string, changes: Changes): Case => ({ title, kind: 'DaemonSet', changes });
export const pod = (title: string, changes: Changes): Case => ({ title, kind: 'Pod', changes });
export const both = (title: string, changes: Changes): Case[] => [set(title, changes), pod(title, changes)];
export const container = (title: string, changes: Changes): Case[] =>
  both(
    title,
    Object.fromEntries(Object.entries(changes).map(([path, value]) => [`P.containers[0].${path}`, value])),
  );
export const other = (title: string, kind: Case['kind'], changes: Changes): Case => ({
  title,
  kind,
  changes,
});

export const ROLLING = 'spec.updateStrategy.rollingUpdate';
export const REQUESTS = 'resources.requests';
export const LIMITS = 'resources.limits';
export const PROBE = { tcpSocket: { port: 80 } };
export const NODE_AFFINITY = 'P.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution';
export const EXPRESSION = `${NODE_AFFINITY}.nodeSelectorTerms[0].matchExpressions[0]`;
export const SPREAD = {
  maxSkew: 1,
  topologyKey: 'zone',
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: {},
};

export function nameOf({ kind, title, update, subresource }: Case): string {
  return `${update ? `update${subresource ? ` ${subresource}` : ''}` : 'create'} ${kind}: ${title}`;
}

/** What the captures keep of an object: what is not by chance. A node's status is the kubelet's business. */
export function essenceOf({ kind, metadata, spec, data, status }: JsonObject): JsonObject {
  const { generation, annotations } = metadata as JsonObject;
  const kept = { generation, annotations, spec, data, ...(kind === 'Node' ? {} : { status }) };
  const text = JSON.stringify(kept)
    .replace(/kube-api-access-\w{5}/g, 'kube-api-access-xxxxx')
    .replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g, '"<time>"');
  return JSON.parse(text) as JsonObject;
}
