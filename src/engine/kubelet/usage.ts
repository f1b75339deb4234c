/** What pods use of their machine: invented, the same for the same pod and images (POD-41). Bytes, or processes. */
import { parseWhole } from '../../k8s/quantity';
import type { Container, Pod } from '../../k8s/types';
import type { Resource } from '../world';
import { fullImageName } from './registry';
import { durationIn, type Range } from './timing';
import { containersOf, type PodWorker } from './state';

const PAGE = 4096;

/** Of one container, by its image, in pages or processes. */
const BY_IMAGE: Record<Resource, Range> = { memory: [2_000, 40_000], disk: [5, 20_000], pid: [1, 40] };
/** How much more or less than others of its image, in thousandths. */
const BY_POD: Range = [800, 1_200];

/** Usage of the containers that run, by name; undefined as long as the pod has no sandbox: nothing is measured then. */
export function usageOf(
  worker: PodWorker,
  pod: Pod,
  resource: Resource,
): ReadonlyMap<string, number> | undefined {
  if (!worker.sandbox) return undefined;
  const usage = new Map<string, number>();
  const specs = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  for (const { name, image, stage } of containersOf(worker)) {
    if (stage !== 'running' && stage !== 'stopping' && stage !== 'replacing') continue;
    const usual = durationIn(BY_IMAGE[resource], fullImageName(image), resource);
    const here = Math.ceil((usual * durationIn(BY_POD, worker.uid, name + resource)) / 1000);
    const amount = resource === 'pid' ? here : here * PAGE;
    const spec = specs.find((container) => container.name === name);
    usage.set(name, resource === 'memory' ? Math.min(amount, memoryLimit(spec)) : amount);
  }
  return usage;
}

/** Nothing uses more than its limit for long. */
function memoryLimit(spec: Container | undefined): number {
  const limit = spec?.resources?.limits?.['memory'];
  const bytes = limit === undefined ? undefined : parseWhole(limit);
  return bytes === undefined ? Infinity : Math.floor(bytes / PAGE) * PAGE;
}

export function total(usage: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const amount of usage.values()) sum += amount;
  return sum;
}
