/** What a fault of scope `pod` is aimed at: `<namespace>/<pod>` or `<namespace>/<kind in lower case>/<controller>`. */
import { controllerOf } from '../k8s/owner';
import type { Pod } from '../k8s/types';
import type { Fault } from './faults/fault';

/** All targets that a pod is meant by, its own last: its Deployment's, its controller's. */
export function targetsOf(pod: Pod): string[] {
  const { namespace = '', name, labels } = pod.metadata;
  const targets = [`${namespace}/${name}`];
  const owner = controllerOf(pod);
  if (!owner) return targets;
  targets.unshift(`${namespace}/${owner.kind.toLowerCase()}/${owner.name}`);
  // The Deployment behind a ReplicaSet is named like it, without the hash (WL-7).
  const hash = `-${labels?.['pod-template-hash'] ?? ''}`;
  if (owner.kind === 'ReplicaSet' && hash !== '-' && owner.name.endsWith(hash))
    targets.unshift(`${namespace}/deployment/${owner.name.slice(0, -hash.length)}`);
  return targets;
}

/** The sentence of a fault that began or ended: the namespace only where it is not `default`. */
export function faultSentence(fault: Fault | undefined, when: 'broken' | 'mended', target: string): string {
  return (fault?.[when] ?? '').replace('{target}', () => target.replace(/^default\//, ''));
}
