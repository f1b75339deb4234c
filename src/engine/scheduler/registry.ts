import type { FilterPlugin, ScorePlugin } from './plugin';
import { balancedAllocation } from './plugins/balanced-allocation';
import { nodeAffinity, nodeAffinityScore } from './plugins/node-affinity';
import { nodeName } from './plugins/node-name';
import { nodePorts } from './plugins/node-ports';
import { leastAllocated, nodeResourcesFit } from './plugins/node-resources-fit';
import { nodeUnschedulable } from './plugins/node-unschedulable';
import { taintToleration, taintTolerationScore } from './plugins/taint-toleration';

/** In the order in which they are asked; the first that rejects decides for its node (SCH-5). */
export const FILTERS: readonly FilterPlugin[] = [
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
];

export const SCORES: readonly ScorePlugin[] = [
  taintTolerationScore,
  nodeAffinityScore,
  leastAllocated,
  balancedAllocation,
];
