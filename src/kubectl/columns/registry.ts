/** Which table a kind is printed with. */
import type { Kind, KindMap, KubeObject } from '../../k8s/types';
import type { KindTable } from './columns';
import { daemonSetTable } from './daemon-set';
import { eventTable } from './event';
import { nodeTable } from './node';
import { podTable } from './pod';
import {
  configMapTable,
  controllerRevisionTable,
  namespaceTable,
  otherTable,
  priorityClassTable,
  secretTable,
  serviceAccountTable,
  serviceTable,
} from './small-kinds';

const tables: { [K in Kind]?: KindTable<KindMap[K]> } = {
  ConfigMap: configMapTable,
  ControllerRevision: controllerRevisionTable,
  DaemonSet: daemonSetTable,
  Event: eventTable,
  Namespace: namespaceTable,
  Node: nodeTable,
  Pod: podTable,
  PriorityClass: priorityClassTable,
  Secret: secretTable,
  Service: serviceTable,
  ServiceAccount: serviceAccountTable,
};

/** The table of a kind; objects of that kind may be passed to its `cells`. */
export function tableFor(kind: Kind): KindTable<KubeObject> {
  return (tables[kind] ?? otherTable) as KindTable<KubeObject>;
}
