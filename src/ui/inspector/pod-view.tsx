import { isMirror } from '../../k8s/static-pod';
import type { Pod } from '../../k8s/types';
import { InspectorHead } from './inspector-head';
import { ObjectTabs } from './object-tabs';
import { PodFacts } from './pod-facts';

/** A pod that belongs to no DaemonSet. */
export function PodView({ pod }: { pod: Pod }) {
  const owner = pod.metadata.ownerReferences?.[0];
  const words = isMirror(pod)
    ? 'A static pod: the kubelet runs it from a file on its machine, without a controller and without the scheduler. What the API server shows is a mirror of it.'
    : owner
      ? `It belongs to ${owner.kind} ${owner.name}.`
      : 'It belongs to no controller: nobody replaces it when it goes.';
  return (
    <>
      <InspectorHead title={pod.metadata.name} sub={`Pod in ${pod.metadata.namespace ?? 'default'}`} />
      <ObjectTabs
        first={{
          label: 'Why',
          content: (
            <>
              <p className="muted padded">{words}</p>
              <PodFacts pod={pod} />
            </>
          ),
        }}
        object={pod}
      />
    </>
  );
}
