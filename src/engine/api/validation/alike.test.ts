import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../k8s/types';
import { validLike } from './alike';

const pod = (name: string, node: string, token: string, spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', uid: name, labels: { app: 'x' } },
  spec: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
        },
      },
    },
    containers: [{ name: 'c', image: 'c:1', volumeMounts: [{ mountPath: '/t', name: token }] }],
    volumes: [
      { name: 'data', emptyDir: {} },
      { name: token, projected: {} },
    ],
    ...spec,
  },
});
const VALID = pod('x-aaaaa', 'n1', 'kube-api-access-aaaaa');

describe('pods that need no full validation', () => {
  test.each<[string, JsonObject, boolean]>([
    ['generated names and the node differ', pod('x-bbbbb', 'n2', 'kube-api-access-bbbbb'), true],
    ['the name is no name', pod('x_bbbbb', 'n2', 'kube-api-access-bbbbb'), false],
    ['the node is no name', pod('x-bbbbb', 'n_2', 'kube-api-access-bbbbb'), false],
    ['the token volume has another kind of name', pod('x-bbbbb', 'n2', 'kube-api-access-b_bbb'), false],
    ['something is missing', pod('x-bbbbb', 'n2', 'kube-api-access-bbbbb', { volumes: [] }), false],
    ['something is added', pod('x-bbbbb', 'n2', 'kube-api-access-bbbbb', { hostname: 'X' }), false],
    [
      'a mount names another volume',
      pod('x-bbbbb', 'n2', 'kube-api-access-bbbbb', {
        containers: [
          { name: 'c', image: 'c:1', volumeMounts: [{ mountPath: '/t', name: 'kube-api-access-ccccc' }] },
        ],
      }),
      false,
    ],
    ['the affinity is gone', pod('x-bbbbb', 'n2', 'kube-api-access-bbbbb', { affinity: {} }), false],
  ])('%s', (_, other, expected) => {
    expect(validLike(other, VALID)).toBe(expected);
  });

  test('a renamed token volume may not take the name of another volume', () => {
    const two = (first: string) => [{ name: first }, { name: 'kube-api-access-zzzzz' }];
    const valid = { metadata: { name: 'a' }, spec: { volumes: two('kube-api-access-aaaaa') } };
    const twice = { metadata: { name: 'a' }, spec: { volumes: two('kube-api-access-zzzzz') } };
    expect(validLike(twice, valid)).toBe(false);
  });
});
