/** Validation of objects (VAL-6 … VAL-72): all faults at once, in upstream's order and words. Objects are defaulted already. */
import type { JsonObject, Kind } from '../../../k8s/types';
import type { FieldError } from '../field-error';
import type { Manifest } from '../types';
import { checkConfigMap, checkConfigMapUpdate, checkSecret, checkSecretUpdate } from './config-map';
import { checkControllerRevision, checkControllerRevisionUpdate } from './controller-revision';
import { checkDaemonSet, checkDaemonSetStatusUpdate, checkDaemonSetUpdate } from './daemonset';
import { checkEvent, checkEventUpdate } from './event';
import { checkNamespace, checkNamespaceUpdate } from './namespace';
import { checkNode, checkNodeUpdate } from './node';
import { checkObjectMetaUpdate } from './object-meta';
import { checkPod, checkPodUpdate } from './pod';
import { checkPriorityClass, checkPriorityClassUpdate } from './priority-class';
import { checkService, checkServiceUpdate } from './service';
import { checkServiceAccount, checkServiceAccountUpdate } from './service-account';
import { objectAt } from './untyped';

type CreateCheck = (errors: FieldError[], object: JsonObject) => void;
type UpdateCheck = (errors: FieldError[], object: JsonObject, old: JsonObject) => void;

const CHECKS: Readonly<Record<Kind, readonly [CreateCheck, UpdateCheck]>> = {
  ConfigMap: [checkConfigMap, checkConfigMapUpdate],
  ControllerRevision: [checkControllerRevision, checkControllerRevisionUpdate],
  DaemonSet: [checkDaemonSet, checkDaemonSetUpdate],
  Event: [checkEvent, checkEventUpdate],
  Namespace: [checkNamespace, checkNamespaceUpdate],
  Node: [checkNode, checkNodeUpdate],
  Pod: [checkPod, checkPodUpdate],
  PriorityClass: [checkPriorityClass, checkPriorityClassUpdate],
  Secret: [checkSecret, checkSecretUpdate],
  Service: [checkService, checkServiceUpdate],
  ServiceAccount: [checkServiceAccount, checkServiceAccountUpdate],
};

/** The faults of a new object; empty when it may be stored. Never throws, whatever the object holds. */
export function validateCreate(kind: Kind, object: Manifest): FieldError[] {
  const errors: FieldError[] = [];
  CHECKS[kind][0](errors, object);
  return errors;
}

/** The faults of a full update. The rules of a create run as well, so that a fault can be listed twice (API-42). */
export function validateUpdate(kind: Kind, object: Manifest, old: Manifest): FieldError[] {
  const errors: FieldError[] = [];
  CHECKS[kind][1](errors, object, old);
  return errors;
}

/** The faults of an update of the status subresource (VAL-19). */
export function validateStatusUpdate(kind: Kind, object: Manifest, old: Manifest): FieldError[] {
  const errors: FieldError[] = [];
  if (kind === 'DaemonSet') checkDaemonSetStatusUpdate(errors, object, old);
  else checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  return errors;
}
