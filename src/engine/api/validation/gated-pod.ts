/** The scheduling of a pod that is still held back may be narrowed, never widened (VAL-72). */
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { invalidValue, type FieldError } from '../field-error';
import { objectAt, objectsAt, own, sortedMap, textAt } from './untyped';

const HARD = 'requiredDuringSchedulingIgnoredDuringExecution';
const TERMS = `spec.affinity.nodeAffinity.${HARD}.nodeSelectorTerms`;

/** Returns the new spec with what may change as it was. */
export function checkNarrowing(errors: FieldError[], spec: JsonObject, old: JsonObject): JsonObject {
  const [selector, before] = [objectAt(spec, 'nodeSelector'), objectAt(old, 'nodeSelector')];
  if (Object.entries(before ?? {}).some(([key, value]) => own(selector, key) !== value)) {
    const why = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
    errors.push(invalidValue('spec.nodeSelector', sortedMap(selector), why));
  }
  const [affinity, oldAffinity] = [objectAt(spec, 'affinity'), objectAt(old, 'affinity')];
  checkTerms(errors, termsOf(affinity), termsOf(oldAffinity));
  const nodeAffinity = own(oldAffinity, 'nodeAffinity') ?? null;
  return { ...spec, nodeSelector: before ?? null, affinity: { ...affinity, nodeAffinity } };
}

function termsOf(affinity: JsonObject | undefined): JsonObject[] {
  return objectsAt(objectAt(objectAt(affinity, 'nodeAffinity'), HARD), 'nodeSelectorTerms');
}

function checkTerms(errors: FieldError[], terms: JsonObject[], old: JsonObject[]): void {
  if (old.length === 0) return;
  if (terms.length !== old.length) {
    const value = terms.length > 0 ? terms.map(termValue) : null;
    errors.push(
      invalidValue(TERMS, value, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'),
    );
    return;
  }
  terms.forEach((term, i) => {
    const before = old[i] ?? {};
    const keys = ['matchExpressions', 'matchFields'];
    const grown = keys.every((key) => {
      const kept = objectsAt(before, key);
      return deepEqual(objectsAt(term, key).slice(0, kept.length), kept);
    });
    const wasEmpty = keys.every((key) => objectsAt(before, key).length === 0);
    if (grown && !(wasEmpty && keys.some((key) => objectsAt(term, key).length > 0))) return;
    const why = 'only additions are allowed (no mutations or deletions)';
    errors.push(invalidValue(`${TERMS}[${i}]`, termValue(term), why));
  });
}

/** With Go's names. */
function termValue(term: JsonObject): JsonObject {
  const list = (key: string): JsonObject[] | null => {
    const found = objectsAt(term, key).map((requirement) => ({
      Key: textAt(requirement, 'key'),
      Operator: textAt(requirement, 'operator'),
      Values: own(requirement, 'values') ?? null,
    }));
    return found.length > 0 ? found : null;
  };
  return { MatchExpressions: list('matchExpressions'), MatchFields: list('matchFields') };
}
