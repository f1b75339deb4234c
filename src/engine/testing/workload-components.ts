import type { Component } from '../component';
import { deploymentController } from '../controllers/deployment/index';
import { replicaSetController } from '../controllers/replicaset/index';
import { COMPONENTS } from '../registry';

/** Everybody, and the controllers of Deployments and ReplicaSets, each once. */
export const WITH_DEPLOYMENTS: readonly Component[] = [
  ...new Set([...COMPONENTS, deploymentController as Component, replicaSetController as Component]),
];
