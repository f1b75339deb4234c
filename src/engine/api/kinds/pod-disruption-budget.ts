import type { PodDisruptionBudget } from '../../../k8s/types';
import { podDisruptionBudgetTable } from '../tables/workloads';
import {
  checkPodDisruptionBudget,
  checkPodDisruptionBudgetStatusUpdate,
  checkPodDisruptionBudgetUpdate,
} from '../validation/pod-disruption-budget';
import { defineKind } from './definition';
import { specAndStatus, statusWithMetadata } from './strategies';

export const podDisruptionBudget = defineKind<PodDisruptionBudget>(
  {
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    plural: 'poddisruptionbudgets',
    shortNames: ['pdb'],
    namespaced: true,
    subresources: ['status'],
  },
  {
    ...specAndStatus<PodDisruptionBudget>({
      disruptionsAllowed: 0,
      currentHealthy: 0,
      desiredHealthy: 0,
      expectedPods: 0,
    }),
    unconditionalUpdate: false,
    prepareStatusUpdate: statusWithMetadata,
    check: checkPodDisruptionBudget,
    checkUpdate: checkPodDisruptionBudgetUpdate,
    checkStatusUpdate: checkPodDisruptionBudgetStatusUpdate,
    table: podDisruptionBudgetTable,
  },
);
