/** Tables of Jobs and CronJobs (CLI-20). */
import { humanDuration } from '../../../k8s/duration';
import { parseRfc3339 } from '../../../k8s/time';
import type { CronJob, Job } from '../../../k8s/types';
import { ageOf, ageSince } from './age';
import { columnsOf, NONE, type KindTable } from './columns';
import { wideCells } from './workloads';

export const jobTable: KindTable<Job> = {
  columns: columnsOf('Name Status Completions Duration Age|Containers Images Selector'),
  cells: (job, now) => [
    job.metadata.name,
    statusWord(job),
    completions(job),
    duration(job, now),
    ageOf(job, now),
    ...wideCells(job.spec?.template, job.spec?.selector),
  ],
};

/** The first of these that holds; a deletion comes after the first two. */
const CONDITIONS = ['Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'];

function statusWord(job: Job): string {
  // Of several conditions of a type the first counts.
  const holds = (type: string) => job.status?.conditions?.find((c) => c.type === type)?.status === 'True';
  const word = CONDITIONS.find(holds);
  if (word === 'Complete' || word === 'Failed') return word;
  return job.metadata.deletionTimestamp ? 'Terminating' : (word ?? 'Running');
}

function completions(job: Job): string {
  const done = job.status?.succeeded ?? 0;
  const { completions: wanted, parallelism = 0 } = job.spec ?? {};
  if (wanted !== undefined) return `${done}/${wanted}`;
  return parallelism > 1 ? `${done}/1 of ${parallelism}` : `${done}/1`;
}

/** From the start to the completion, or until now. */
function duration(job: Job, now: number): string {
  const { startTime, completionTime } = job.status ?? {};
  if (!startTime) return '';
  return humanDuration((completionTime ? parseRfc3339(completionTime) : now) - parseRfc3339(startTime));
}

export const cronJobTable: KindTable<CronJob> = {
  columns: columnsOf(
    'Name Schedule Timezone Suspend:boolean Active:integer Last_Schedule Age|Containers Images Selector',
  ),
  cells(cron, now) {
    const { spec, status } = cron;
    const job = spec?.jobTemplate.spec;
    return [
      cron.metadata.name,
      spec?.schedule ?? '',
      spec?.timeZone ?? NONE,
      spec?.suspend ? 'True' : 'False',
      status?.active?.length ?? 0,
      status?.lastScheduleTime ? ageSince(status.lastScheduleTime, now) : NONE,
      ageOf(cron, now),
      ...wideCells(job?.template, job?.selector),
    ];
  },
};
