/** How strategic merge patches treat the fields of the API's structs (API-45): by the tags of the Go types. */
import { itemType, structOf, type MergeRule } from '../../../k8s/schema/field-table';

export const DIRECTIVE = '$patch';
export const RETAIN = '$retainKeys';
export const DELETE_PRIMITIVES = '$deleteFromPrimitiveList';
export const SET_ORDER = '$setElementOrder';

export interface FieldSchema {
  rule: MergeRule;
  /** Name of the struct of the field, or of the items of a list. */
  struct: string;
}

const ATOMIC: MergeRule = {};

/** Undefined where the struct has no such field: lists and objects below it cannot be merged. */
export function fieldSchema(struct: string, field: string): FieldSchema | undefined {
  const found = structOf(struct)?.fields.get(field);
  return found && { rule: found.merge ?? ATOMIC, struct: itemType(found.type) };
}
