import type { Pod } from '../../k8s/types';
import type { Reader } from '../api/types';
import { viewOf } from './cluster-view';
import { diagnosisText, findFeasibleNodes } from './feasible-nodes';
import { findPreemption, postFilterText } from './preemption';
import type { Rejection } from './plugin';

/** What the scheduler would find for a pod right now. */
export interface SchedulingAnswer {
  /** Names of the nodes that pass all filters. */
  feasible: readonly string[];
  /** The nodes that were filtered and turned down, with the plugin and its reasons. */
  rejections: ReadonlyMap<string, Rejection & { plugin: string }>;
  /** The failure message (SCH-21); absent when the pod fits somewhere. */
  message?: string;
}

/** Runs the scheduler's own search over the objects as they are, changing nothing. */
export function explainScheduling(read: Reader, pod: Pod): SchedulingAnswer {
  const view = viewOf(read);
  if (view.nodeCount === 0)
    return { feasible: [], rejections: new Map(), message: 'no nodes available to schedule pods' };
  const search = findFeasibleNodes(pod, view);
  const { feasible, rejections } = search;
  const answer = { feasible: feasible.map((n) => n.metadata.name), rejections };
  if (feasible.length > 0) return answer;
  const preemption = findPreemption(pod, search, view);
  return {
    ...answer,
    message: diagnosisText(search.diagnosis) + postFilterText(preemption, search.diagnosis),
  };
}
