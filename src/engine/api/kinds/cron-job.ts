import type { CronJob } from '../../../k8s/types';
import { defaultCronJob } from '../defaults/batch';
import { cronJobTable } from '../tables/batch';
import { checkCronJob, checkCronJobUpdate, cronJobWarnings } from '../validation/cron-job';
import { defineKind } from './definition';
import { specAndStatus, statusWithMetadata } from './strategies';

export const cronJob = defineKind<CronJob>(
  {
    kind: 'CronJob',
    apiVersion: 'batch/v1',
    plural: 'cronjobs',
    shortNames: ['cj'],
    namespaced: true,
    categories: ['all'],
    subresources: ['status'],
    inert: true,
  },
  {
    defaults: defaultCronJob,
    ...specAndStatus<CronJob>({}),
    prepareStatusUpdate: statusWithMetadata,
    check: checkCronJob,
    checkUpdate: checkCronJobUpdate,
    checkStatusUpdate: () => undefined,
    warnings: cronJobWarnings,
    table: cronJobTable,
  },
);
