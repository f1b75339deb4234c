import type { DaemonVerdict, Reader, WorldReader } from '../engine/index';
import type { DaemonSet, Node } from '../k8s/types';

/** What is asked: why a set has, or has not, a pod on a node. */
export interface Question {
  read: Reader;
  set: DaemonSet;
  node: Node;
  verdict: DaemonVerdict;
  /** Virtual time, ms since the Unix epoch. */
  now: number;
  /** Absent: all is sound, and the scheduler places the pods. */
  world?: WorldReader;
}
