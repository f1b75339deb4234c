/** Taints as `kubectl taint` writes them: `key=value:Effect`, `key:Effect`, `key-` (CLI-77, CLI-78). */
import type { Taint } from '../k8s/types';
import { labelValue, qualifiedName } from '../k8s/names';
import { failure, isFailure, usageFailure, type Failure } from './failure';

export interface TaintChanges {
  add: Taint[];
  /** An empty effect stands for all. */
  remove: { key: string; effect: string }[];
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function isTaintArgument(arg: string): boolean {
  return arg.includes('=') || arg.includes(':') || arg.endsWith('-');
}

export function readTaintChanges(specs: readonly string[]): TaintChanges | Failure {
  const changes: TaintChanges = { add: [], remove: [] };
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      const taint = readTaint(spec.slice(0, -1));
      if (isFailure(taint)) return taint;
      changes.remove.push({ key: taint.key, effect: taint.effect });
      continue;
    }
    const taint = readTaint(spec);
    if (isFailure(taint)) return taint;
    if (taint.effect === '') return usageFailure(`invalid taint spec: ${spec}`);
    if (changes.add.some((t) => t.key === taint.key && t.effect === taint.effect)) {
      return usageFailure(
        `duplicated taints with the same key and effect: {${taint.key} ${taint.value ?? ''} ${taint.effect} <nil>}`,
      );
    }
    changes.add.push(taint);
  }
  return changes;
}

/** Names each pair of a taint to add and one to remove that do not go together. */
export function conflicts({ add, remove }: TaintChanges): Failure | undefined {
  const pairs = add.flatMap((t) =>
    remove.filter((r) => r.key === t.key && (r.effect === '' || r.effect === t.effect)),
  );
  if (pairs.length === 0) return undefined;
  const texts = pairs.map((r) => `${r.key}=${r.effect}`);
  return failure(
    `can not both modify and remove the following taint(s) in the same command: ${texts.join(', ')}`,
  );
}

function readTaint(spec: string): Taint | Failure {
  const parts = spec.split(':');
  if (parts.length > 2) return usageFailure(`invalid taint spec: ${spec}`);
  const [pair = '', effect = ''] = parts;
  let key = pair;
  let value: string | undefined;
  if (parts.length === 2) {
    if (!EFFECTS.includes(effect))
      return usageFailure(`invalid taint effect: ${effect}, unsupported taint effect`);
    const [name = '', text, ...rest] = pair.split('=');
    if (rest.length > 0) return usageFailure(`invalid taint spec: ${spec}`);
    key = name;
    value = text;
    const wrong = labelValue(value ?? '');
    if (wrong.length > 0) return usageFailure(`invalid taint spec: ${spec}, ${wrong.join('; ')}`);
  }
  const wrong = qualifiedName(key);
  if (wrong.length > 0) return usageFailure(`invalid taint spec: ${spec}, ${wrong.join('; ')}`);
  return { key, ...(value ? { value } : {}), effect };
}
