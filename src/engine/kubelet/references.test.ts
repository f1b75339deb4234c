import { describe, expect, test } from 'vitest';
import type { AnyObject, Container, Pod, Volume } from '../../k8s/types';
import type { Reader } from '../api/types';
import { environmentProblem, missingVolumes } from './references';

const OBJECTS = [
  { kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } },
  { kind: 'Secret', metadata: { name: 'token' }, data: { a: 'MQ==' } },
] as unknown as AnyObject[];

const read = {
  get: (kind: string, _namespace: string, name: string) =>
    OBJECTS.find((o) => o.kind === kind && o.metadata.name === name),
} as unknown as Reader;

function podWith(volumes: Volume[]): Pod {
  return { metadata: { name: 'p', namespace: 'ns' }, spec: { containers: [], volumes } } as unknown as Pod;
}

describe('POD-24 FailedMount', () => {
  test.each<[string, Omit<Volume, 'name'>, string | undefined]>([
    ['host path', { hostPath: { path: '/var/log' } }, undefined],
    ['present', { configMap: { name: 'settings' } }, undefined],
    ['absent', { configMap: { name: 'x' } }, 'configmap "x" not found'],
    ['optional', { configMap: { name: 'x', optional: true } }, undefined],
    ['secret', { secret: { secretName: 'x' } }, 'secret "x" not found'],
    [
      'key',
      { configMap: { name: 'settings', items: [{ key: 'b', path: 'b' }] } },
      'references non-existent config key: b',
    ],
    [
      'secret key',
      { secret: { secretName: 'token', items: [{ key: 'b', path: 'b' }] } },
      'references non-existent secret key: b',
    ],
    ['projected', { projected: { sources: [{ secret: { name: 'x' } }] } }, 'secret "x" not found'],
    ['service account', { projected: { sources: [{ configMap: { name: 'kube-root-ca.crt' } }] } }, undefined],
  ])('%s', (_, source, problem) => {
    const found = missingVolumes(podWith([{ name: 'v', ...source }]), read);
    const message = `MountVolume.SetUp failed for volume "v" : ${problem ?? ''}`;
    expect(found).toEqual(problem === undefined ? [] : [{ volume: 'v', message }]);
  });
});

describe('POD-23 CreateContainerConfigError', () => {
  test.each<[string, Partial<Container>, string | undefined]>([
    ['plain', { env: [{ name: 'A', value: '1' }] }, undefined],
    ['envFrom', { envFrom: [{ configMapRef: { name: 'x' } }] }, 'configmap "x" not found'],
    ['envFrom optional', { envFrom: [{ secretRef: { name: 'x', optional: true } }] }, undefined],
    ['envFrom secret', { envFrom: [{ secretRef: { name: 'x' } }] }, 'secret "x" not found'],
    [
      'key',
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }] },
      undefined,
    ],
    [
      'missing key',
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'b' } } }] },
      "couldn't find key b in ConfigMap ns/settings",
    ],
    [
      'missing secret key',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'token', key: 'b' } } }] },
      "couldn't find key b in Secret ns/token",
    ],
    ['field', { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }] }, undefined],
  ])('%s', (_, container, problem) => {
    expect(environmentProblem({ name: 'c', ...container }, podWith([]), read)).toBe(problem);
  });
});
