/** The one table of built-in kinds. */
import type { BuiltInKind, BuiltInKindMap, KubeObject } from '../../../k8s/types';
import type { KindDefinition } from './definition';
import {
  apiService,
  mutatingWebhookConfiguration,
  runtimeClass,
  validatingWebhookConfiguration,
} from './cluster-extensions';
import { configMap, controllerRevision, priorityClass, secret, serviceAccount } from './configuration';
import { cronJob } from './cron-job';
import { customResourceDefinition } from './custom-resource-definition';
import { daemonSet } from './daemon-set';
import { deployment } from './deployment';
import { event } from './event';
import { job } from './job';
import { lease } from './lease';
import { limitRange, resourceQuota } from './limits';
import { namespace } from './namespace';
import { endpoints, endpointSlice, ingress, networkPolicy } from './network';
import { node } from './node';
import { pod } from './pod';
import { podDisruptionBudget } from './pod-disruption-budget';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './rbac';
import { replicaSet } from './replica-set';
import { service } from './service';
import { statefulSet } from './stateful-set';
import { csiDriver, persistentVolume, persistentVolumeClaim, storageClass } from './storage';

const TABLE: { readonly [K in BuiltInKind]?: KindDefinition<BuiltInKindMap[K]> } = {
  APIService: apiService,
  ClusterRole: clusterRole,
  ClusterRoleBinding: clusterRoleBinding,
  ConfigMap: configMap,
  ControllerRevision: controllerRevision,
  CronJob: cronJob,
  CSIDriver: csiDriver,
  CustomResourceDefinition: customResourceDefinition,
  DaemonSet: daemonSet,
  Deployment: deployment,
  Endpoints: endpoints,
  EndpointSlice: endpointSlice,
  Event: event,
  Ingress: ingress,
  Job: job,
  Lease: lease,
  LimitRange: limitRange,
  MutatingWebhookConfiguration: mutatingWebhookConfiguration,
  Namespace: namespace,
  NetworkPolicy: networkPolicy,
  Node: node,
  PersistentVolume: persistentVolume,
  PersistentVolumeClaim: persistentVolumeClaim,
  Pod: pod,
  PodDisruptionBudget: podDisruptionBudget,
  PriorityClass: priorityClass,
  ReplicaSet: replicaSet,
  ResourceQuota: resourceQuota,
  Role: role,
  RoleBinding: roleBinding,
  RuntimeClass: runtimeClass,
  Secret: secret,
  Service: service,
  ServiceAccount: serviceAccount,
  StatefulSet: statefulSet,
  StorageClass: storageClass,
  ValidatingWebhookConfiguration: validatingWebhookConfiguration,
};

/** All rows, in order of the kind word. */
export const KINDS = Object.values(TABLE) as readonly KindDefinition[];

/** The row of a built-in kind; undefined for a word that is none. Exact letter case. */
export function kindOf(kind: BuiltInKind): KindDefinition;
export function kindOf(kind: string): KindDefinition | undefined;
export function kindOf(kind: string): KindDefinition | undefined {
  return Object.hasOwn(TABLE, kind)
    ? (TABLE[kind as BuiltInKind] as KindDefinition<KubeObject> | undefined)
    : undefined;
}
