import { compareText } from '../../../lib/compare';
import { selectorText } from '../../../k8s/labels';
import type { DaemonSet } from '../../../k8s/types';
import { ageOf } from './age';
import { columnsOf, NONE, orNone, type KindTable } from './columns';

/** CLI-21. */
export const daemonSetTable: KindTable<DaemonSet> = {
  columns: columnsOf(
    'Name Desired:integer Current:integer Ready:integer Up-to-date:integer Available:integer Node_Selector Age|Containers Images Selector',
  ),
  cells(set, now) {
    const { status } = set;
    const template = set.spec.template.spec;
    return [
      set.metadata.name,
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
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
