/** NetworkPolicies. */
import type { JsonObject } from '../../../k8s/types';
import { forbidden, invalidValue, required, type FieldError } from '../field-error';
import type { CreateCheck } from '../kinds/definition';
import { checkCidr, cidrWarnings, isStrictPart, parseCidr } from './addresses';
import { checkLabelSelector } from './label-selector';
import { checkName, portName } from './names';
import { checkPortNumber } from './numbers';
import { checkEnum, inOrder, metaOf, metaUpdate } from './rules';
import { numberAt, objectAt, objectsAt, own, textAt, textsAt } from './untyped';

const DIRECTIONS = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

const checkSpec: CreateCheck = (errors, object) => {
  const spec = objectAt(object, 'spec');
  checkLabelSelector(errors, objectAt(spec, 'podSelector'), 'spec.podSelector');
  for (const [direction, peers] of DIRECTIONS) {
    objectsAt(spec, direction).forEach((rule, i) => {
      const at = `spec.${direction}[${i}]`;
      objectsAt(rule, 'ports').forEach((port, j) => checkPort(errors, port, `${at}.ports[${j}]`));
      objectsAt(rule, peers).forEach((peer, j) => checkPeer(errors, peer, `${at}.${peers}[${j}]`));
    });
  }
  const types = textsAt(spec, 'policyTypes');
  if (types.length > 2) {
    errors.push(invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes'));
  } else {
    types.forEach((type, i) => checkEnum(errors, `spec.policyTypes[${i}]`, type, ['Ingress', 'Egress']));
  }
};

const checkMeta = metaOf(true);
export const checkNetworkPolicy = inOrder(checkMeta, checkSpec);
export const checkNetworkPolicyUpdate = inOrder(checkNetworkPolicy, metaUpdate, checkSpec);

function checkPort(errors: FieldError[], port: JsonObject, at: string): void {
  const protocol = own(port, 'protocol');
  if (protocol !== undefined) {
    checkEnum(errors, `${at}.protocol`, textAt(port, 'protocol'), ['TCP', 'UDP', 'SCTP']);
  }
  const number = own(port, 'port');
  const end = numberAt(port, 'endPort');
  if (typeof number === 'number') {
    checkPortNumber(errors, `${at}.port`, number);
    if (end === undefined) return;
    // The value shown is the port, not its end: so upstream.
    if (end < number) {
      errors.push(invalidValue(`${at}.endPort`, number, 'must be greater than or equal to `port`'));
    }
    checkPortNumber(errors, `${at}.endPort`, end);
    return;
  }
  if (end !== undefined) {
    const why = number === undefined ? 'not specified' : 'non-numeric';
    errors.push(invalidValue(`${at}.endPort`, end, `may not be specified when \`port\` is ${why}`));
  }
  if (typeof number === 'string') checkName(errors, `${at}.port`, number, portName);
}

function checkPeer(errors: FieldError[], peer: JsonObject, at: string): void {
  const block = objectAt(peer, 'ipBlock');
  const selectors = ['podSelector', 'namespaceSelector'].filter((key) => objectAt(peer, key) !== undefined);
  for (const key of selectors) checkLabelSelector(errors, objectAt(peer, key), `${at}.${key}`);
  if (block) checkIpBlock(errors, block, `${at}.ipBlock`);
  if (selectors.length === 0 && !block) errors.push(required(at, 'must specify a peer'));
  if (selectors.length > 0 && block) {
    errors.push(forbidden(at, 'may not specify both ipBlock and another peer'));
  }
}

function checkIpBlock(errors: FieldError[], block: JsonObject, at: string): void {
  const text = textAt(block, 'cidr');
  if (text === '') {
    errors.push(required(`${at}.cidr`));
    return;
  }
  const cidr = checkCidr(errors, `${at}.cidr`, text);
  if (!cidr) return;
  textsAt(block, 'except').forEach((exception, i) => {
    const field = `${at}.except[${i}]`;
    const inner = checkCidr(errors, field, exception);
    if (inner && !isStrictPart(inner, cidr)) {
      errors.push(invalidValue(field, exception, 'must be a strict subset of `cidr`'));
    }
  });
}

export function networkPolicyWarnings(object: JsonObject): string[] {
  const spec = objectAt(object, 'spec');
  return DIRECTIONS.flatMap(([direction, peers]) =>
    objectsAt(spec, direction).flatMap((rule, i) =>
      objectsAt(rule, peers).flatMap((peer, j) => {
        const block = objectAt(peer, 'ipBlock');
        const at = `spec.${direction}[${i}].${peers}[${j}].ipBlock`;
        if (!block || !parseCidr(textAt(block, 'cidr'))) return [];
        return [
          ...cidrWarnings(`${at}.cidr`, textAt(block, 'cidr')),
          ...textsAt(block, 'except').flatMap((text, k) => cidrWarnings(`${at}.except[${k}]`, text)),
        ];
      }),
    ),
  );
}
