/** The only door to the engine. */
export { Cluster } from './cluster';
export type { TimedEvent, Watch } from './watches';
export { createThreeWayPatch } from './api/patch/three-way';
export { kindByApiVersion, kindByWord, kindOf, KINDS, type KindRow } from './api/kinds';
export { badRequest } from './api/errors';
export { nodeShouldRunDaemonPod, type DaemonVerdict } from './controllers/daemonset/should-run';
export { groupByNode } from './controllers/daemonset/node-pods';
export { oldAndNew, updateBudget } from './controllers/daemonset/update-budget';
export { isPodUpdated, templateGeneration } from './controllers/daemonset/pod-template';
export { explainScheduling } from './scheduler/explain-scheduling';
export { kubeletActivity, kubeletRuns } from './kubelet-activity';
export { IMAGE_BEHAVIOURS } from './kubelet/registry';
export { SIMPLIFICATIONS } from './simplifications';
export { KUBERNETES_VERSION } from './version';
export type { Input } from './input';
export type {
  Api,
  ApiResult,
  DeleteOptions,
  Manifest,
  PatchType,
  Propagation,
  Reader,
  Status,
  WatchEvent,
} from './api/types';
