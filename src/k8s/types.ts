/**
 * Kubernetes object types as the playground stores them: the published API types, with the fields that the API
 * server always fills in (`metadata.name`, `uid`, …) made mandatory. Everything is read-only by convention: a write
 * replaces the object (architecture rule 3).
 */
import type {
  MutatingWebhookConfiguration as ApiMutatingWebhookConfiguration,
  ValidatingWebhookConfiguration as ApiValidatingWebhookConfiguration,
} from 'kubernetes-types/admissionregistration/v1';
import type { CustomResourceDefinition as ApiCustomResourceDefinition } from 'kubernetes-types/apiextensions/v1';

import type {
  ControllerRevision as ApiControllerRevision,
  DaemonSetSpec,
  DaemonSetStatus,
  DeploymentSpec,
  DeploymentStatus,
  ReplicaSetSpec,
  ReplicaSetStatus,
  StatefulSetSpec,
  StatefulSetStatus,
} from 'kubernetes-types/apps/v1';
import type { CronJob as ApiCronJob, Job as ApiJob } from 'kubernetes-types/batch/v1';
import type { Lease as ApiLease } from 'kubernetes-types/coordination/v1';
import type {
  ConfigMap as ApiConfigMap,
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  Endpoints as ApiEndpoints,
  EnvVar,
  Event as ApiEvent,
  LimitRange as ApiLimitRange,
  NodeCondition,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  NodeSpec,
  NodeStatus,
  PersistentVolume as ApiPersistentVolume,
  PersistentVolumeClaim as ApiPersistentVolumeClaim,
  PodCondition,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
  Probe,
  ResourceQuota as ApiResourceQuota,
  Secret as ApiSecret,
  ServiceAccount as ApiServiceAccount,
  Service as ApiService,
  Namespace as ApiNamespace,
  Taint,
  Toleration,
  Volume,
} from 'kubernetes-types/core/v1';
import type { EndpointSlice as ApiEndpointSlice } from 'kubernetes-types/discovery/v1';
import type { LabelSelector, ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';
import type {
  Ingress as ApiIngress,
  NetworkPolicy as ApiNetworkPolicy,
} from 'kubernetes-types/networking/v1';
import type { RuntimeClass as ApiRuntimeClass } from 'kubernetes-types/node/v1';
import type { PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1';
import type {
  ClusterRole as ApiClusterRole,
  ClusterRoleBinding as ApiClusterRoleBinding,
  Role as ApiRole,
  RoleBinding as ApiRoleBinding,
} from 'kubernetes-types/rbac/v1';
import type { PriorityClass as ApiPriorityClass } from 'kubernetes-types/scheduling/v1';
import type { CSIDriver as ApiCSIDriver, StorageClass as ApiStorageClass } from 'kubernetes-types/storage/v1';

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

export interface Deployment extends KubeObject {
  kind: 'Deployment';
  spec: DeploymentSpec;
  status: DeploymentStatus;
}
export interface ReplicaSet extends KubeObject {
  kind: 'ReplicaSet';
  spec: ReplicaSetSpec;
  status: ReplicaSetStatus;
}
export interface StatefulSet extends KubeObject {
  kind: 'StatefulSet';
  spec: StatefulSetSpec;
  status: StatefulSetStatus;
}
export interface PodDisruptionBudget extends KubeObject {
  kind: 'PodDisruptionBudget';
  spec: PodDisruptionBudgetSpec;
  status: PodDisruptionBudgetStatus;
}
export type Lease = Stored<ApiLease, 'Lease'>;

export interface APIService extends KubeObject {
  kind: 'APIService';
  spec: {
    group?: string;
    version?: string;
    service?: { name?: string; namespace?: string; port?: number };
    groupPriorityMinimum: number;
    versionPriority: number;
    caBundle?: string;
    insecureSkipTLSVerify?: boolean;
  };
  status?: {
    conditions?: {
      type: string;
      status: string;
      lastTransitionTime?: string;
      reason?: string;
      message?: string;
    }[];
  };
}
export type ClusterRole = Stored<ApiClusterRole, 'ClusterRole'>;
export type ClusterRoleBinding = Stored<ApiClusterRoleBinding, 'ClusterRoleBinding'>;
export type CronJob = Stored<ApiCronJob, 'CronJob'>;
export type CSIDriver = Stored<ApiCSIDriver, 'CSIDriver'>;
export type CustomResourceDefinition = Stored<ApiCustomResourceDefinition, 'CustomResourceDefinition'>;
export type Endpoints = Stored<ApiEndpoints, 'Endpoints'>;
export type EndpointSlice = Stored<ApiEndpointSlice, 'EndpointSlice'>;
export type Ingress = Stored<ApiIngress, 'Ingress'>;
export type Job = Stored<ApiJob, 'Job'>;
export type LimitRange = Stored<ApiLimitRange, 'LimitRange'>;
export type MutatingWebhookConfiguration = Stored<
  ApiMutatingWebhookConfiguration,
  'MutatingWebhookConfiguration'
>;
export type NetworkPolicy = Stored<ApiNetworkPolicy, 'NetworkPolicy'>;
export type PersistentVolume = Stored<ApiPersistentVolume, 'PersistentVolume'>;
export type PersistentVolumeClaim = Stored<ApiPersistentVolumeClaim, 'PersistentVolumeClaim'>;
export type ResourceQuota = Stored<ApiResourceQuota, 'ResourceQuota'>;
export type Role = Stored<ApiRole, 'Role'>;
export type RoleBinding = Stored<ApiRoleBinding, 'RoleBinding'>;
export type RuntimeClass = Stored<ApiRuntimeClass, 'RuntimeClass'>;
export type StorageClass = Stored<ApiStorageClass, 'StorageClass'>;
export type ValidatingWebhookConfiguration = Stored<
  ApiValidatingWebhookConfiguration,
  'ValidatingWebhookConfiguration'
>;

/** An object of a kind that a CustomResourceDefinition defines. */
export interface CustomObject extends KubeObject {
  [field: string]: unknown;
}
/** How a custom resource is named where a kind is asked for: `plural.group`, as its definition is named. */
export type CustomKind = `${string}.${string}`;

/** The kinds that come with the server, by their kind word. The table of kinds (`engine/api/kinds/registry.ts`) has one row for each. */
export interface BuiltInKindMap {
  APIService: APIService;
  ClusterRole: ClusterRole;
  ClusterRoleBinding: ClusterRoleBinding;
  ConfigMap: ConfigMap;
  ControllerRevision: ControllerRevision;
  CronJob: CronJob;
  CSIDriver: CSIDriver;
  CustomResourceDefinition: CustomResourceDefinition;
  DaemonSet: DaemonSet;
  Deployment: Deployment;
  Endpoints: Endpoints;
  EndpointSlice: EndpointSlice;
  Event: Event;
  Ingress: Ingress;
  Job: Job;
  Lease: Lease;
  LimitRange: LimitRange;
  MutatingWebhookConfiguration: MutatingWebhookConfiguration;
  Namespace: Namespace;
  NetworkPolicy: NetworkPolicy;
  Node: Node;
  PersistentVolume: PersistentVolume;
  PersistentVolumeClaim: PersistentVolumeClaim;
  Pod: Pod;
  PodDisruptionBudget: PodDisruptionBudget;
  PriorityClass: PriorityClass;
  ReplicaSet: ReplicaSet;
  ResourceQuota: ResourceQuota;
  Role: Role;
  RoleBinding: RoleBinding;
  RuntimeClass: RuntimeClass;
  Secret: Secret;
  Service: Service;
  ServiceAccount: ServiceAccount;
  StatefulSet: StatefulSet;
  StorageClass: StorageClass;
  ValidatingWebhookConfiguration: ValidatingWebhookConfiguration;
}
export type BuiltInKind = keyof BuiltInKindMap;

/** What a kind's objects are; custom resources included. */
export interface KindMap extends BuiltInKindMap {
  [custom: CustomKind]: CustomObject;
}
export type Kind = BuiltInKind | CustomKind;
/** An object of a built-in kind: `kind` tells which. */
export type AnyObject = BuiltInKindMap[BuiltInKind];
