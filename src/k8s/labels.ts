/** Label selectors: matching (DS-21, SCH-16) and text (CLI-21). Parsing of `-l` text is in `label-selector-text.ts`. */
import { compareText } from '../lib/compare';
import type { LabelSelector } from './types';

export { parseLabelSelector } from './label-selector-text';

export type RequirementOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

export interface Requirement {
  key: string;
  operator: RequirementOperator;
  values: readonly string[];
}

/** What a stored selector or affinity term holds: the operator is not yet known to be valid. */
export interface RawRequirement {
  key: string;
  operator: string;
  values?: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

const INTEGER = /^[+-]?\d+$/;
const NO_VALUES: readonly string[] = [];

/** 64-bit decimal integer as Go's ParseInt accepts it; undefined when it is none. */
function integer(text: string | undefined): bigint | undefined {
  if (text === undefined || !INTEGER.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function has(labels: Labels | undefined, key: string): boolean {
  return labels !== undefined && Object.hasOwn(labels, key);
}

/**
 * One requirement (SCH-16, TEST-116). A malformed one (In/NotIn without values, Exists/DoesNotExist with values, Gt/Lt without
 * exactly one integer, unknown operator) matches nothing (DS-21).
 */
export function requirementMatches(r: Requirement | RawRequirement, labels: Labels | undefined): boolean {
  const values = r.values ?? NO_VALUES;
  switch (r.operator) {
    case 'In':
      return has(labels, r.key) && values.includes(labels?.[r.key] as string);
    case 'NotIn':
      return values.length > 0 && !(has(labels, r.key) && values.includes(labels?.[r.key] as string));
    case 'Exists':
      return values.length === 0 && has(labels, r.key);
    case 'DoesNotExist':
      return values.length === 0 && !has(labels, r.key);
    case 'Gt':
    case 'Lt': {
      if (values.length !== 1 || !has(labels, r.key)) return false;
      const wanted = integer(values[0]);
      const actual = integer(labels?.[r.key]);
      if (wanted === undefined || actual === undefined) return false;
      return r.operator === 'Gt' ? actual > wanted : actual < wanted;
    }
    default:
      return false;
  }
}

/** All requirements hold. */
export function matchesRequirements(
  requirements: readonly (Requirement | RawRequirement)[],
  labels: Labels | undefined,
): boolean {
  for (const r of requirements) if (!requirementMatches(r, labels)) return false;
  return true;
}

/** An absent selector matches nothing, an empty one everything; a malformed expression makes the whole selector match nothing (DS-21). */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined || selector === null) return false;
  const wanted = selector.matchLabels;
  if (wanted) {
    for (const key in wanted) {
      if (!has(labels, key) || labels?.[key] !== wanted[key]) return false;
    }
  }
  const expressions = selector.matchExpressions;
  if (expressions) {
    for (const e of expressions) {
      // Gt and Lt exist for nodes only.
      if (e.operator === 'Gt' || e.operator === 'Lt' || !requirementMatches(e, labels)) return false;
    }
  }
  return true;
}

/** The SELECTOR cell (CLI-21): `app=x`, `tier in (a,b)`, `!x`, sorted by key; `<none>` when absent or empty, `<error>` when malformed. */
export function selectorText(selector: LabelSelector | undefined): string {
  const parts: { key: string; text: string }[] = [];
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) {
    parts.push({ key, text: `${key}=${value}` });
  }
  for (const e of selector?.matchExpressions ?? []) {
    const text = expressionText(e);
    if (text === undefined) return '<error>';
    parts.push({ key: e.key, text });
  }
  if (parts.length === 0) return '<none>';
  return parts
    .sort((a, b) => compareText(a.key, b.key))
    .map((p) => p.text)
    .join(',');
}

function expressionText(e: RawRequirement): string | undefined {
  const values = [...(e.values ?? [])].sort(compareText).join(',');
  switch (e.operator) {
    case 'In':
      return `${e.key} in (${values})`;
    case 'NotIn':
      return `${e.key} notin (${values})`;
    case 'Exists':
      return e.key;
    case 'DoesNotExist':
      return `!${e.key}`;
    default:
      return undefined;
  }
}
