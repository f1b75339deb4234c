import { podsOfSet } from '../../explain/set-pods';
import { explainSlot } from '../../explain/verdict';
import { isTerminating } from '../../k8s/conditions';
import type { DaemonSet, Pod } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { useCluster } from '../page-context';
import { InspectorHead } from './inspector-head';
import { ObjectTabs } from './object-tabs';
import { PodFacts } from './pod-facts';
import { VerdictView } from './verdict-view';

/** One DaemonSet on one node: why there is a pod or none, and that pod. */
export function SlotView({ set, node, pod: chosen }: { set: DaemonSet; node: string; pod?: Pod }) {
  const { read, now, world } = useCluster();
  const verdict = explainSlot(read, set, node, now, world);
  const pods = podsOfSet(read, set.metadata.uid)
    .on(node)
    .toSorted((a, b) => compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp));
  const pod = chosen ?? pods.findLast((p) => !isTerminating(p)) ?? pods.at(-1);
  const { namespace = 'default', name } = set.metadata;
  return (
    <>
      <InspectorHead title={verdict.title} />
      <ObjectTabs
        first={{
          label: 'Why',
          content: (
            <>
              <VerdictView verdict={verdict} set={{ namespace, name }} node={node} />
              {pods.map((each) => (
                <PodFacts key={each.metadata.uid} pod={each} />
              ))}
            </>
          ),
        }}
        object={pod}
        absent="There is no pod here."
        eventsOf={set}
      />
    </>
  );
}
