/** Nothing is created of a kind whose definition is going away. */
import { forbidden } from '../errors';
import { nameForMessages, type Admission } from './types';

export const definitionLifecycle: Admission = (object, { row, read }) => {
  const definition = read.get('CustomResourceDefinition', undefined, row.id);
  if (definition?.metadata.deletionTimestamp === undefined) return { ok: true, object };
  const why = 'create not allowed while custom resource definition is terminating';
  return { ok: false, status: forbidden(row, nameForMessages(object), why) };
};
