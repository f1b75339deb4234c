/** What the server accepts but warns of (API-38, VAL-71) in pods and templates, in upstream's order. */
import { dns1123Label } from '../../../k8s/names';
import { parseMilli } from '../../../k8s/quantity';
import type { JsonObject } from '../../../k8s/types';
import { ipWarnings } from './addresses';
import { claimWarnings } from './claim-spec';
import { portWarnings } from './port-warnings';
import { numberAt, objectAt, objectsAt, own, textAt, textEntries, textsAt } from './untyped';

export const DEPRECATED_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods':
    'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

const ANNOTATIONS: readonly (readonly [string, string])[] = [
  [
    'scheduler.alpha.kubernetes.io/critical-pod',
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  ],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  [
    'security.alpha.kubernetes.io/unsafe-sysctls',
    'non-functional in v1.11+; use the "sysctls" field instead',
  ],
];

/** Since when, and from when on they do nothing. */
const VOLUMES: Readonly<Record<string, string>> = {
  photonPersistentDisk: 'v1.11, non-functional in v1.16+',
  gitRepo: 'v1.11, and disabled by default in v1.33+',
  scaleIO: 'v1.16, non-functional in v1.22+',
  flocker: 'v1.22, non-functional in v1.25+',
  storageos: 'v1.22, non-functional in v1.25+',
  quobyte: 'v1.22, non-functional in v1.25+',
  glusterfs: 'v1.25, non-functional in v1.26+',
  cephfs: 'v1.28, non-functional in v1.31+',
  rbd: 'v1.28, non-functional in v1.31+',
};

const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const NO_SELECTOR = 'a null labelSelector results in matching no pod';

/** The warnings for a new pod; texts go after `Warning: `. */
export function podWarnings(pod: JsonObject): string[] {
  const name = textAt(objectAt(pod, 'metadata'), 'name');
  const faults = name === '' ? [] : dns1123Label(name);
  const unfit = `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${faults.join(' ')}]`;
  return [...(faults.length > 0 ? [unfit] : []), ...templateSpecWarnings(pod, '')];
}

/** The same for workloads with `spec.template`. */
export function templateWarnings(object: JsonObject): string[] {
  return templateSpecWarnings(objectAt(objectAt(object, 'spec'), 'template'), 'spec.template.');
}

export function podSpecWarnings(spec: JsonObject | undefined, path: string): string[] {
  return templateSpecWarnings({ spec } as JsonObject, path.replace(/spec$/, ''));
}

