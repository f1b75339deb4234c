/** The scale subresource: a workload with replicas seen as an `autoscaling/v1` Scale, and back (`kubectl scale`). */
import { selectorText } from '../../k8s/labels';
import { dns1123Subdomain } from '../../k8s/names';
import type { Deployment, ReplicaSet, StatefulSet } from '../../k8s/types';
import type { FieldError } from './field-error';
import type { Manifest } from './types';
import { checkNonNegative } from './validation/numbers';
import { checkObjectMeta } from './validation/object-meta';
import { numberAt, objectAt, own, textAt } from './validation/untyped';

export type Scalable = Deployment | ReplicaSet | StatefulSet;

export interface Scale {
  kind: 'Scale';
  apiVersion: 'autoscaling/v1';
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    resourceVersion: string;
    creationTimestamp: string;
  };
  /** Go leaves a zero out. */
  spec: { replicas?: number };
  /** `selector` as `-l` takes it. */
  status: { replicas: number; selector?: string };
}

export function scaleOf(object: Scalable): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { replicas } = object.spec;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    spec: { ...(replicas && { replicas }) },
    status: {
      replicas: object.status?.replicas ?? 0,
      // Custom resources need not have one.
      ...((object.spec.selector as object | undefined) && { selector: selectorText(object.spec.selector) }),
    },
  };
}

/** The faults of a Scale that a client sent. They are reported of a `Scale.autoscaling` with the object's name. */
export function scaleErrors(scale: Manifest): FieldError[] {
  const errors: FieldError[] = [];
  checkObjectMeta(errors, objectAt(scale, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  checkNonNegative(errors, 'spec.replicas', own(objectAt(scale, 'spec'), 'replicas'));
  return errors;
}

/** What a Scale asks of the object that it scales. */
export interface ScaleRequest {
  /** Empty = whatever it is now. A mismatch is a conflict of `<plural>/scale`, e.g. `deployments/scale.apps`. */
  uid: string;
  /** Likewise; a mismatch is the usual conflict of the object itself (API-27). */
  resourceVersion: string;
  replicas: number;
}

export function scaleRequest(scale: Manifest): ScaleRequest {
  const meta = objectAt(scale, 'metadata');
  return {
    uid: textAt(meta, 'uid'),
    resourceVersion: textAt(meta, 'resourceVersion'),
    replicas: numberAt(objectAt(scale, 'spec'), 'replicas') ?? 0,
  };
}

/** The object as the Scale wants it; nothing but the replicas changes. Replicas left out are none at all. */
export function withScale<O extends Scalable>(object: O, scale: Manifest): O {
  const { replicas } = scaleRequest(scale);
  return object.spec.replicas === replicas ? object : { ...object, spec: { ...object.spec, replicas } };
}
