import type { StatefulSet } from '../k8s/types';
import { failure, type Failure } from './failure';

/** What one state of a StatefulSet says in `rollout status` (WL-22). */
export function statefulSetRollout(set: StatefulSet): { text: string; done: boolean } | Failure {
  const { updateStrategy, replicas } = set.spec;
  if (updateStrategy?.type !== 'RollingUpdate')
    return failure('rollout status is only available for RollingUpdate strategy type');
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, ...status } = set.status;
  if (observedGeneration === 0 || (set.metadata.generation ?? 0) > observedGeneration)
    return { text: 'Waiting for statefulset spec update to be observed...', done: false };
  if (replicas !== undefined && readyReplicas < replicas)
    return { text: `Waiting for ${replicas - readyReplicas} pods to be ready...`, done: false };
  const { rollingUpdate } = updateStrategy;
  if (rollingUpdate) {
    const wanted = (replicas ?? 0) - (rollingUpdate.partition ?? 0);
    return replicas !== undefined && rollingUpdate.partition !== undefined && updatedReplicas < wanted
      ? {
          text: `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`,
          done: false,
        }
      : {
          text: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...`,
          done: true,
        };
  }
  const { currentRevision = '', updateRevision = '', currentReplicas = 0 } = status;
  return updateRevision === currentRevision
    ? {
        text: `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`,
        done: true,
      }
    : {
        text: `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
        done: false,
      };
}
