import type { Job } from '../../../k8s/types';
import { defaultJob, hasOwnLabels } from '../defaults/batch';
import { jobTable } from '../tables/batch';
import { checkJob, checkJobUpdate, jobWarnings } from '../validation/job';
import { checkJobStatusUpdate } from '../validation/job-status';
import { defineKind } from './definition';
import { keepStatusBumpGeneration, statusWithMetadata } from './strategies';

export const job = defineKind<Job>(
  {
    kind: 'Job',
    apiVersion: 'batch/v1',
    plural: 'jobs',
    namespaced: true,
    categories: ['all'],
    subresources: ['status'],
    inert: true,
  },
  {
    generation: true,
    defaults: defaultJob,
    prepareCreate: (next) => ({ ...withGeneratedSelector(next), status: {} }),
    prepareUpdate: keepStatusBumpGeneration,
    prepareStatusUpdate: statusWithMetadata,
    check: checkJob,
    checkUpdate: checkJobUpdate,
    checkStatusUpdate: checkJobStatusUpdate,
    warnings: jobWarnings,
    fields: { 'status.successful': (object) => String(object.status?.succeeded ?? 0) },
    table: jobTable,
  },
);

const PREFIX = 'batch.kubernetes.io/';

/**
 * Labels that tell the job's pods from all others, and a selector for them. What a user set is kept; validation refuses it where it
 * contradicts. A job without labels of its own has those of its template (`defaultJob`), generated ones included.
 */
function withGeneratedSelector(job: Job): Job {
  const { spec, metadata } = job;
  if (!spec || spec.manualSelector) return job;
  const { uid, name } = metadata;
  const labels: Record<string, string> = {
    'job-name': name,
    [`${PREFIX}job-name`]: name,
    'controller-uid': uid,
    [`${PREFIX}controller-uid`]: uid,
    ...spec.template.metadata?.labels,
  };
  const { selector } = spec;
  return {
    ...job,
    metadata: hasOwnLabels(job) ? metadata : { ...metadata, labels },
    spec: {
      ...spec,
      selector: { ...selector, matchLabels: { [`${PREFIX}controller-uid`]: uid, ...selector?.matchLabels } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}
