import { describe, expect, test } from 'vitest';
import type { PodSpec } from '../../../k8s/types';
import { defaultPodSpec } from './pod-spec';

// What a v1.34 server made of the same templates.
const RULES = [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }];

describe('VAL-2 fields behind gates are dropped', () => {
  test.each<[string, object, object]>([
    ['restart policies', { restartPolicy: 'Always' }, {}],
    ['restart rules', { restartPolicyRules: RULES }, {}],
    ['a stop signal alone', { lifecycle: { stopSignal: 'SIGTERM' } }, {}],
    [
      'a stop signal beside a hook',
      { lifecycle: { stopSignal: 'SIGTERM', preStop: { sleep: { seconds: 1 } } } },
      { lifecycle: { preStop: { sleep: { seconds: 1 } } } },
    ],
    [
      'a variable from a file',
      { env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'p', key: 'k' } } }] },
      { env: [{ name: 'A', valueFrom: {} }] },
    ],
  ])('%s', (_title, written, stored) => {
    const { containers } = defaultPodSpec({ containers: [{ name: 'c', image: 'x:1', ...written }] });
    expect(containers).toEqual(
      defaultPodSpec({ containers: [{ name: 'c', image: 'x:1', ...stored }] }).containers,
    );
  });

  const container = { name: 'c', image: 'x:1' };
  const spec = (more: object): PodSpec => defaultPodSpec({ containers: [container], ...more });

  test('init containers keep Always alone', () => {
    const policies = ['Always', 'Never'].map((restartPolicy) => ({ ...container, restartPolicy }));
    const { initContainers } = spec({ initContainers: policies });
    expect(initContainers?.map((c) => c.restartPolicy)).toEqual(['Always', undefined]);
  });

  test('the override of the host name', () => {
    expect(spec({ hostnameOverride: 'x' })).toEqual(spec({}));
  });

  test('volumes of images and of certificates', () => {
    expect(spec({ volumes: [{ name: 'v', image: { reference: 'x' } }] })).toEqual(spec({}));
    const bundle = { clusterTrustBundle: { name: 'x', path: 'y' } };
    const sources = [bundle, { configMap: { name: 'x' } }];
    expect(spec({ volumes: [{ name: 'v', projected: { sources } }] }).volumes).toEqual([
      { name: 'v', projected: { sources: [{}, { configMap: { name: 'x' } }], defaultMode: 420 } },
    ]);
  });

  test('what is complete stays the very same', () => {
    const complete = spec({ volumes: [{ name: 'v', hostPath: { path: '/x', type: '' } }] });
    expect(defaultPodSpec(complete)).toBe(complete);
  });
});
