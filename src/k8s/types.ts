/**
 * Kubernetes object types as the playground stores them: the published API types, with the fields that the API
 * server always fills in (`metadata.name`, `uid`, …) made mandatory. Everything is read-only by convention: a write
 * replaces the object (architecture rule 3).
 */
import type {
  ControllerRevision as ApiControllerRevision,
  DaemonSetSpec,
  DaemonSetStatus,
} from 'kubernetes-types/apps/v1';
import type {
  ConfigMap as ApiConfigMap,
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  EnvVar,
  Event as ApiEvent,
  NodeCondition,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  NodeSpec,
  NodeStatus,
  PodCondition,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
  Probe,
  Secret as ApiSecret,
  ServiceAccount as ApiServiceAccount,
  Service as ApiService,
  Namespace as ApiNamespace,
  Taint,
  Toleration,
  Volume,
} from 'kubernetes-types/core/v1';
import type { LabelSelector, ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';
import type { PriorityClass as ApiPriorityClass } from 'kubernetes-types/scheduling/v1';

export type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  DaemonSetSpec,
  DaemonSetStatus,
  EnvVar,
  LabelSelector,
  NodeCondition,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  NodeSpec,
  NodeStatus,
  ObjectMeta,
  OwnerReference,
  PodCondition,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
  Probe,
  Taint,
  Toleration,
  Volume,
};

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };

/** Metadata of a stored object: what the API server guarantees after a create (API-1 … API-4). */
export type StoredMeta = ObjectMeta & {
  name: string;
  uid: string;
  /** Decimal string, cluster-wide increasing (API-2). */
  resourceVersion: string;
  /** RFC 3339 UTC, whole seconds (API-3). */
  creationTimestamp: string;
};

/** The part common to all stored objects. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: StoredMeta;
}

type Stored<T, K extends string> = Omit<T, 'metadata' | 'kind' | 'apiVersion'> & KubeObject & { kind: K };

export interface Pod extends KubeObject {
  kind: 'Pod';
  spec: PodSpec;
  status: PodStatus;
}
export interface Node extends KubeObject {
  kind: 'Node';
  spec: NodeSpec;
  status: NodeStatus;
}
export interface DaemonSet extends KubeObject {
  kind: 'DaemonSet';
  spec: DaemonSetSpec;
  status: DaemonSetStatus;
}
/** `data` is the patch document of DS-61: `{"spec":{"template":{…,"$patch":"replace"}}}`. */
export interface ControllerRevision extends Omit<
  Stored<ApiControllerRevision, 'ControllerRevision'>,
  'data'
> {
  data: JsonObject;
}
export type Namespace = Stored<ApiNamespace, 'Namespace'>;
export type ConfigMap = Stored<ApiConfigMap, 'ConfigMap'>;
export type Secret = Stored<ApiSecret, 'Secret'>;
export type Service = Stored<ApiService, 'Service'>;
export type ServiceAccount = Stored<ApiServiceAccount, 'ServiceAccount'>;
export type PriorityClass = Stored<ApiPriorityClass, 'PriorityClass'>;
export type Event = Stored<ApiEvent, 'Event'>;

/** Kinds served, by their kind word. The table of kinds (`engine/api/kinds.ts`) has one row for each. */
export interface KindMap {
  ConfigMap: ConfigMap;
  ControllerRevision: ControllerRevision;
  DaemonSet: DaemonSet;
  Event: Event;
  Namespace: Namespace;
  Node: Node;
  Pod: Pod;
  PriorityClass: PriorityClass;
  Secret: Secret;
  Service: Service;
  ServiceAccount: ServiceAccount;
}
export type Kind = keyof KindMap;
export type AnyObject = KindMap[Kind];
