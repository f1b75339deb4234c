import { describe, expect, test } from 'vitest';
import { deployment } from './kinds/deployment';
import { scaleErrors, scaleOf, scaleRequest, withScale } from './scale';
import { lines } from './validation/testing/objects';
import { QUALIFIED, SELECTOR, TEMPLATE, Writes } from './validation/testing/workloads';

const { stored } = new Writes(deployment, {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    resourceVersion: '7',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { a: 'b' },
  },
  spec: { replicas: 2, selector: SELECTOR, template: TEMPLATE },
});

describe('scale', () => {
  test('of a Deployment, as a v1.34 server shows it', () => {
    expect(scaleOf(stored)).toEqual({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: {
        name: 'web',
        namespace: 'default',
        uid: 'UID',
        resourceVersion: '7',
        creationTimestamp: '2026-01-01T00:00:00Z',
      },
      spec: { replicas: 2 },
      status: { replicas: 0, selector: 'app=web' },
    });
  });

  test('of none: a zero is not written out', () => {
    expect(scaleOf(withScale(stored, { spec: {} })).spec).toEqual({});
  });

  test('nothing but the replicas of the object changes', () => {
    const next = withScale(stored, {
      metadata: { labels: { x: 'y' } },
      spec: { replicas: 5 },
      status: { replicas: 9 },
    });
    expect(next).toEqual({ ...stored, spec: { ...stored.spec, replicas: 5 } });
    expect(withScale(stored, { spec: { replicas: 2 } })).toBe(stored);
  });

  test('faults', () => {
    const meta = { name: 'web', namespace: 'default' };
    expect(lines(scaleErrors({ metadata: meta, spec: { replicas: 0 } }))).toEqual([]);
    expect(
      lines(scaleErrors({ metadata: { ...meta, labels: { 'a b': 'c' } }, spec: { replicas: -1 } })),
    ).toEqual([
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ]);
  });

  test('API-27 what it asks for; a Scale may leave everything out', () => {
    const metadata = { uid: 'x', resourceVersion: '7' };
    expect(scaleRequest({ metadata, spec: { replicas: 3 } })).toEqual({ ...metadata, replicas: 3 });
    expect(scaleRequest({})).toEqual({ uid: '', resourceVersion: '', replicas: 0 });
  });
});
