/** The scale subresource of custom kinds: their definition says where the numbers are (`.spec.replicas`). */
import type { AnyObject, Json } from '../../k8s/types';
import { isObject, put } from './patch/json-value';
import { manifestOf } from './request-object';
import { scaleOf, type Scalable, type Scale } from './scale';
import type { Row } from './server-context';
import { own } from './validation/untyped';

const namesOf = (path: string): string[] => path.replace(/^\./, '').split('.');

function valueAt(object: AnyObject, path: string): Json | undefined {
  return namesOf(path).reduce<Json | undefined>(
    (at, name) => (isObject(at) ? own(at, name) : undefined),
    manifestOf(object),
  );
}

/** Whether the object says how many replicas it wants. */
export function hasReplicas({ scalePaths }: Row, object: AnyObject): boolean {
  return !scalePaths || typeof valueAt(object, scalePaths.replicas) === 'number';
}

/** The object as scale.ts knows objects. */
export function scalableView({ scalePaths }: Row, object: AnyObject): AnyObject & Scalable {
  if (!scalePaths) return object as AnyObject & Scalable;
  const numberAt = (path: string): number => {
    const value = valueAt(object, path);
    return typeof value === 'number' ? value : 0;
  };
  const view = {
    spec: { replicas: numberAt(scalePaths.replicas) },
    status: { replicas: numberAt(scalePaths.current) },
  };
  return { ...object, ...view } as unknown as AnyObject & Scalable;
}

/** `view` shows `object`. */
export function shownScale(row: Row, object: AnyObject, view: Scalable): Scale {
  const scale = scaleOf(view);
  const selector = row.scalePaths && valueAt(object, row.scalePaths.selector);
  return typeof selector === 'string' ? { ...scale, status: { ...scale.status, selector } } : scale;
}

/** The object with the replicas that a view of it has been given. */
export function withView(row: Row, object: AnyObject, view: AnyObject & Scalable): AnyObject {
  if (!row.scalePaths) return view;
  const set = (at: Json | undefined, names: readonly string[]): Json => {
    const [name, ...rest] = names;
    if (name === undefined) return view.spec.replicas ?? 0;
    const copy = isObject(at) ? { ...at } : {};
    put(copy, name, set(own(copy, name), rest));
    return copy;
  };
  return set(manifestOf(object), namesOf(row.scalePaths.replicas)) as unknown as AnyObject;
}