function templateSpecWarnings(template: JsonObject | undefined, prefix: string): string[] {
  const spec = objectAt(template, 'spec');
  const path = `${prefix}spec`;
  const annotations = objectAt(objectAt(template, 'metadata'), 'annotations');
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    objectsAt(spec, list).map((container, i) => ({ container, at: `${path}.${list}[${i}]` })),
  );
  const annotated = (key: string): boolean => own(annotations, key) !== undefined;
  const at = (key: string): string => `${prefix}metadata.annotations[${key}]`;
  const warnings: string[] = [];
  for (const [key] of textEntries(objectAt(spec, 'nodeSelector'))) {
    if (Object.hasOwn(DEPRECATED_LABELS, key))
      warnings.push(`${path}.nodeSelector[${key}]: ${DEPRECATED_LABELS[key]}`);
  }
  warnNodeAffinity(
    warnings,
    objectAt(objectAt(spec, 'affinity'), 'nodeAffinity'),
    `${path}.affinity.nodeAffinity`,
  );
  objectsAt(spec, 'topologySpreadConstraints').forEach((constraint, i) => {
    const field = `${path}.topologySpreadConstraints[${i}]`;
    const key = textAt(constraint, 'topologyKey');
    if (Object.hasOwn(DEPRECATED_LABELS, key))
      warnings.push(`${field}.topologyKey: ${key} is ${DEPRECATED_LABELS[key]}`);
    if (!objectAt(constraint, 'labelSelector')) warnings.push(`${field}.labelSelector: ${NO_SELECTOR}`);
  });
  for (const [key, why] of ANNOTATIONS) if (annotated(key)) warnings.push(`${at(key)}: ${why}`);
  objectsAt(spec, 'volumes').forEach((volume, i) => warnVolume(warnings, volume, `${path}.volumes[${i}]`));
  warnNames(warnings, spec, path);
  warnAmounts(warnings, objectAt(spec, 'overhead'), `${path}.overhead`);
  const seccomp = (owner: JsonObject | undefined, key: string): void => {
    if (annotated(key) && !objectAt(objectAt(owner, 'securityContext'), 'seccompProfile'))
      warnings.push(`${at(key)}: non-functional in v1.27+; use the "seccompProfile" field instead`);
  };
  seccomp(spec, SECCOMP);
  for (const { container, at: field } of containers) {
    const name = textAt(container, 'name');
    seccomp(container, SECCOMP_CONTAINER + name);
    if (prefix !== '' && annotated(APPARMOR + name)) {
      if (!objectAt(objectAt(container, 'securityContext'), 'appArmorProfile'))
        warnings.push(
          `${at(APPARMOR + name)}: deprecated since v1.30; use the "appArmorProfile" field instead`,
        );
    }
    warnContainer(warnings, container, field);
  }
  warnings.push(...portWarnings(containers));
  if ((numberAt(spec, 'terminationGracePeriodSeconds') ?? 0) < 0) {
    warnings.push(
      `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  }
  warnPodAffinity(warnings, objectAt(spec, 'affinity'), `${path}.affinity`);
  textsAt(objectAt(spec, 'dnsConfig'), 'nameservers').forEach((text, i) =>
    warnings.push(...ipWarnings(`${path}.dnsConfig.nameservers[${i}]`, text)),
  );
  objectsAt(spec, 'hostAliases').forEach((alias, i) =>
    warnings.push(...ipWarnings(`${path}.hostAliases[${i}].ip`, textAt(alias, 'ip'))),
  );
  return warnings;
}

function warnNodeAffinity(warnings: string[], affinity: JsonObject | undefined, path: string): void {
  const hard = 'requiredDuringSchedulingIgnoredDuringExecution';
  const soft = 'preferredDuringSchedulingIgnoredDuringExecution';
  const terms = [
    ...objectsAt(objectAt(affinity, hard), 'nodeSelectorTerms').map(
      (term, i) => [term, `${path}.${hard}.nodeSelectorTerms[${i}]`] as const,
    ),
    ...objectsAt(affinity, soft).map(
      (term, i) => [objectAt(term, 'preference'), `${path}.${soft}[${i}].preference`] as const,
    ),
  ];
  for (const [term, at] of terms) {
    objectsAt(term, 'matchExpressions').forEach((expression, i) => {
      const key = textAt(expression, 'key');
      if (Object.hasOwn(DEPRECATED_LABELS, key))
        warnings.push(`${at}.matchExpressions[${i}].key: ${key} is ${DEPRECATED_LABELS[key]}`);
    });
  }
}

function warnPodAffinity(warnings: string[], affinity: JsonObject | undefined, path: string): void {
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    for (const strength of ['required', 'preferred']) {
      const key = `${strength}DuringSchedulingIgnoredDuringExecution`;
      objectsAt(objectAt(affinity, kind), key).forEach((entry, i) => {
        const inner = strength === 'preferred' ? '.podAffinityTerm' : '';
        const term = inner ? objectAt(entry, 'podAffinityTerm') : entry;
        if (!objectAt(term, 'labelSelector'))
          warnings.push(`${path}.${kind}.${key}[${i}]${inner}.labelSelector: ${NO_SELECTOR}`);
      });
    }
  }
}

function warnVolume(warnings: string[], volume: JsonObject, at: string): void {
  for (const [key, since] of Object.entries(VOLUMES)) {
    const shown = key === 'storageos' ? 'storageOS' : key;
    if (objectAt(volume, key)) warnings.push(`${at}.${shown}: deprecated in ${since}`);
  }
  const claim = objectAt(objectAt(objectAt(volume, 'ephemeral'), 'volumeClaimTemplate'), 'spec');
  if (claim) warnings.push(...claimWarnings(claim, `${at}.ephemeral.volumeClaimTemplate.spec`));
  const projected = objectAt(volume, 'projected');
  const sources = objectsAt(projected, 'sources');
  if (projected && sources.some((source) => Object.values(source).every((part) => part === null)))
    warnings.push(`volume ${JSON.stringify(textAt(volume, 'name'))} (Projected) has no sources provided`);
}

/** Entries of lists that are merged by a name, which come twice or have none. */
function warnNames(warnings: string[], spec: JsonObject | undefined, path: string): void {
  for (const [list, key] of [
    ['hostAliases', 'ip'],
    ['imagePullSecrets', 'name'],
  ] as const) {
    const texts = objectsAt(spec, list).map((entry) => textAt(entry, key));
    texts.forEach((text, i) => {
      if (texts.indexOf(text) < i)
        warnings.push(`${path}.${list}[${i}].${key}: duplicate ${key} ${JSON.stringify(text)}`);
    });
    if (list === 'hostAliases') continue;
    texts.forEach((text, i) => {
      if (text === '') warnings.push(`${path}.${list}[${i}].name: invalid empty name ""`);
    });
  }
}

/** 100m of memory is a tenth of a byte. */
function warnAmounts(
  warnings: string[],
  amounts: JsonObject | undefined,
  at: string,
  ...names: string[]
): void {
  for (const name of names.length > 0 ? names : ['memory', 'ephemeral-storage']) {
    const text = own(amounts, name);
    if (typeof text === 'string' && (parseMilli(text) ?? 0) % 1000 !== 0) {
      warnings.push(
        `${at}[${name}]: fractional byte value ${JSON.stringify(text)} is invalid, must be an integer`,
      );
    }
  }
}

function warnContainer(warnings: string[], container: JsonObject, at: string): void {
  const resources = objectAt(container, 'resources');
  for (const name of ['memory', 'ephemeral-storage'])
    for (const list of ['limits', 'requests'])
      warnAmounts(warnings, objectAt(resources, list), `${at}.resources.${list}`, name);
  const names = new Set<string>();
  objectsAt(container, 'env').forEach((variable, i) => {
    const name = textAt(variable, 'name');
    const reference = `$(${name})`;
    const value = textAt(variable, 'value');
    // A value that builds on the previous one is meant that way.
    if (names.has(name) && (value === reference || !value.includes(reference))) {
      warnings.push(
        `${at}.env[${i}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
      );
    }
    names.add(name);
  });
}
