import { describe, expect, test } from 'vitest';
import type { AnyObject, PodSpec } from '../../../k8s/types';
import { applyDefaults } from '../testing/by-kind';

function specOf(kind: string, spec: object): Record<string, unknown> {
  const object = { apiVersion: 'v1', kind, metadata: { name: 'x' }, spec } as unknown as AnyObject;
  return (applyDefaults(object) as unknown as { spec: Record<string, unknown> }).spec;
}

const template = (spec: object): object => ({ template: { metadata: {}, spec } });
const templateSpec = (spec: object): PodSpec =>
  (specOf('DaemonSet', template(spec))['template'] as { spec: PodSpec }).spec;
const firstContainer = (container: object) => templateSpec({ containers: [container] }).containers[0];

describe('VAL-1 DaemonSet', () => {
  test('everything absent', () => {
    expect(specOf('DaemonSet', {})).toEqual({
      revisionHistoryLimit: 10,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    });
  });
  test('only maxSurge: maxUnavailable is still 1', () => {
    const { updateStrategy } = specOf('DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 1 } } });
    expect(updateStrategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 1, maxSurge: 1 },
    });
  });
  test('OnDelete gets no rollingUpdate', () => {
    expect(specOf('DaemonSet', { updateStrategy: { type: 'OnDelete' } })['updateStrategy']).toEqual({
      type: 'OnDelete',
    });
  });
  test('zero and 0% are values', () => {
    const { updateStrategy } = specOf('DaemonSet', {
      revisionHistoryLimit: 0,
      updateStrategy: { rollingUpdate: { maxUnavailable: '0%', maxSurge: 1 } },
    });
    expect(updateStrategy).toMatchObject({ rollingUpdate: { maxUnavailable: '0%', maxSurge: 1 } });
  });
});

describe('VAL-2 pod template', () => {
  test('pod spec', () => {
    expect(templateSpec({})).toEqual({
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
      schedulerName: 'default-scheduler',
    });
  });
  test('the service account shows under both of its names', () => {
    expect(templateSpec({ serviceAccountName: 'x' })).toMatchObject({
      serviceAccount: 'x',
      serviceAccountName: 'x',
    });
    expect(templateSpec({ serviceAccount: 'x' })).toMatchObject({
      serviceAccount: 'x',
      serviceAccountName: 'x',
    });
  });
  test.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.27', 'IfNotPresent'],
    ['nginx@sha256:ab', 'IfNotPresent'],
  ])('imagePullPolicy of %s is %s', (image, policy) => {
    expect(firstContainer({ name: 'c', image })).toEqual({
      name: 'c',
      image,
      imagePullPolicy: policy,
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      resources: {},
    });
  });
  test('ports, probes, env', () => {
    const container = firstContainer({
      name: 'c',
      image: 'a:1',
      ports: [{ containerPort: 80 }],
      livenessProbe: { httpGet: { port: 80 } },
      readinessProbe: { grpc: { port: 1 }, periodSeconds: 3 },
      env: [{ name: 'N', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    });
    const times = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
    expect(container).toMatchObject({
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      livenessProbe: { ...times, httpGet: { port: 80, path: '/', scheme: 'HTTP' } },
      readinessProbe: { ...times, periodSeconds: 3, grpc: { port: 1, service: '' } },
      env: [{ valueFrom: { fieldRef: { apiVersion: 'v1' } } }],
    });
    expect(container?.ports?.[0]?.hostPort).toBeUndefined();
  });
  test('quantities in the form of the server; no requests from limits', () => {
    const container = firstContainer({
      name: 'c',
      image: 'a:1',
      resources: { limits: { cpu: 0.5, memory: '1024Mi' } },
    });
    expect(container?.resources).toEqual({ limits: { cpu: '500m', memory: '1Gi' } });
  });
  test('volumes', () => {
    const volumes = [
      { name: 'a' },
      { name: 'b', secret: { secretName: 's' } },
      { name: 'c', configMap: { name: 'm', defaultMode: 256 } },
      { name: 'd', hostPath: { path: '/x' } },
      { name: 'e', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
      { name: 'f', downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name' } }] } },
    ];
    expect(templateSpec({ volumes }).volumes).toEqual([
      { name: 'a', emptyDir: {} },
      { name: 'b', secret: { secretName: 's', defaultMode: 420 } },
      { name: 'c', configMap: { name: 'm', defaultMode: 256 } },
      { name: 'd', hostPath: { path: '/x', type: '' } },
      {
        name: 'e',
        projected: {
          defaultMode: 420,
          sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3600 } }],
        },
      },
      {
        name: 'f',
        downwardAPI: {
          defaultMode: 420,
          items: [{ path: 'p', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } }],
        },
      },
    ]);
  });
});

describe('VAL-3 pods only', () => {
  test('requests from limits, enableServiceLinks, host ports', () => {
    const containers = [
      {
        name: 'c',
        image: 'a:1',
        ports: [{ containerPort: 80 }],
        resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } },
      },
    ];
    const spec = specOf('Pod', { hostNetwork: true, containers });
    expect(spec).toMatchObject({
      enableServiceLinks: true,
      containers: [
        {
          ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }],
          resources: { requests: { cpu: '100m', memory: '1Gi' } },
        },
      ],
    });
    expect(templateSpec({ hostNetwork: true, containers })).not.toHaveProperty('enableServiceLinks');
  });
});

test.each(['DaemonSet', 'Pod'])('what is complete comes back as the same reference: %s', (kind) => {
  const containers = [
    { name: 'c', image: 'a', ports: [{ containerPort: 1 }], livenessProbe: { exec: { command: ['x'] } } },
  ];
  const podSpec = { containers, volumes: [{ name: 'v' }] };
  const object = {
    apiVersion: 'v1',
    kind,
    metadata: { name: 'x' },
    spec: kind === 'Pod' ? podSpec : template(podSpec),
  };
  const once = applyDefaults(object as unknown as AnyObject);
  expect(applyDefaults(once)).toBe(once);
});

test('Secret: stringData goes into data, in base64 of UTF-8', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    stringData: { a: 'hello', b: 'grüße €𝄞' },
  };
  const stored = applyDefaults(secret as unknown as AnyObject);
  const data = Object.fromEntries(
    Object.entries(secret.stringData).map(([k, v]) => [k, Buffer.from(v).toString('base64')]),
  );
  expect(stored).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, type: 'Opaque', data });
});
