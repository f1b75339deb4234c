import type { Component } from './component';
import { apiServer } from './controllers/api-server';
import { apiServiceRegistration } from './controllers/api-services';
import { customResourcesController } from './controllers/custom-resources';
import { daemonSetController } from './controllers/daemonset/index';
import { deploymentController } from './controllers/deployment/index';
import { disruptionController } from './controllers/disruption/index';
import { garbageCollector } from './controllers/garbage-collector';
import { leaderElection } from './controllers/leader-election';
import { namespaceController } from './controllers/namespace/index';
import { nodeLifecycleController } from './controllers/node-lifecycle/index';
import { podGarbageCollector } from './controllers/pod-gc';
import { serviceAccountController } from './controllers/service-account';
import { rootCaPublisher } from './controllers/root-ca-publisher';
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

/** Those of a cluster that has all that a real one makes for itself (bootstrap.ts): the same, and who looks after these things. */
export const FULL_COMPONENTS: readonly Component[] = [
  ...COMPONENTS,
  rootCaPublisher,
  apiServer,
  apiServiceRegistration,
  leaderElection,
] as Component[];
