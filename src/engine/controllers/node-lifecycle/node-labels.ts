import type { Node } from '../../../k8s/types';

/** Labels that the controller keeps equal to others: the old names of architecture and operating system. */
const OLD_NAMES = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
] as const;

/** What has to change of a node's labels; undefined when nothing has. */
export function labelsToReconcile({ metadata }: Node): Record<string, string> | undefined {
  const labels: Record<string, string | undefined> = metadata.labels ?? {};
  let changes: Record<string, string> | undefined;
  for (const [name, old] of OLD_NAMES) {
    const value = labels[name];
    if (value !== undefined && labels[old] !== value) changes = { ...changes, [old]: value };
  }
  return changes;
}
