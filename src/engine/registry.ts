import type { Component } from './component';
import { customResourcesController } from './controllers/custom-resources';
import { daemonSetController } from './controllers/daemonset/index';
import { deploymentController } from './controllers/deployment/index';
import { disruptionController } from './controllers/disruption/index';
import { garbageCollector } from './controllers/garbage-collector';
import { namespaceController } from './controllers/namespace';
import { nodeLifecycleController } from './controllers/node-lifecycle/index';
import { podGarbageCollector } from './controllers/pod-gc';
import { serviceAccountController } from './controllers/service-account';
import { replicaSetController } from './controllers/replicaset/index';
import { statefulSetController } from './controllers/statefulset/index';
import { taintEvictionController } from './controllers/taint-eviction';
import { kubelets } from './kubelet/index';
import { scheduler } from './scheduler/index';

/** All components, in the order in which each watch event reaches them. */
export const COMPONENTS: readonly Component[] = [
  kubelets,
  nodeLifecycleController,
  taintEvictionController,
  scheduler,
  daemonSetController,
  garbageCollector,
  podGarbageCollector,
  serviceAccountController,
  namespaceController,
  customResourcesController,
  deploymentController,
  replicaSetController,
  statefulSetController,
  disruptionController,
] as Component[];
