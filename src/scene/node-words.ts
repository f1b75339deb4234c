import { conditionOf, isNodeReady } from '../k8s/conditions';
import { nodeRoles } from '../k8s/node-status';
import { parseRfc3339 } from '../k8s/time';
import type { Node } from '../k8s/types';
import { shortSeconds } from './pod-mark';
import type { Tone } from './types';

/** What Kubernetes knows of a node, for the header of its tile. */
export interface NodeWords {
  role: string;
  controlPlane: boolean;
  ready: boolean;
  /** `unknown`: the control plane hears nothing; the node itself has not said that it is not ready. */
  unheard: boolean;
  cordoned: boolean;
  pressure: readonly string[];
  note: string;
  noteTone: Tone;
  /** The note depends on the clock. */
  timed: boolean;
}

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

export function nodeWords(node: Node, now: number): NodeWords {
  const { conditions } = node.status;
  const roles = nodeRoles(node);
  const role = roles.length === 0 ? 'worker' : roles.map((name) => name.replaceAll('-', ' ')).join(', ');
  const ready = isNodeReady(node);
  const condition = conditionOf(conditions, 'Ready');
  const cordoned = node.spec.unschedulable === true;
  const pressure = PRESSURES.filter((type) => conditionOf(conditions, type)?.status === 'True');
  const words = {
    role,
    controlPlane: roles.includes('control-plane') || roles.includes('master'),
    ready,
    unheard: condition?.status === 'Unknown',
    cordoned,
    pressure,
    timed: !ready,
  };
  if (!ready) {
    const since = parseRfc3339(condition?.lastTransitionTime ?? node.metadata.creationTimestamp);
    const seconds = Math.max(0, Math.floor((now - since) / 1000));
    return { ...words, note: `NotReady ${shortSeconds(seconds)}`, noteTone: 'bad' };
  }
  const warnings = [...(cordoned ? ['cordoned'] : []), ...pressure];
  return warnings.length > 0
    ? { ...words, note: warnings.join(', '), noteTone: 'warn' }
    : { ...words, note: role, noteTone: 'muted' };
}
