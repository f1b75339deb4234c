import type { Random } from '../../component';
import type { AnyObject } from '../../../k8s/types';
import type { KindRow } from '../kinds/definition';
import type { Reader, Status } from '../types';

/** An object on its way in (create only): the admitted object, possibly changed, or why not. */
export type Admitted<T> = { ok: true; object: T } | { ok: false; status: Status };

export interface AdmissionContext {
  row: KindRow;
  read: Reader;
  random: Random;
}

/** Mutating admission of a create. Returns the object itself when it is none of its business. */
export type Admission = (object: AnyObject, context: AdmissionContext) => Admitted<AnyObject>;

/** The name in a Forbidden message: the prefix as long as the name is not generated yet (VAL-71). */
export function nameForMessages(object: AnyObject): string {
  return object.metadata.name || object.metadata.generateName || 'Unknown';
}
