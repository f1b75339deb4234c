import type { JsonObject } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { objectAt, objectsAt } from './untyped';

/** What the project's own fields in schemas start with. */
export const X = 'x-kubernetes-';

export interface Part {
  schema: JsonObject;
  field: string;
  /** Lies in a combination: allOf, anyOf, oneOf, not. */
  nested: boolean;
  key: string;
}

/** All schemas directly in a schema. */
export function parts(schema: JsonObject, field: string): Part[] {
  const list: Part[] = [];
  const push = (part: JsonObject | undefined, step: string, key: string, nested = false): void => {
    if (part) list.push({ schema: part, field: `${field}.${step}`, key, nested });
  };
  push(objectAt(schema, 'additionalProperties'), 'additionalProperties', 'additionalProperties');
  const properties = objectAt(schema, 'properties');
  for (const name of Object.keys(properties ?? {}).sort(compareText))
    push(objectAt(properties, name), `properties[${name}]`, name);
  push(objectAt(schema, 'not'), 'not', 'not', true);
  for (const key of ['allOf', 'oneOf', 'anyOf'])
    objectsAt(schema, key).forEach((one, i) => push(one, `${key}[${i}]`, key, true));
  push(objectAt(schema, 'items'), 'items', 'items');
  return list;
}
