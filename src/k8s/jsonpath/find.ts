/** Values at a parsed JSONPath in plain JSON. Missing keys give nothing (kubectl and printer columns allow missing keys). */
import { compareText } from '../../lib/compare';
import type { Operand, PathStep } from './parse';

export type Found = { ok: true; values: unknown[] } | { ok: false; message: string };

/** All values at a path. */
export function findValues(steps: readonly PathStep[], root: unknown): Found {
  let values: unknown[] = [root];
  for (const step of steps) {
    const next: unknown[] = [];
    if (step.type === 'paths') {
      // All values of the first path, then all of the second.
      for (const path of step.paths) {
        for (const value of values) {
          const found = findValues(path, value);
          if (!found.ok) return found;
          next.push(...found.values);
        }
      }
      values = next;
      continue;
    }
    for (const value of values) {
      const found = take(step, value);
      if (typeof found === 'string') return { ok: false, message: found };
      next.push(...found);
    }
    values = next;
  }
  return { ok: true, values };
}

function take(step: Exclude<PathStep, { type: 'paths' }>, value: unknown): unknown[] | string {
  switch (step.type) {
    case 'field':
      return member(value, step.name);
    case 'wildcard':
      return children(value);
    case 'recursive':
      return descendants(value);
    case 'union':
    case 'slice': {
      if (!Array.isArray(value))
        return value === null || value === undefined ? [] : `${describe(value)} is not array or slice`;
      if (step.type === 'slice') return sliced(value, step);
      const out: unknown[] = [];
      for (const index of step.indexes) {
        const at = index < 0 ? index + value.length : index;
        if (at >= value.length || at < 0)
          return `array index out of bounds: index ${at}, length ${value.length}`;
        out.push(value[at]);
      }
      return out;
    }
    case 'filter':
      return Array.isArray(value) ? value.filter((item) => passes(step, item)) : [];
  }
}

function member(value: unknown, name: string): unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  if (!Object.hasOwn(value, name)) return [];
  const found = (value as Record<string, unknown>)[name];
  return found === undefined ? [] : [found];
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return entries.toSorted(([a], [b]) => compareText(a, b)).map(([, v]) => v as unknown);
}

function descendants(value: unknown): unknown[] {
  return [value, ...children(value).flatMap(descendants)];
}

function sliced(list: unknown[], step: { start?: number; end?: number; step?: number }): unknown[] {
  const stride = step.step ?? 1;
  const part = list.slice(step.start ?? 0, step.end ?? list.length);
  return stride === 1 ? part : part.filter((_, i) => i % stride === 0);
}

function describe(value: unknown): string {
  return typeof value === 'object' ? 'map' : typeof value;
}

function passes(step: PathStep & { type: 'filter' }, item: unknown): boolean {
  const left = valueOf(step.left, item);
  if (step.operator === 'exists') return left !== undefined;
  if (step.right === undefined || left === undefined) return false;
  const right = valueOf(step.right, item);
  if (right === undefined) return false;
  switch (step.operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
  }
  if (typeof left !== typeof right || (typeof left !== 'number' && typeof left !== 'string')) return false;
  const order = typeof left === 'number' ? left - (right as number) : compareText(left, right as string);
  if (step.operator === '<') return order < 0;
  if (step.operator === '<=') return order <= 0;
  if (step.operator === '>') return order > 0;
  return order >= 0;
}

function valueOf(operand: Operand, item: unknown): unknown {
  if ('value' in operand) return operand.value;
  const found = findValues(operand.path, item);
  return found.ok ? found.values[0] : undefined;
}
