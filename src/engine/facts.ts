/**
 * What the engine tells of itself, as plain data: its second door, for what the page shows before the simulation is there. Nothing
 * behind it may bring the engine along (src/testing/shell.test.ts).
 */
export type { Fault } from './faults/fault';
export { faultById, FAULTS } from './faults/registry';
export { IMAGE_BEHAVIOURS } from './kubelet/image-behaviours';
export { KUBERNETES_VERSION } from './version';
