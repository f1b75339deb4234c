/**
 * The kinds that the schema describes. Written down here as well (a test compares) so that the first paint of the
 * editor does not wait for the schema.
 */
export const schemaKinds: ReadonlySet<string> = new Set([
  'ConfigMap',
  'DaemonSet',
  'Namespace',
  'Node',
  'Pod',
  'PriorityClass',
  'Secret',
  'Service',
  'ServiceAccount',
]);
