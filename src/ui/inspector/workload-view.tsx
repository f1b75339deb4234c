import type { Deployment, ReplicaSet, StatefulSet } from '../../k8s/types';
import { podsOf } from '../../scene/workloads';
import { targetText } from '../faults/fault-target';
import { PodFaults, PodsBreakMenu } from '../faults/pod-faults';
import { useCluster, usePage, useScene } from '../page-context';
import { shellWord } from '../shell-words';
import { Icon } from '../widgets/icon';
import { InspectorHead } from './inspector-head';
import { ObjectTabs } from './object-tabs';
import { PodList } from './pod-list';

/** A controller of pods beside the DaemonSets. */
export function WorkloadView({ object }: { object: Deployment | StatefulSet | ReplicaSet }) {
  const { kind, metadata } = object;
  return (
    <>
      <InspectorHead title={metadata.name} sub={`${kind} in ${metadata.namespace ?? 'default'}`} />
      <ObjectTabs first={{ label: kind, content: <Overview object={object} /> }} object={object} />
    </>
  );
}

function Overview({ object }: { object: Deployment | StatefulSet | ReplicaSet }) {
  const { read } = useCluster();
  const { run } = usePage();
  const { kind } = object;
  const { uid, name, namespace = 'default' } = object.metadata;
  const trouble = useScene((s) => s.workloads.find((row) => row.uid === uid)?.trouble);
  const target = { scope: 'pod' as const, namespace, kind: kind.toLowerCase(), name };
  return (
    <div className="padded stack">
      {trouble !== undefined && (
        <p className="verdict-summary" data-tone="bad">
          {trouble}
        </p>
      )}
      <p className="muted">
        {object.status.readyReplicas ?? 0} of {object.spec.replicas ?? 1} pods ready. The scheduler chooses
        their nodes: unlike a DaemonSet, a {kind} wants a number of pods, not one on each node.
      </p>
      <PodFaults targets={[targetText(target)]} />
      <div className="actions" role="group" aria-label={`${kind} actions`}>
        {kind !== 'ReplicaSet' && (
          <button
            type="button"
            className="button small"
            onClick={() =>
              run(
                `kubectl rollout restart ${shellWord(`${kind.toLowerCase()}/${name}`)} -n ${shellWord(namespace)}`,
              )
            }
          >
            <Icon name="restart" size={14} />
            Restart
          </button>
        )}
        <PodsBreakMenu target={target} spec={object.spec.template?.spec} />
      </div>
      <PodList title="Pods" pods={podsOf(read, object)} />
    </div>
  );
}
