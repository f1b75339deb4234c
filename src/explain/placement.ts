import { nodeShouldRunDaemonPod, type DaemonVerdict } from '../engine/index';
import { taintText } from '../k8s/taints';
import type { DaemonSet, Node, Taint } from '../k8s/types';
import { shortKey } from './words';

/** Why a set does not want a node, in words. Empty texts when it does. */
export interface ExclusionWords {
  /** A few words: `untolerated taint control-plane`. */
  reason: string;
  /** The same for narrow places: `untolerated taint`. */
  short: string;
  /** What must remain beside a long name: `taint`. */
  least?: string;
  /** The whole reason, a sentence without its full stop. */
  title: string;
}

const NOTHING: ExclusionWords = { reason: '', short: '', title: '' };
const memo = new WeakMap<DaemonVerdict, ExclusionWords>();

/** The words for the controller's own verdict (DS-16; default: that of today): the first of its rules that says no. */
export function exclusionWords(
  set: DaemonSet,
  node: Node,
  verdict: DaemonVerdict = nodeShouldRunDaemonPod(set, node),
): ExclusionWords {
  if (verdict.shouldRun) return NOTHING;
  let words = memo.get(verdict);
  if (!words) memo.set(verdict, (words = wordsOf(verdict.checks, node.metadata.name)));
  return words;
}

function wordsOf(
  { nodeName, nodeSelector, nodeAffinity, taints, hostPorts }: DaemonVerdict['checks'],
  node: string,
): ExclusionWords {
  if (!nodeName.ok)
    return {
      reason: `nodeName is ${nodeName.wanted}`,
      short: 'other nodeName',
      title: `The template names the node ${nodeName.wanted}, so no other node gets a pod`,
    };
  const [mismatch] = nodeSelector.mismatches;
  if (mismatch) {
    const { key, wanted, actual } = mismatch;
    return {
      reason: `nodeSelector ${shortKey(key)}=${wanted}`,
      short: 'nodeSelector',
      title: `The nodeSelector wants ${key}=${wanted}; ${node} ${actual === undefined ? 'has no such label' : `has ${key}=${actual}`}`,
    };
  }
  if (!nodeAffinity.ok)
    return {
      reason: 'node affinity',
      short: 'node affinity',
      title: `The required node affinity does not match ${node}`,
    };
  if (hostPorts?.ok === false)
    return {
      reason: `host port ${hostPorts.taken.join(', ')} taken`,
      short: 'port taken',
      title: `Another pod of ${node} has the host port ${hostPorts.taken.join(', ')}`,
    };
  return taintWords(taints.untolerated);
}

function taintWords(taints: readonly Taint[]): ExclusionWords {
  const [first] = taints;
  const title = `Untolerated taint ${taints.map(taintText).join(', ')}`;
  if (first?.key === 'node.kubernetes.io/not-ready')
    return { reason: 'node not ready', short: 'not ready', title };
  if (first?.key === 'node.kubernetes.io/unreachable')
    return { reason: 'node unreachable', short: 'unreachable', title };
  const key = first ? ` ${shortKey(first.key)}` : '';
  return { reason: `untolerated taint${key}`, short: 'untolerated taint', least: 'taint', title };
}
