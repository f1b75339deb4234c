import type { ReplicaSet } from '../../../k8s/types';
import { defaultReplicaSet } from '../defaults/workloads';
import { replicaSetTable } from '../tables/workloads';
import { namedTemplateWarnings } from '../validation/pod-template';
import {
  checkReplicaSet,
  checkReplicaSetStatusUpdate,
  checkReplicaSetUpdate,
} from '../validation/replica-set';
import { defineKind } from './definition';
import { specAndStatus, statusWithMetadata } from './strategies';

export const replicaSet = defineKind<ReplicaSet>(
  {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    plural: 'replicasets',
    shortNames: ['rs'],
    namespaced: true,
    categories: ['all'],
    subresources: ['status', 'scale'],
  },
  {
    defaults: defaultReplicaSet,
    ...specAndStatus<ReplicaSet>({ replicas: 0 }),
    prepareStatusUpdate: statusWithMetadata,
    check: checkReplicaSet,
    checkUpdate: checkReplicaSetUpdate,
    checkStatusUpdate: checkReplicaSetStatusUpdate,
    warnings: namedTemplateWarnings,
    table: replicaSetTable,
  },
);
