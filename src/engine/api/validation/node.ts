/** Nodes (VAL-68). */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { duplicate, forbidden, invalidValue, required, type FieldError } from '../field-error';
import { cidrWarnings, checkCidr, parseCidr } from './addresses';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { checkNodeAmounts } from './resources';
import { mapProblem } from './secret';
import { checkTaints } from './tolerations';
import { objectAt, objectsAt, own, textAt, textsAt } from './untyped';

const AVOID = 'scheduler.alpha.kubernetes.io/preferAvoidPods';
const NETWORKS = 'spec.podCIDRs';

export function checkNode(errors: FieldError[], object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const meta = objectAt(object, 'metadata');
  checkObjectMeta(errors, meta, { namespaced: false, name: dns1123Subdomain });
  checkAvoidance(errors, textAt(objectAt(meta, 'annotations'), AVOID));
  checkTaints(errors, spec, 'metadata.taints');
  checkAmounts(errors, object);
  checkNetworks(errors, textsAt(spec, 'podCIDRs'));
}

function checkAmounts(errors: FieldError[], object: JsonObject): void {
  const status = objectAt(object, 'status');
  checkNodeAmounts(errors, status, 'capacity');
  checkNodeAmounts(errors, status, 'allocatable');
}

/** One of each family. */
function checkNetworks(errors: FieldError[], texts: string[]): void {
  const read = texts.map((text, i) => checkCidr(errors, `${NETWORKS}[${i}]`, text));
  if (texts.length < 2) return;
  const bad = texts.findIndex((text) => !parseCidr(text));
  if (bad >= 0) {
    const why = `invalid CIDR[${bad}]: <nil> (invalid CIDR address: ${texts[bad]})`;
    const message = `Internal error: invalid PodCIDRs. failed to check with dual stack with error:${why}`;
    errors.push({ reason: 'InternalError', message, field: NETWORKS });
  }
  const sizes = new Set(read.map((cidr) => cidr?.ip.length));
  if (bad >= 0 || sizes.size < 2 || texts.length > 2)
    errors.push(invalidValue(NETWORKS, texts, 'may specify no more than one CIDR for each IP family'));
}

/** An annotation that nothing reads any more. */
function checkAvoidance(errors: FieldError[], text: string): void {
  if (text === '') return;
  const problem = mapProblem(text, 'v1.AvoidPods');
  if (problem !== undefined) {
    errors.push(invalidValue('metadata.annotations.AvoidPods', AVOID, problem));
    return;
  }
  objectsAt((JSON.parse(text) ?? {}) as JsonObject, 'preferAvoidPods').forEach((entry, i) => {
    if (!objectAt(objectAt(entry, 'podSignature'), 'podController'))
      errors.push(required(`metadata.annotations.${AVOID}[${i}].PodSignature`));
  });
}

/** Labels, taints, capacity and `unschedulable` may change. */
export function checkNodeUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkNode(errors, object);
  checkNodeChange(errors, object, old);
}

/** A write to the status is asked no more than this. */
export function checkNodeChange(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  const meta = objectAt(object, 'metadata');
  checkObjectMetaUpdate(errors, meta, objectAt(old, 'metadata'));
  checkAvoidance(errors, textAt(objectAt(meta, 'annotations'), AVOID));
  checkAmounts(errors, object);
  checkAddresses(errors, objectAt(object, 'status'));
  const spec = objectAt(object, 'spec');
  const oldSpec = objectAt(old, 'spec');
  const refuse = (key: string, field: string): number =>
    errors.push(forbidden(field, `node updates may not change ${key} except from "" to valid`));
  const [cidrs, before] = [textsAt(spec, 'podCIDRs'), textsAt(oldSpec, 'podCIDRs')];
  if (before.length > 0 && !deepEqual(cidrs, before)) refuse('podCIDR', NETWORKS);
  const provider = textAt(oldSpec, 'providerID');
  if (provider !== '' && provider !== textAt(spec, 'providerID')) refuse('providerID', 'spec.providerID');
  checkTaints(errors, spec, 'metadata.taints');
  if (textAt(spec, 'externalID') !== textAt(oldSpec, 'externalID'))
    errors.push(forbidden('spec.externalID', 'may not be updated'));
}

function checkAddresses(errors: FieldError[], status: JsonObject | undefined): void {
  const seen = new Set<string>();
  objectsAt(status, 'addresses').forEach((address, i) => {
    const value = { Type: textAt(address, 'type'), Address: textAt(address, 'address') };
    const key = `${value.Type}\n${value.Address}`;
    if (seen.has(key)) errors.push(duplicate(`status.addresses[${i}]`, value));
    seen.add(key);
  });
}

export function nodeWarnings(object: JsonObject): string[] {
  const spec = objectAt(object, 'spec');
  const networks = textsAt(spec, 'podCIDRs');
  const single = textAt(spec, 'podCIDR');
  const shown = single !== '' && single !== networks[0] ? [single] : networks;
  return [
    ...(own(spec, 'configSource') === undefined ? [] : ['spec.configSource: the feature is removed']),
    ...(textAt(spec, 'externalID') === ''
      ? []
      : ['spec.externalID: this field is deprecated, and is unused by Kubernetes']),
    ...shown.flatMap((text, i) => cidrWarnings(`${NETWORKS}[${i}]`, text)),
  ];
}
