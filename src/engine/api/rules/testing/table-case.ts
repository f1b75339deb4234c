/** Objects whose row in a table is asked of a real API server: a rule id with words, the kind, the object's fields, its status. */
import type { JsonObject } from '../../../../k8s/types';

export interface TableCase {
  title: string;
  /** The collection on the server. */
  root: string;
  /** Without apiVersion, kind and name. */
  object: JsonObject;
  status?: JsonObject;
}

export const NAMESPACE = 'rules';
export const core = `/api/v1/namespaces/${NAMESPACE}`;
export const apps = `/apis/apps/v1/namespaces/${NAMESPACE}`;

export const CONTAINERS = [
  { name: 'a', image: 'nginx:1' },
  { name: 'b', image: 'redis' },
];
export const START = '2020-03-01T00:00:00Z';
export const END = '2021-03-01T00:00:00Z';
