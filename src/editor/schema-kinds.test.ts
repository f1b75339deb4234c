import { expect, test } from 'vitest';
import schema from '../k8s/schema/kubernetes.schema.json';
import { isDescribed, namesKind, schemaKinds } from './schema-kinds';

interface Definition {
  properties?: { apiVersion?: { enum?: string[] } };
}

test('the list of kinds is that of the schema', () => {
  const definitions = schema.definitions as unknown as Record<string, Definition>;
  const kinds = schema.oneOf.map(({ $ref }) => {
    const kind = $ref.split('/').at(-1) ?? '';
    return [kind, definitions[kind]?.properties?.apiVersion?.enum?.[0]];
  });
  expect(new Map(kinds as [string, string][])).toEqual(new Map(schemaKinds));
});

const TEXT = `# only a comment
---
apiVersion: apps/v1
kind: DaemonSet
spec:
  kind: Deployment
--- # another
"kind": 'ClusterRole'
rules: []
---
kind: Service
apiVersion: serving.knative.dev/v1
spec: {}
---
kind: Service
apiVersion: v
---
apiVersion: v1
spec: {}
---
kind: "List"
items:
- kind: Pod
---
kind:
`.split('\n');

test.each([
  [1, true],
  [3, true],
  [6, true],
  [7, false],
  [8, false],
  [9, false],
  [12, false],
  [14, true],
  [16, true],
  [19, true],
  [23, false],
  [25, false],
])('line %d: described by the schema: %s', (line, described) => {
  expect(isDescribed(TEXT, line)).toBe(described);
});

test.each([
  ['kind: ', true],
  ['apiVersion: apps', true],
  ['  kind: x', false],
  ['kinds: x', false],
  ['spec:', false],
])('%j names the kind of its document: %s', (line, names) => {
  expect(namesKind(line)).toBe(names);
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
