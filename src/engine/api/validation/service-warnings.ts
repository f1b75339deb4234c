import type { JsonObject } from '../../../k8s/types';
import { cidrWarnings, ipWarnings } from './addresses';
import { objectAt, textAt, textsAt } from './untyped';

const HINTS = 'service.kubernetes.io/topology-aware-hints';

/** Fields of a Service that do nothing, and addresses that are better written otherwise (API-38). Defaults may be missing. */
export function serviceWarnings(object: JsonObject): string[] {
  const spec = objectAt(object, 'spec');
  const warnings: string[] = [];
  if (textAt(objectAt(objectAt(object, 'metadata'), 'annotations'), HINTS) !== '')
    warnings.push(
      `annotation ${HINTS} is deprecated, please use service.kubernetes.io/topology-mode instead`,
    );
  const isSet = (field: string): boolean => textsAt(spec, field).length > 0 || textAt(spec, field) !== '';
  const type = textAt(spec, 'type') || 'ClusterIP';
  const ip = textAt(spec, 'clusterIP');
  if (ip !== '' && ip !== 'None')
    warnings.push(
      ...(isSet('clusterIPs') ? each(spec, 'clusterIPs', ipWarnings) : ipWarnings('spec.clusterIPs[0]', ip)),
    );
  if (type === 'ClusterIP' && ip === 'None') {
    for (const field of ['loadBalancerIP', 'externalIPs'])
      if (isSet(field)) warnings.push(`spec.${field} is ignored for headless services`);
    // Never empty, for it has a default.
    warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  warnings.push(...each(spec, 'externalIPs', ipWarnings));
  if (isSet('loadBalancerIP'))
    warnings.push(...ipWarnings('spec.loadBalancerIP', textAt(spec, 'loadBalancerIP')));
  warnings.push(...each(spec, 'loadBalancerSourceRanges', cidrWarnings));
  if (type === 'ExternalName' && isSet('externalIPs'))
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (type !== 'ExternalName' && isSet('externalName'))
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  return warnings;
}

function each(
  spec: JsonObject | undefined,
  field: string,
  warningsOf: (field: string, text: string) => string[],
): string[] {
  return textsAt(spec, field).flatMap((text, i) => warningsOf(`spec.${field}[${i}]`, text));
}
