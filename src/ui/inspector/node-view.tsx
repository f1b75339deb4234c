import { nodeRoles, nodeStatusWord } from '../../k8s/node-status';
import type { Node } from '../../k8s/types';
import { ActiveFaults } from '../faults/active-faults';
import { BreakMenu } from '../faults/break-menu';
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
  const name = node.metadata.name;
  return (
    <div className="padded stack">
      {troubles(node).map(({ type, reason, message }) => (
        <p key={type} className="verdict-summary" data-tone={type === 'Ready' ? 'bad' : 'warn'}>
          {type === 'Ready' ? '' : `${type}: `}
          {reason}: {message}
        </p>
      ))}
      <ActiveFaults
        label="What is broken here"
        lessons={Infinity}
        here={name}
        concerns={({ target }, { scope }) => scope === 'node' && target === name}
      />
      <NodeActions node={node} />
      <TaintsEditor node={node} />
      <LabelsEditor node={node} />
      <PodList title="Pods" pods={read.podsOnNode(name)} />
    </div>
  );
}

/** Conditions of the node that say that something is wrong. */
function troubles(node: Node) {
  return (node.status.conditions ?? []).filter(({ type, status }) =>
    type === 'Ready' ? status !== 'True' : /Pressure$|^NetworkUnavailable$/.test(type) && status === 'True',
  );
}

function NodeActions({ node }: { node: Node }) {
  const { run } = usePage();
  const name = shellWord(node.metadata.name);
  const cordoned = node.spec?.unschedulable === true;
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
      <BreakMenu target={{ scope: 'node', name: node.metadata.name }} />
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
