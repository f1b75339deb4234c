import { targetNodeName } from '../../k8s/node-affinity';
import { controllerOf } from '../../k8s/owner';
import type { Selection } from '../../state/types';
import '../styles/selected.css';
import { useCluster } from '../page-context';
import { InspectorHead } from './inspector-head';
import { NodeView } from './node-view';
import { PodView } from './pod-view';
import { SetView } from './set-view';
import { SlotView } from './slot-view';
import { WorkloadView } from './workload-view';

/** What is selected, looked up anew at each moment. */
export function Selected({ selection }: { selection: Selection }) {
  const { read } = useCluster();
  switch (selection.type) {
    case 'node': {
      const node = read.get('Node', undefined, selection.name);
      return node ? (
        <NodeView key={node.metadata.uid} node={node} />
      ) : (
        <Gone what={`Node ${selection.name}`} />
      );
    }
    case 'slot': {
      const { node, set: name } = selection;
      const set = read.get('DaemonSet', name.namespace, name.name);
      if (!set) return <Gone what={`DaemonSet ${name.name}`} />;
      if (!read.get('Node', undefined, node)) return <Gone what={`Node ${node}`} />;
      return <SlotView key={`${node}/${set.metadata.uid}`} set={set} node={node} />;
    }
    case 'pod': {
      const pod = read.get('Pod', selection.namespace, selection.name);
      if (!pod || pod.metadata.uid !== selection.uid) return <Gone what={`Pod ${selection.name}`} />;
      const owner = controllerOf(pod);
      const set =
        owner?.kind === 'DaemonSet' ? read.get('DaemonSet', selection.namespace, owner.name) : undefined;
      const node = targetNodeName(pod);
      if (set && node && read.get('Node', undefined, node))
        return <SlotView key={pod.metadata.uid} set={set} node={node} pod={pod} />;
      return <PodView key={pod.metadata.uid} pod={pod} />;
    }
    case 'workload': {
      const object = read.get(selection.kind, selection.namespace, selection.name);
      return object ? (
        <WorkloadView key={object.metadata.uid} object={object} />
      ) : (
        <Gone what={`${selection.kind} ${selection.name}`} />
      );
    }
    case 'set': {
      const set = read.get('DaemonSet', selection.namespace, selection.name);
      return set ? (
        <SetView key={set.metadata.uid} set={set} />
      ) : (
        <Gone what={`DaemonSet ${selection.name}`} />
      );
    }
  }
}

function Gone({ what }: { what: string }) {
  return (
    <>
      <InspectorHead title={what} />
      <p className="muted padded">It does not exist at this moment. Going back in time may show it again.</p>
    </>
  );
}
