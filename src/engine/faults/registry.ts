import { containerCrash } from './container-crash';
import { controllerManagerStopped } from './controller-manager-stopped';
import { diskPressure } from './disk-pressure';
import type { Fault } from './fault';
import { kubeletStopped } from './kubelet-stopped';
import { livenessProbeFailing } from './liveness-probe-failing';
import { memoryPressure } from './memory-pressure';
import { networkPartition } from './network-partition';
import { nodeCrashed } from './node-crashed';
import { outOfMemory } from './out-of-memory';
import { pidPressure } from './pid-pressure';
import { readinessProbeFailing } from './readiness-probe-failing';
import { registryDown } from './registry-down';
import { schedulerStopped } from './scheduler-stopped';
import { slowPull } from './slow-pull';
import { startupProbeFailing } from './startup-probe-failing';

/** Everything that can be broken, in the order of menus. */
export const FAULTS: readonly Fault[] = [
  kubeletStopped,
  nodeCrashed,
  networkPartition,
  memoryPressure,
  diskPressure,
  pidPressure,
  containerCrash,
  outOfMemory,
  readinessProbeFailing,
  livenessProbeFailing,
  startupProbeFailing,
  registryDown,
  slowPull,
  schedulerStopped,
  controllerManagerStopped,
];

const BY_ID = new Map(FAULTS.map((fault) => [fault.id, fault]));

export function faultById(id: string): Fault | undefined {
  return BY_ID.get(id);
}
