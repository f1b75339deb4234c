import { expect, test } from 'vitest';
import schema from '../k8s/schema/kubernetes.schema.json';
import { schemaKinds } from './schema-kinds';

test('the list of kinds is that of the schema', () => {
  expect(new Set(schema.oneOf.map(({ $ref }) => $ref.split('/').at(-1)))).toEqual(schemaKinds);
});

test('fields of Kubernetes 1.34 have the types the API gives them', () => {
  const { Container, DaemonSetSpec, ResourceRequirements, RollingUpdateDaemonSet, Toleration } =
    schema.definitions;
  expect(DaemonSetSpec.required).toEqual(['selector', 'template']);
  expect(DaemonSetSpec.properties.minReadySeconds.type).toBe('integer');
  expect(RollingUpdateDaemonSet.properties.maxUnavailable.$ref).toBe('#/definitions/IntOrString');
  expect(Toleration.properties.effect.enum).toContain('NoExecute');
  expect(ResourceRequirements.properties.limits.additionalProperties.$ref).toBe('#/definitions/Quantity');
  expect(Object.keys(Container.properties)).toContain('restartPolicyRules');
});

test('every reference of the schema leads somewhere', () => {
  const names = new Set(Object.keys(schema.definitions));
  const references = [...JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)].map(
    ([, name = '']) => name,
  );
  expect(references.length).toBeGreaterThan(100);
  expect(references.filter((name) => !names.has(name))).toEqual([]);
});
