/** The STATUS and ROLES cells of a node (CLI-26, CLI-28). */
import { compareText } from '../lib/compare';
import { conditionOf } from './conditions';
import type { Node } from './types';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

/** `Ready`, `NotReady` or `Unknown`, with `,SchedulingDisabled` when cordoned (CLI-26). */
export function nodeStatusWord(node: Node): string {
  const ready = conditionOf(node.status?.conditions, 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}

/** Sorted and without repeats; empty when there is none (the cell then shows `<none>`). */
export function nodeRoles(node: Node): string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length)
      roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === ROLE_LABEL && value) roles.add(value);
  }
  return [...roles].sort(compareText);
}
