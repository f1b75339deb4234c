/** What the server accepts but warns of (API-38, VAL-71): the faults of pod specs that people really make. */
import { parseMilli } from '../../../k8s/quantity';
import type { JsonObject, Kind } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { numberAt, objectAt, objectsAt, own, textAt } from './untyped';

const DEPRECATED_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
};

/** The warnings for a new object, or for one whose template changes; texts go after `Warning: `. */
export function warningsFor(kind: Kind, object: JsonObject): string[] {
  const spec = objectAt(object, 'spec');
  if (kind === 'Pod') return podWarnings(spec, 'spec');
  if (kind === 'DaemonSet')
    return podWarnings(objectAt(objectAt(spec, 'template'), 'spec'), 'spec.template.spec');
  return [];
}

function podWarnings(spec: JsonObject | undefined, path: string): string[] {
  const warnings: string[] = [];
  for (const key of Object.keys(objectAt(spec, 'nodeSelector') ?? {}).sort(compareText)) {
    if (Object.hasOwn(DEPRECATED_LABELS, key)) {
      warnings.push(`${path}.nodeSelector[${key}]: ${DEPRECATED_LABELS[key]}`);
    }
  }
  for (const list of ['initContainers', 'containers']) {
    objectsAt(spec, list).forEach((container, i) =>
      warnContainer(warnings, container, `${path}.${list}[${i}]`),
    );
  }
  objectsAt(spec, 'topologySpreadConstraints').forEach((constraint, i) => {
    if (objectAt(constraint, 'labelSelector') !== undefined) return;
    warnings.push(
      `${path}.topologySpreadConstraints[${i}].labelSelector: a null labelSelector results in matching no pod`,
    );
  });
  if ((numberAt(spec, 'terminationGracePeriodSeconds') ?? 0) < 0) {
    warnings.push(
      `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  }
  return warnings;
}

function warnContainer(warnings: string[], container: JsonObject, at: string): void {
  for (const list of ['limits', 'requests']) {
    const amounts = objectAt(objectAt(container, 'resources'), list);
    for (const name of ['memory', 'ephemeral-storage']) {
      const text = own(amounts, name);
      // 100m of memory is a tenth of a byte.
      if (typeof text === 'string' && (parseMilli(text) ?? 0) % 1000 !== 0) {
        warnings.push(
          `${at}.resources.${list}[${name}]: fractional byte value ${JSON.stringify(text)} is invalid, must be an integer`,
        );
      }
    }
  }
  const names = new Set<string>();
  objectsAt(container, 'env').forEach((variable, i) => {
    const name = textAt(variable, 'name');
    // A value that builds on the previous one is meant that way.
    if (names.has(name) && !textAt(variable, 'value').includes(`$(${name})`)) {
      warnings.push(
        `${at}.env[${i}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
      );
    }
    names.add(name);
  });
}
