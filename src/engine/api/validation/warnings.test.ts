import { expect, test } from 'vitest';
import { pod, withContainer, withTemplate } from './testing/objects';
import type { BuiltInKind } from '../../../k8s/types';
import { kindOf } from '../kinds/registry';
import type { Manifest } from '../types';

const warningsFor = (kind: BuiltInKind, object: Manifest): string[] => kindOf(kind).warnings?.(object) ?? [];

const P = 'spec.template.spec';

test('API-38 an ordinary object has none', () => {
  expect(warningsFor('DaemonSet', withTemplate({}))).toEqual([]);
  expect(warningsFor('ConfigMap', { metadata: { name: 'x' } })).toEqual([]);
});

test('VAL-71 a negative grace period', () => {
  expect(warningsFor('DaemonSet', withTemplate({ terminationGracePeriodSeconds: -1 }))).toEqual([
    `${P}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
  ]);
});

test('API-38 fractions of a byte, and a variable twice', () => {
  const container = withContainer({
    resources: { requests: { memory: '100m', cpu: '100m' } },
    env: [{ name: 'A' }, { name: 'B' }, { name: 'A' }, { name: 'B', value: '$(B) more' }],
  });
  expect(warningsFor('DaemonSet', container)).toEqual([
    `${P}.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer`,
    `${P}.containers[0].env[2]: hides previous definition of "A", which may be dropped when using apply`,
  ]);
});

test('API-38 old node labels and a missing selector', () => {
  const object = pod({
    'spec.nodeSelector': { 'beta.kubernetes.io/os': 'linux', disk: 'ssd' },
    'spec.topologySpreadConstraints': [
      { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
    ],
  });
  expect(warningsFor('Pod', object)).toEqual([
    'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
    'spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
  ]);
});
