import { faultById, type ActiveFault, type WorldReader } from '../../engine/index';
import { START } from './fixture';

/** A world in which only what the picture asks for is answered. */
export function worldOf(...active: [fault: string, target: string][]): WorldReader {
  const faults: ActiveFault[] = active.map(([fault, target]) => ({ fault, target, since: START }));
  return {
    daemonPlacement: 'scheduler',
    faults,
    ofNode: () => ({}),
    pressureOn: () => [],
    ofPod: () => ({}),
    ofCluster: () => ({}),
    stopped: (process) => faults.some(({ fault }) => faultById(fault)?.effects.process === process),
    has: (fault, target) => faults.some((f) => f.fault === fault && f.target === target),
  };
}
