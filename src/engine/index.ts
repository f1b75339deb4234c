/** The door to the engine. */
export { Cluster } from './cluster';
export { allowance, type Budget } from './budget';
export type { Bootstrap } from './bootstrap';
export type { Checkpoint } from './checkpoint';
export type { TimedEvent, Watch } from './watches';
export { createThreeWayPatch } from './api/patch/three-way';
export { encode } from './api/encode';
export { TEMPLATE_GENERATION } from './api/kinds/daemon-set';
export { atVersion } from './api/kinds/custom';
export type { KindDefinition, KindRow, SubresourceName } from './api/kinds/definition';
export { kindByApiVersion, kindByWord, kindRows, type KindSource } from './api/kinds/lookup';
export { kindOf } from './api/kinds/registry';
export { verbsOf } from './api/kinds/verbs';
export { ageOf } from './api/tables/age';
export { NONE, type KindTable } from './api/tables/columns';
export { goText, invalidPatch } from './api/errors';
export { nextLogLine } from './api/log';
export { daemonJudge, daemonVerdicts } from './controllers/daemonset/placement';
export { nodeShouldRunDaemonPod, type DaemonVerdict } from './controllers/daemonset/should-run';
export { countedOn } from './controllers/daemonset/node-pods';
export { oldAndNew, resolvedBudget } from './controllers/daemonset/update-budget';
export { isPodUpdated, templateGeneration } from './controllers/daemonset/pod-template';
export { explainScheduling } from './scheduler/explain-scheduling';
export type { Fault, FaultScope } from './faults/fault';
export { faultSentence, targetsOf } from './fault-target';
export { faultById, FAULTS } from './faults/registry';
export type { ActiveFault, DaemonPlacement, WorldReader } from './world';
export { kubeletActivity } from './kubelet-activity';
export { KUBERNETES_VERSION } from './version';
export type { Input } from './input';
export type {
  Api,
  ApiResult,
  DeleteOptions,
  EntryWatch,
  ListOptions,
  ListPage,
  LogOptions,
  Manifest,
  PatchType,
  Propagation,
  Reader,
  Status,
  StatusCause,
  Subresource,
  WatchEntry,
  WatchEvent,
  WriteOptions,
} from './api/types';
