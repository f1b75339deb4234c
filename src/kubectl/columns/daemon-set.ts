import { compareText } from '../../lib/compare';
import { selectorText } from '../../k8s/labels';
import type { DaemonSet } from '../../k8s/types';
import { ageOf } from './age';
import { columnsOf, NONE, orNone, type KindTable } from './columns';

/** CLI-21. */
export const daemonSetTable: KindTable<DaemonSet> = {
  columns: columnsOf(
    'NAME DESIRED CURRENT READY UP-TO-DATE AVAILABLE NODE_SELECTOR AGE|CONTAINERS IMAGES SELECTOR',
  ),
  cells(set, now) {
    const { status } = set;
    const template = set.spec.template.spec;
    const count = (n: number | undefined) => String(n ?? 0);
    return [
      set.metadata.name,
      count(status?.desiredNumberScheduled),
      count(status?.currentNumberScheduled),
      count(status?.numberReady),
      count(status?.updatedNumberScheduled),
      count(status?.numberAvailable),
      labelPairs(template?.nodeSelector),
      ageOf(set, now),
      orNone(template?.containers.map((c) => c.name).join(',')),
      orNone(template?.containers.map((c) => c.image ?? '').join(',')),
      selectorText(set.spec.selector),
    ];
  },
};

/** `k=v,k2=v2` sorted by key, or `<none>`. */
export function labelPairs(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).toSorted(([a], [b]) => compareText(a, b));
  return pairs.length === 0 ? NONE : pairs.map(([key, value]) => `${key}=${value}`).join(',');
}
