/** Nodes (VAL-68). */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { duplicate, forbidden, invalidValue, type FieldError } from '../field-error';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { checkNodeAmounts } from './resources';
import { checkTaints } from './tolerations';
import { objectAt, objectsAt, own, textAt, textsAt } from './untyped';

export function checkNode(errors: FieldError[], object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const status = objectAt(object, 'status');
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: false, name: dns1123Subdomain });
  checkTaints(errors, spec, 'metadata.taints');
  checkNodeAmounts(errors, status, 'capacity');
  checkNodeAmounts(errors, status, 'allocatable');
  textsAt(spec, 'podCIDRs').forEach((cidr, i) => {
    if (!/^[0-9a-fA-F.:]+\/[0-9]{1,3}$/.test(cidr)) {
      errors.push(
        invalidValue(
          `spec.podCIDRs[${i}]`,
          cidr,
          'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
        ),
      );
    }
  });
}

/** Labels, taints, capacity and `unschedulable` may change; addresses are checked for repetition. */
export function checkNodeUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkNode(errors, object);
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const spec = objectAt(object, 'spec');
  const oldSpec = objectAt(old, 'spec');
  checkTaints(errors, spec, 'metadata.taints');
  checkAddresses(errors, objectAt(object, 'status'));
  const cidrs = textsAt(oldSpec, 'podCIDRs');
  if (cidrs.length > 0 && !deepEqual(cidrs, textsAt(spec, 'podCIDRs'))) {
    errors.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  }
  const provider = textAt(oldSpec, 'providerID');
  if (provider !== '' && provider !== textAt(spec, 'providerID')) {
    errors.push(
      forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'),
    );
  }
  if (!deepEqual(own(spec, 'externalID'), own(oldSpec, 'externalID'))) {
    errors.push(
      forbidden(
        'spec',
        'node updates may only change labels, taints, or capacity (or configSource, if the DynamicKubeletConfig feature gate is enabled)',
      ),
    );
  }
}

function checkAddresses(errors: FieldError[], status: JsonObject | undefined): void {
  const seen = new Set<string>();
  objectsAt(status, 'addresses').forEach((address, i) => {
    const type = textAt(address, 'type');
    const key = `${type}\n${textAt(address, 'address')}`;
    if (seen.has(key)) {
      const value = {
        Type: type,
        Address: textAt(address, 'address'),
      };
      errors.push(duplicate(`status.addresses[${i}]`, value));
    }
    seen.add(key);
  });
}
