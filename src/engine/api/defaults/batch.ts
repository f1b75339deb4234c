/** Defaults of Jobs and CronJobs. */
import type { CronJob, Job } from '../../../k8s/types';
import { mapKeeping, withChanges, withDefaults } from './keep';
import { defaultTemplate } from './workloads';

type JobSpec = NonNullable<Job['spec']>;
type FailurePolicy = NonNullable<JobSpec['podFailurePolicy']>;

const MAX_INT32 = 2147483647;

export function defaultJob(job: Job): Job {
  if (!job.spec) return job;
  const { completions, parallelism, backoffLimitPerIndex, podFailurePolicy, template } = job.spec;
  const alone = completions === undefined && parallelism === undefined;
  const spec = withDefaults(job.spec, {
    ...(alone && { completions: 1 }),
    parallelism: 1,
    backoffLimit: backoffLimitPerIndex === undefined ? 6 : MAX_INT32,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
    manualSelector: false,
  });
  const labels = template?.metadata?.labels;
  const { metadata } = job;
  return withChanges(job, {
    metadata: labels && isEmpty(metadata.labels) ? { ...metadata, labels: lent(labels) } : metadata,
    spec: defaultJobSpec(spec),
  });
}

export function defaultCronJob(cron: CronJob): CronJob {
  if (!cron.spec) return cron;
  const spec = withDefaults(cron.spec, {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  const { jobTemplate } = spec;
  if (!jobTemplate?.spec) return withChanges(cron, { spec });
  return withChanges(cron, {
    spec: withChanges(spec, {
      jobTemplate: withChanges(jobTemplate, { spec: defaultJobSpec(jobTemplate.spec) }),
    }),
  });
}

/** What the job in a CronJob has as well. */
function defaultJobSpec(spec: JobSpec): JobSpec {
  const { template, podFailurePolicy } = spec;
  return withChanges(spec, {
    ...(template && { template: defaultTemplate(template) }),
    ...(podFailurePolicy && { podFailurePolicy: defaultFailurePolicy(podFailurePolicy) }),
  });
}

function defaultFailurePolicy(policy: FailurePolicy): FailurePolicy {
  if (!policy.rules) return policy;
  const rules = mapKeeping(policy.rules, (rule) => {
    const patterns = rule.onPodConditions;
    if (!patterns) return rule;
    const onPodConditions = mapKeeping(patterns, (p) => withDefaults(p, { status: 'True' }));
    return withChanges(rule, { onPodConditions });
  });
  return withChanges(policy, { rules });
}

type Labels = Record<string, string>;

/** Labels that jobs have of their templates. An anchor in YAML can make other maps be the same one, so that it takes a mark to tell. */
const lentLabels = new WeakSet<Labels>();

function lent(labels: Labels): Labels {
  const copy = { ...labels };
  lentLabels.add(copy);
  return copy;
}

/** Whether the labels are the job's own: what the server adds to the template's labels shows up on the others as well. */
export function hasOwnLabels({ metadata: { labels } }: Job): boolean {
  return labels !== undefined && !lentLabels.has(labels);
}

function isEmpty(map: object | undefined): boolean {
  return map === undefined || Object.keys(map).length === 0;
}
