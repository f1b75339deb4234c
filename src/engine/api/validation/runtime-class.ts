/** RuntimeClasses. */
import type { JsonObject } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { duplicate } from '../field-error';
import type { CreateCheck } from '../kinds/definition';
import { checkLabel } from './names';
import { checkImmutable, checkLabels } from './object-meta';
import { checkContainerResources } from './resources';
import { inOrder, metaOf, metaUpdate } from './rules';
import { checkTolerations, tolerationValue } from './tolerations';
import { objectAt, objectsAt, textAt } from './untyped';
import { DEPRECATED_LABELS } from './warnings';

const checkBody: CreateCheck = (errors, object) => {
  checkLabel(errors, 'handler', textAt(object, 'handler'));
  const overhead = objectAt(object, 'overhead');
  if (overhead) {
    const limits = objectAt(overhead, 'podFixed');
    checkContainerResources(errors, { limits }, 'overhead', new Set());
  }
  const scheduling = objectAt(object, 'scheduling');
  checkLabels(errors, objectAt(scheduling, 'nodeSelector'), 'scheduling.nodeSelector');
  // Upstream names the list twice.
  checkTolerations(errors, scheduling, 'scheduling.tolerations');
  const seen = new Set<string>();
  objectsAt(scheduling, 'tolerations').forEach((toleration, i) => {
    const key = JSON.stringify(
      ['key', 'operator', 'value', 'effect'].map((part) => textAt(toleration, part)),
    );
    if (seen.has(key)) errors.push(duplicate(`scheduling.tolerations[${i}]`, tolerationValue(toleration)));
    seen.add(key);
  });
};

export const checkRuntimeClass = inOrder(metaOf(false), checkBody);
export const checkRuntimeClassUpdate = inOrder(checkRuntimeClass, metaUpdate, (errors, object, old) =>
  checkImmutable(errors, 'handler', textAt(object, 'handler'), textAt(old, 'handler')),
);

export function runtimeClassWarnings(object: JsonObject): string[] {
  return Object.keys(objectAt(objectAt(object, 'scheduling'), 'nodeSelector') ?? {})
    .filter((key) => Object.hasOwn(DEPRECATED_LABELS, key))
    .sort(compareText)
    .map((key) => `scheduling.nodeSelector: ${DEPRECATED_LABELS[key]}`);
}
