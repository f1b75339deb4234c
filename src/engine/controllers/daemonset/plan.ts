import type { Pod } from '../../../k8s/types';

/** What a pure decider wants done; `why` goes into the trace in these words. */
export interface PodToCreate {
  node: string;
  why: string;
}
export interface PodToDelete {
  pod: Pod;
  why: string;
}
export interface PodChanges {
  create: PodToCreate[];
  delete: PodToDelete[];
}
