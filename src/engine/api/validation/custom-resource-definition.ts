/** CustomResourceDefinitions: names, versions, columns, conversion. Schemas are in structural-schema.ts. */
import type { Json, JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { dns1123Subdomain } from '../../../k8s/names';
import {
  duplicate,
  forbidden,
  invalidValue,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../field-error';
import type { CreateCheck, UpdateCheck } from '../kinds/definition';
import { dns1035Label } from './names';
import { checkImmutable, checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { versionDump } from './schema-dump';
import { checkSchema } from './structural-schema';
import { isTrue, objectAt, objectsAt, own, textAt, textsAt } from './untyped';

export const checkCustomResourceDefinition: CreateCheck = (errors, object) => {
  const spec = objectAt(object, 'spec');
  const wanted = `${textAt(objectAt(spec, 'names'), 'plural')}.${textAt(spec, 'group')}`;
  checkObjectMeta(errors, objectAt(object, 'metadata'), {
    namespaced: false,
    anyFinalizer: true,
    name: (name) => [
      ...dns1123Subdomain(name),
      ...(name === wanted ? [] : ['must be spec.names.plural+"."+spec.group']),
    ],
  });
  checkSpec(errors, spec);
  checkNames(errors, objectAt(objectAt(object, 'status'), 'acceptedNames'), 'status.acceptedNames');
  checkStoredVersions(errors, object);
  checkApproval(errors, object, undefined);
  checkPreserve(errors, spec, undefined);
};

export const checkCustomResourceDefinitionUpdate: UpdateCheck = (errors, object, old) => {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'), {
    anyFinalizer: true,
  });
  const spec = objectAt(object, 'spec');
  const oldSpec = objectAt(old, 'spec');
  checkSpec(errors, spec);
  const names = objectAt(spec, 'names');
  const oldNames = objectAt(oldSpec, 'names');
  const isEstablished = objectsAt(objectAt(old, 'status'), 'conditions').some(
    (c) => textAt(c, 'type') === 'Established' && textAt(c, 'status') === 'True',
  );
  if (isEstablished) {
    checkImmutable(errors, 'spec.scope', own(spec, 'scope'), own(oldSpec, 'scope'));
    checkImmutable(errors, 'spec.names.kind', own(names, 'kind'), own(oldNames, 'kind'));
  }
  checkImmutable(errors, 'spec.group', own(spec, 'group'), own(oldSpec, 'group'));
  checkImmutable(errors, 'spec.names.plural', own(names, 'plural'), own(oldNames, 'plural'));
  checkStoredVersions(errors, object);
  checkApproval(errors, object, old);
  checkPreserve(errors, spec, oldSpec);
};

/** Parts that all versions have alike are moved to the spec before they are validated: their faults are reported there. */
const SHARED = {
  schema: 'validation',
  subresources: 'subresources',
  additionalPrinterColumns: 'additionalPrinterColumns',
  selectableFields: 'selectableFields',
} as const;

type SharedKey = keyof typeof SHARED;

function checkSpec(errors: FieldError[], spec: JsonObject | undefined): void {
  const group = textAt(spec, 'group');
  if (group === '') errors.push(required('spec.group'));
  else {
    const messages = dns1123Subdomain(group);
    if (messages.length > 0) errors.push(invalidValue('spec.group', group, messages.join(',')));
    else if (!group.includes('.'))
      errors.push(invalidValue('spec.group', group, 'should be a domain with at least one dot'));
  }
  checkOneOf(errors, 'spec.scope', textAt(spec, 'scope'), ['Cluster', 'Namespaced']);

  const versions = objectsAt(spec, 'versions');
  versions.forEach((version, i) => {
    if (!objectAt(objectAt(version, 'schema'), 'openAPIV3Schema'))
      errors.push(required(`spec.versions[${i}].schema.openAPIV3Schema`));
  });
  const shared = (Object.keys(SHARED) as SharedKey[]).filter((key) =>
    versions.every((version) => deepEqual(own(version, key), own(versions[0], key))),
  );
  versions.forEach((version, i) => {
    const field = `spec.versions[${i}]`;
    const name = textAt(version, 'name');
    const messages = dns1035Label(name);
    if (messages.length > 0) errors.push(invalidValue(`${field}.name`, name, messages.join(',')));
    checkDeprecation(errors, version, field);
    for (const key of PARTS) if (!shared.includes(key)) checkPart(errors, key, version, `${field}.${key}`);
  });

  const shown = (): Json => versionsShown(spec, versions, shared);
  const names = versions.map((version) => textAt(version, 'name'));
  if (new Set(names).size < names.length)
    errors.push(invalidValue('spec.versions', shown(), 'must contain unique version names'));
  if (versions.filter((version) => isTrue(version, 'storage')).length !== 1) {
    const text = 'must have exactly one version marked as storage version';
    errors.push(invalidValue('spec.versions', shown(), text));
  }
  const [first = ''] = names;
  const messages = first === '' ? [] : dns1035Label(first);
  if (messages.length > 0) errors.push(invalidValue('spec.version', first, messages.join(',')));

  const wanted = objectAt(spec, 'names');
  for (const key of ['plural', 'singular', 'kind', 'listKind'])
    if (textAt(wanted, key) === '') errors.push(required(`spec.names.${key}`));
  checkNames(errors, wanted, 'spec.names');
  for (const key of PARTS) {
    if (versions[0] && shared.includes(key)) checkPart(errors, key, versions[0], `spec.${SHARED[key]}`);
  }
  checkConversion(errors, objectAt(spec, 'conversion'));
}

function versionsShown(
  spec: JsonObject | undefined,
  versions: readonly JsonObject[],
  shared: readonly string[],
): Json {
  if (own(spec, 'versions') === undefined) return null;
  return versions.map((version) =>
    versionDump(Object.fromEntries(Object.entries(version).filter(([key]) => !shared.includes(key)))),
  );
}

const PARTS: readonly SharedKey[] = [
  'schema',
  'subresources',
  'additionalPrinterColumns',
  'selectableFields',
];

function checkPart(errors: FieldError[], key: SharedKey, version: JsonObject, field: string): void {
  const subresources = objectAt(version, 'subresources');
  const schema = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');
  switch (key) {
    case 'schema':
      if (schema)
        checkSchema(
          errors,
          schema,
          `${field}.openAPIV3Schema`,
          objectAt(subresources, 'status') !== undefined,
        );
      break;
    case 'subresources':
      checkScale(errors, objectAt(subresources, 'scale'), `${field}.scale`);
      break;
    case 'additionalPrinterColumns':
      objectsAt(version, key).forEach((column, i) => checkColumn(errors, column, `${field}[${i}]`));
      break;
    case 'selectableFields':
      checkSelectable(errors, objectsAt(version, key), schema, field);
  }
}

function checkOneOf(errors: FieldError[], field: string, value: string, allowed: readonly string[]): void {
  if (value === '') errors.push(required(field));
  else if (!allowed.includes(value)) errors.push(notSupported(field, value, allowed));
}

function checkDeprecation(errors: FieldError[], version: JsonObject, field: string): void {
  const warning = own(version, 'deprecationWarning');
  if (typeof warning !== 'string') return;
  const tell = (text: string): void => {
    errors.push(invalidValue(`${field}.deprecationWarning`, warning, text));
  };
  if (!isTrue(version, 'deprecated')) return tell('can only be set for deprecated versions');
  if (warning.length > 256) tell('must be <= 256 characters long');
  if (warning === '') tell('must not be an empty string');
}

function checkNames(errors: FieldError[], names: JsonObject | undefined, field: string): void {
  const check = (key: string, name: string, prefix = ''): void => {
    const messages = name === '' ? [] : dns1035Label(prefix === '' ? name : name.toLowerCase());
    if (messages.length > 0) errors.push(invalidValue(`${field}.${key}`, name, prefix + messages.join(',')));
  };
  const anyCase = 'may have mixed case, but should otherwise match: ';
  check('plural', textAt(names, 'plural'));
  check('singular', textAt(names, 'singular'));
  check('kind', textAt(names, 'kind'), anyCase);
  check('listKind', textAt(names, 'listKind'), anyCase);
  textsAt(names, 'shortNames').forEach((name, i) => check(`shortNames[${i}]`, name));
  const kind = textAt(names, 'kind');
  if (kind !== '' && kind === textAt(names, 'listKind'))
    errors.push(invalidValue(`${field}.listKind`, kind, 'kind and listKind may not be the same'));
  textsAt(names, 'categories').forEach((name, i) => check(`categories[${i}]`, name));
}

function checkPath(errors: FieldError[], path: string, field: string, ...under: string[]): void {
  if (path === '') errors.push(required(field));
  else if (!path.startsWith('.'))
    errors.push(invalidValue(field, path, 'must be a simple json path starting with .'));
  else if (under.length > 0 && !under.some((start) => path.startsWith(`${start}.`))) {
    const text = `should be a json path under ${under.length > 1 ? 'either ' : ''}${under.join(' or ')}`;
    errors.push(invalidValue(field, path, text));
  }
}

function checkScale(errors: FieldError[], scale: JsonObject | undefined, field: string): void {
  if (!scale) return;
  checkPath(errors, textAt(scale, 'specReplicasPath'), `${field}.specReplicasPath`, '.spec');
  checkPath(errors, textAt(scale, 'statusReplicasPath'), `${field}.statusReplicasPath`, '.status');
  const selector = textAt(scale, 'labelSelectorPath');
  if (selector !== '') checkPath(errors, selector, `${field}.labelSelectorPath`, '.spec', '.status');
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function checkColumn(errors: FieldError[], column: JsonObject, field: string): void {
  const type = textAt(column, 'type');
  const format = textAt(column, 'format');
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  if (textAt(column, 'name') === '') errors.push(required(`${field}.name`));
  if (type === '') errors.push(required(`${field}.type`, types));
  else if (!COLUMN_TYPES.includes(type)) errors.push(invalidValue(`${field}.type`, type, types));
  if (format !== '' && !COLUMN_FORMATS.includes(format))
    errors.push(invalidValue(`${field}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`));
  checkPath(errors, textAt(column, 'jsonPath'), `${field}.JSONPath`);
}

const MAX_SELECTABLE = 8;

function checkSelectable(
  errors: FieldError[],
  fields: readonly JsonObject[],
  schema: JsonObject | undefined,
  field: string,
): void {
  const seen = new Set<string>();
  fields.forEach((entry, i) => {
    const at = `${field}[${i}].jsonPath`;
    const path = textAt(entry, 'jsonPath');
    if (path === '') return void errors.push(required(at));
    const tell = (text: string): void => void errors.push(invalidValue(at, path, text));
    if (!path.startsWith('.'))
      return tell(`is an invalid path: expected [ or . but got: ${path.split(/[.[]/)[0]}`);
    const names = path.slice(1).split('.');
    const part = names.reduce<JsonObject | undefined>(
      (one, name) => objectAt(objectAt(one, 'properties'), name),
      schema,
    );
    if (!part) return tell('is an invalid path: does not refer to a valid field');
    if (names[0] === 'metadata') tell('must not point to fields in metadata');
    if (!['string', 'boolean', 'integer'].includes(textAt(part, 'type')))
      tell(
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
      );
    if (seen.has(path)) errors.push(duplicate(at, path));
    seen.add(path);
  });
  if (seen.size > MAX_SELECTABLE) errors.push(tooMany(field, seen.size, MAX_SELECTABLE));
}

/** Conversion by webhook can be declared; nothing is ever called. */
function checkConversion(errors: FieldError[], conversion: JsonObject | undefined): void {
  if (!conversion) return;
  const strategy = textAt(conversion, 'strategy');
  const webhook = objectAt(conversion, 'webhook');
  const client = objectAt(webhook, 'clientConfig');
  const versions = textsAt(webhook, 'conversionReviewVersions');
  const clientField = 'spec.conversion.webhookClientConfig';
  const versionsField = 'spec.conversion.conversionReviewVersions';
  checkOneOf(errors, 'spec.conversion.strategy', strategy, ['None', 'Webhook']);
  if (strategy !== 'Webhook') {
    const text = 'should not be set when strategy is not set to Webhook';
    if (client) errors.push(forbidden(clientField, text));
    if (versions.length > 0) errors.push(forbidden(versionsField, text));
    return;
  }
  if (!client) errors.push(required(clientField, 'required when strategy is set to Webhook'));
  else if ((own(client, 'url') === undefined) === (own(client, 'service') === undefined))
    errors.push(required(clientField, 'exactly one of url or service is required'));
  if (versions.length === 0) return void errors.push(required(versionsField));
  versions.forEach((version, i) => {
    if (versions.indexOf(version) < i)
      return void errors.push(invalidValue(`${versionsField}[${i}]`, version, 'duplicate version'));
    for (const message of dns1035Label(version))
      errors.push(invalidValue(`${versionsField}[${i}]`, version, message));
  });
  if (!versions.includes('v1') && !versions.includes('v1beta1'))
    errors.push(invalidValue(versionsField, versions, 'must include at least one of v1, v1beta1'));
}

function checkStoredVersions(errors: FieldError[], object: JsonObject): void {
  const field = 'status.storedVersions';
  const stored = textsAt(objectAt(object, 'status'), 'storedVersions');
  if (stored.length === 0)
    return void errors.push(invalidValue(field, null, 'must have at least one stored version'));
  const versions = objectsAt(objectAt(object, 'spec'), 'versions');
  for (const version of versions) {
    const name = textAt(version, 'name');
    if (isTrue(version, 'storage') && !stored.includes(name))
      errors.push(invalidValue(field, stored, `must have the storage version ${name}`));
  }
  stored.forEach((name, i) => {
    if (versions.some((version) => textAt(version, 'name') === name)) return;
    const text = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    errors.push(invalidValue(`${field}[${i}]`, name, text));
  });
}

const APPROVAL = 'api-approved.kubernetes.io';
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';
const MUST_HAVE = `protected groups must have approval annotation "${APPROVAL}"`;

/** Groups of the project itself need an approval, or the word that there is none. Undefined for other groups. */
export function approvalText(
  object: JsonObject,
): readonly [status: 'True' | 'False', reason: string, message: string] | undefined {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(textAt(objectAt(object, 'spec'), 'group'))) return undefined;
  const approval = approvalOf(object);
  if (approval === '') return ['False', 'MissingAnnotation', `${MUST_HAVE}, ${SEE}`];
  if (approval.startsWith('unapproved'))
    return ['False', 'UnapprovedAnnotation', `not approved: ${JSON.stringify(approval)}`];
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]/i.test(approval))
    return ['True', 'ApprovedAnnotation', `approved in ${approval}`];
  const text = `${MUST_HAVE} with either a URL or a reason starting with "unapproved", ${SEE}`;
  return ['False', 'InvalidAnnotation', text];
}

function approvalOf(object: JsonObject): string {
  return textAt(objectAt(objectAt(object, 'metadata'), 'annotations'), APPROVAL);
}

function checkApproval(errors: FieldError[], object: JsonObject, old: JsonObject | undefined): void {
  const [, reason, text = ''] = approvalText(object) ?? [];
  if (old && approvalText(old)?.[1] === reason) return;
  const field = `metadata.annotations[${APPROVAL}]`;
  if (reason === 'MissingAnnotation') errors.push(required(field, text));
  if (reason === 'InvalidAnnotation') errors.push(invalidValue(field, approvalOf(object), text));
}

function checkPreserve(
  errors: FieldError[],
  spec: JsonObject | undefined,
  old: JsonObject | undefined,
): void {
  if (!isTrue(spec, 'preserveUnknownFields') || isTrue(old, 'preserveUnknownFields')) return;
  const text =
    'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  errors.push(invalidValue('spec.preserveUnknownFields', true, text));
}
