import type { DaemonVerdict } from '../engine/index';
import { requiredNodeAffinity } from '../k8s/node-affinity';
import { hostPortsOf } from '../k8s/resources';
import { taintText } from '../k8s/taints';
import type { DaemonSet, Node, NodeSelector, NodeSelectorRequirement, PodSpec } from '../k8s/types';
import type { Check } from './verdict-types';

type Ports = NonNullable<DaemonVerdict['checks']['hostPorts']>;
export const ROOM = 'Resources';

/** The rules by which the controller chooses nodes (DS-16), one line each. */
export function controllerChecks(set: DaemonSet, node: Node, { checks }: DaemonVerdict): Check[] {
  const spec = set.spec.template.spec;
  return [
    ...(spec?.nodeName ? [nodeNameCheck(spec.nodeName, checks.nodeName.ok)] : []),
    selectorCheck(spec, checks.nodeSelector),
    affinityCheck(spec, checks.nodeAffinity.ok),
    taintsCheck(node, checks.taints),
    ...(checks.hostPorts ? [portsCheck(spec, checks.hostPorts)] : []),
    ...(checks.resources ? [roomCheck(checks.resources)] : []),
  ];
}

/** Before 1.12 the controller looked at ports and resources itself (VER-2). */
function portsCheck(spec: PodSpec | undefined, { ok, taken }: Ports): Check {
  const label = 'Host ports';
  if (!ok) return { state: 'no', label, detail: `taken by another pod: ${taken.join(', ')}` };
  const wanted = spec ? hostPortsOf(spec).map(({ port }) => port) : [];
  return { state: 'ok', label, detail: wanted.length > 0 ? `free: ${wanted.join(', ')}` : 'none wanted' };
}

function roomCheck({ ok, lack }: { ok: boolean; lack?: string }): Check {
  return { state: ok ? 'ok' : 'no', label: ROOM, detail: lack ?? 'there is room' };
}

function nodeNameCheck(nodeName: string, ok: boolean): Check {
  return { state: ok ? 'ok' : 'no', label: 'Node name', detail: `the template names ${nodeName}` };
}

function selectorCheck(
  spec: PodSpec | undefined,
  { ok, mismatches }: DaemonVerdict['checks']['nodeSelector'],
): Check {
  const label = 'Node selector';
  if (ok) {
    const pairs = Object.entries(spec?.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
    return { state: 'ok', label, detail: pairs.join(', ') || 'none required' };
  }
  const details = mismatches.map(({ key, wanted, actual }) =>
    actual === undefined
      ? `no label ${key}=${wanted}`
      : `wants ${key}=${wanted}, the node has ${key}=${actual}`,
  );
  return { state: 'no', label, detail: details.join('; ') };
}

function affinityCheck(spec: PodSpec | undefined, ok: boolean): Check {
  const required = spec && requiredNodeAffinity(spec);
  const text = required ? affinityText(required) : 'none required';
  return { state: ok ? 'ok' : 'no', label: 'Node affinity', detail: ok ? text : `does not match: ${text}` };
}

function taintsCheck(node: Node, { ok, untolerated }: DaemonVerdict['checks']['taints']): Check {
  const label = 'Taints';
  if (!ok) return { state: 'no', label, detail: `untolerated ${untolerated.map(taintText).join(', ')}` };
  const taints = (node.spec.taints ?? []).filter((taint) => taint.effect !== 'PreferNoSchedule');
  return {
    state: 'ok',
    label,
    detail: taints.length === 0 ? 'none' : `tolerated: ${taints.map(taintText).join(', ')}`,
  };
}

/** `zone in (a,b) and disktype exists, or metadata.name in (worker-1)`. */
export function affinityText(selector: NodeSelector): string {
  const terms = selector.nodeSelectorTerms.map((term) =>
    [...(term.matchExpressions ?? []), ...(term.matchFields ?? [])].map(requirementText).join(' and '),
  );
  return terms.map((term) => term || 'nothing (empty term)').join(', or ');
}

function requirementText({ key, operator, values = [] }: NodeSelectorRequirement): string {
  switch (operator) {
    case 'Exists':
      return `${key} exists`;
    case 'DoesNotExist':
      return `${key} does not exist`;
    case 'Gt':
      return `${key} > ${values[0]}`;
    case 'Lt':
      return `${key} < ${values[0]}`;
    default:
      return `${key} ${operator === 'NotIn' ? 'not in' : 'in'} (${values.join(', ')})`;
  }
}
