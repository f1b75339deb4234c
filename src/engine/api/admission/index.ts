/** The admission chain of creates, in the server's order. */
import type { AnyObject } from '../../../k8s/types';
import { defaultTolerationSeconds } from './default-toleration-seconds';
import { definitionLifecycle } from './definition-lifecycle';
import { namespaceLifecycle } from './namespace-lifecycle';
import { nodeNotReadyTaint } from './node-not-ready-taint';
import { priority } from './priority';
import { runtimeClass } from './runtime-class';
import { serviceAccount } from './service-account';
import type { Admission, AdmissionContext, Admitted } from './types';

const CHAIN: readonly Admission[] = [
  namespaceLifecycle,
  serviceAccount,
  nodeNotReadyTaint,
  priority,
  defaultTolerationSeconds,
  runtimeClass,
];

export function admitCreate(object: AnyObject, context: AdmissionContext): Admitted<AnyObject> {
  // A custom resource may be called Pod.
  if (context.row.id !== object.kind) {
    const admitted = namespaceLifecycle(object, context);
    return admitted.ok ? definitionLifecycle(object, context) : admitted;
  }
  let admitted = object;
  for (const admission of CHAIN) {
    const result = admission(admitted, context);
    if (!result.ok) return result;
    admitted = result.object;
  }
  return { ok: true, object: admitted };
}
