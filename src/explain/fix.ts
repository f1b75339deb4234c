import type { DaemonVerdict } from '../engine/index';
import type { Node, Taint, Toleration } from '../k8s/types';
import type { Fix } from './verdict-types';

/** Taints that come and go with the state of the node: nobody should tolerate them to place a pod. */
const PASSING = /^node\.kubernetes\.io\/(not-ready|unreachable|network-unavailable|.*-pressure)$/;

/** The one change that would let a pod run here, when one change is enough. */
export function fixFor(node: Node, { shouldRun, checks }: DaemonVerdict): Fix | undefined {
  if (shouldRun || !checks.nodeName.ok || !checks.nodeAffinity.ok || checks.hostPorts?.ok === false)
    return undefined;
  if (checks.nodeSelector.ok) return tolerationFix(checks.taints.untolerated);
  return checks.taints.ok ? labelFix(node, checks.nodeSelector.mismatches) : undefined;
}

function tolerationFix(taints: readonly Taint[]): Fix | undefined {
  if (taints.length === 0 || taints.some((taint) => PASSING.test(taint.key))) return undefined;
  const tolerations = taints.map(tolerationOf);
  const lines = tolerations.flatMap((toleration) =>
    Object.entries(toleration).map(
      ([field, value], i) => `${i === 0 ? '- ' : '  '}${field}: ${scalar(value)}`,
    ),
  );
  return {
    sentence: `Let it run here: add ${tolerations.length === 1 ? 'a toleration' : 'tolerations'}`,
    toleration: tolerations[0],
    tolerations,
    yaml: `tolerations:\n${lines.join('\n')}\n`,
    path: ['spec', 'template', 'spec', 'tolerations'],
  };
}

function tolerationOf({ key, value, effect }: Taint): Toleration {
  return value ? { key, operator: 'Equal', value, effect } : { key, operator: 'Exists', effect };
}

function labelFix(
  node: Node,
  mismatches: DaemonVerdict['checks']['nodeSelector']['mismatches'],
): Fix | undefined {
  const [first] = mismatches;
  if (!first || mismatches.length > 1) return undefined;
  const overwrite = first.actual === undefined ? '' : ' --overwrite';
  return {
    sentence: 'Let it run here: label the node',
    nodeLabel: { key: first.key, value: first.wanted },
    yaml: `kubectl label node ${node.metadata.name} ${first.key}=${first.wanted}${overwrite}`,
    path: [],
  };
}

// Taint values are label values: without quotes `true`, `1` or `1e3` would not be strings in YAML.
function scalar(value: string): string {
  return /^[A-Za-z][\w./-]*$/.test(value) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);
}
