import type { Fault } from '../../engine/index';
import { shellWord } from '../shell-words';

/** What a fault hits, in the page's terms. */
export type FaultTarget =
  | { scope: 'cluster' }
  | { scope: 'node'; name: string }
  /** A pod, or with `kind` (lower case) all pods of a controller. */
  | { scope: 'pod'; namespace: string; kind?: string; name: string };

/** The target as the engine writes it (FaultScope). */
export function targetText(target: FaultTarget): string {
  if (target.scope === 'cluster') return '';
  if (target.scope === 'node') return target.name;
  return [target.namespace, ...(target.kind === undefined ? [] : [target.kind]), target.name].join('/');
}

export function readTarget(scope: Fault['scope'], text: string): FaultTarget {
  if (scope === 'cluster') return { scope };
  if (scope === 'node') return { scope, name: text };
  const [namespace = '', ...rest] = text.split('/');
  const [kind, name] = rest;
  return name === undefined ? { scope, namespace, name: kind ?? '' } : { scope, namespace, kind, name };
}

/** `sim break readiness-probe-failing daemonset/nginx -n default`. */
export function faultCommand(verb: 'break' | 'mend', fault: string, target: FaultTarget): string {
  const words = ['sim', verb, fault];
  if (target.scope === 'node') words.push(shellWord(target.name));
  if (target.scope === 'pod') {
    const { kind, name, namespace } = target;
    words.push(shellWord(kind === undefined ? name : `${kind}/${name}`), '-n', shellWord(namespace));
  }
  return words.join(' ');
}

/** `worker-1`, `nginx-abcde`, `daemonset/nginx`; nothing for the whole cluster. */
export function targetWords(target: FaultTarget): string {
  if (target.scope === 'cluster') return '';
  return target.scope === 'pod' && target.kind !== undefined ? `${target.kind}/${target.name}` : target.name;
}
