import type { Deployment } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { defaultDeployment } from '../defaults/workloads';
import { deploymentTable } from '../tables/workloads';
import {
  checkDeployment,
  checkDeploymentStatusUpdate,
  checkDeploymentUpdate,
} from '../validation/deployment';
import { namedTemplateWarnings } from '../validation/pod-template';
import { defineKind } from './definition';
import { bumped, keepStatusBumpGeneration, specAndStatus, statusWithMetadata } from './strategies';

export const deployment = defineKind<Deployment>(
  {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    plural: 'deployments',
    shortNames: ['deploy'],
    namespaced: true,
    categories: ['all'],
    subresources: ['status', 'scale'],
  },
  {
    defaults: defaultDeployment,
    ...specAndStatus<Deployment>({}),
    prepareUpdate(next, old) {
      const prepared = keepStatusBumpGeneration(next, old);
      // API-4: annotations are copied to the ReplicaSets, so that they count as well.
      const { generation, annotations } = prepared.metadata;
      return generation !== old.metadata.generation || deepEqual(annotations, old.metadata.annotations)
        ? prepared
        : { ...prepared, metadata: bumped(prepared.metadata) };
    },
    // Unlike elsewhere, labels do not come along.
    prepareStatusUpdate: (next, old) =>
      statusWithMetadata({ ...next, metadata: { ...next.metadata, labels: old.metadata.labels } }, old),
    check: checkDeployment,
    checkUpdate: checkDeploymentUpdate,
    checkStatusUpdate: checkDeploymentStatusUpdate,
    warnings: namedTemplateWarnings,
    table: deploymentTable,
  },
);
