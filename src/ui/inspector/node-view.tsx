import { kubeletRuns } from '../../engine/index';
import { nodeRoles, nodeStatusWord } from '../../k8s/node-status';
import { conditionOf } from '../../k8s/conditions';
import type { Node } from '../../k8s/types';
import { useCluster, usePage } from '../page-context';
import { shellWord } from '../shell-words';
import { Icon } from '../widgets/icon';
import { InspectorHead } from './inspector-head';
import { LabelsEditor } from './labels-editor';
import { ObjectTabs } from './object-tabs';
import { PodList } from './pod-list';
import { TaintsEditor } from './taints-editor';

export function NodeView({ node }: { node: Node }) {
  const roles = nodeRoles(node).join(', ') || '<none>';
  const version = node.status.nodeInfo?.kubeletVersion ?? '';
  return (
    <>
      <InspectorHead
        title={node.metadata.name}
        sub={`${nodeStatusWord(node)} · roles ${roles} · ${version}`}
      />
      <ObjectTabs first={{ label: 'Node', content: <Overview node={node} /> }} object={node} />
    </>
  );
}

function Overview({ node }: { node: Node }) {
  const { read } = useCluster();
  const condition = conditionOf(node.status.conditions, 'Ready');
  return (
    <div className="padded stack">
      {condition && condition.status !== 'True' && (
        <p className="verdict-summary" data-tone="bad">
          {condition.reason}: {condition.message}
        </p>
      )}
      <NodeActions node={node} />
      <TaintsEditor node={node} />
      <LabelsEditor node={node} />
      <PodList title="Pods" pods={read.podsOnNode(node.metadata.name)} />
    </div>
  );
}

function NodeActions({ node }: { node: Node }) {
  const { run, services } = usePage();
  const name = shellWord(node.metadata.name);
  const cordoned = node.spec?.unschedulable === true;
  const stopped = !kubeletRuns(services.session.getState().cluster, node.metadata.name);
  return (
    <div className="actions" role="group" aria-label="Node actions">
      <button
        type="button"
        className="button small"
        onClick={() => run(`kubectl ${cordoned ? 'uncordon' : 'cordon'} ${name}`)}
      >
        <Icon name="cordon" size={14} />
        {cordoned ? 'Uncordon' : 'Cordon'}
      </button>
      <button
        type="button"
        className="button small"
        onClick={() => run(`sim ${stopped ? 'start' : 'stop'}-kubelet ${name}`)}
      >
        <Icon name="power" size={14} />
        {stopped ? 'Start kubelet' : 'Stop kubelet'}
      </button>
      <button
        type="button"
        className="button small danger"
        onClick={() => run(`kubectl delete node ${name}`)}
      >
        <Icon name="trash" size={14} />
        Delete node
      </button>
    </div>
  );
}
