import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BuiltInKind, Json, JsonObject } from '../../../k8s/types';
import { decodeManifest } from '../decode';
import { validateCreate, validateStatusUpdate, validateUpdate } from '../testing/by-kind';
import { KINDS as ALL, kindOf } from '../kinds/registry';
import { daemonSet, node, pod } from './testing/objects';

const KINDS = ALL.map(({ id }) => id as BuiltInKind);
const full = daemonSet({
  'spec.template.spec.tolerations': [{ key: 'a', operator: 'Exists' }],
  'spec.template.spec.volumes': [{ name: 'v', hostPath: { path: '/x' } }],
  'spec.template.spec.affinity': { nodeAffinity: {}, podAffinity: {} },
  'spec.template.spec.topologySpreadConstraints': [{ maxSkew: 1 }],
  'spec.template.spec.initContainers': [{ name: 'i' }],
  'spec.template.spec.containers[0].ports': [{ containerPort: 80 }],
  'spec.template.spec.containers[0].env': [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } }],
  'spec.template.spec.containers[0].resources': { limits: { cpu: '1' }, requests: { cpu: '1' } },
  'spec.template.spec.containers[0].livenessProbe': { httpGet: { port: 80 } },
  'spec.template.spec.containers[0].securityContext': { privileged: true },
});
const seeds = [
  full,
  pod(full.spec ? { spec: ((full.spec as JsonObject).template as JsonObject).spec } : {}),
  node(),
];

const garbage: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(
    1e300,
    -1,
    '',
    null,
    [],
    {},
    [null],
    ['x'],
    '__proto__',
    { constructor: 'x' },
    'a'.repeat(300),
  ),
);

/** A copy with the value at one place (found by walking at random) replaced. */
function mutated(value: Json, steps: readonly number[], replacement: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return replacement;
  if (Array.isArray(value)) {
    if (value.length === 0) return replacement;
    const at = step % value.length;
    return value.map((item, i) => (i === at ? mutated(item, rest, replacement) : item));
  }
  const keys = [...Object.keys(value), '__proto__'];
  const key = keys[step % keys.length] ?? '';
  const next = mutated(Object.hasOwn(value, key) ? (value[key] ?? null) : null, rest, replacement);
  return Object.fromEntries([...Object.entries(value), [key, next]]) as JsonObject;
}

const mutation = fc.record({
  kind: fc.constantFrom(...KINDS),
  seed: fc.constantFrom(...seeds),
  changes: fc.array(fc.tuple(fc.array(fc.nat(40), { minLength: 1, maxLength: 9 }), garbage), {
    minLength: 1,
    maxLength: 4,
  }),
});

describe('any JSON', () => {
  test('validation and decoding never throw', () => {
    fc.assert(
      fc.property(mutation, ({ kind, seed, changes }) => {
        let value: Json = seed;
        for (const [steps, replacement] of changes) value = mutated(value, steps, replacement);
        const object = (
          typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
        ) as JsonObject;
        for (const errors of [
          validateCreate(kind, object),
          validateUpdate(kind, object, seed),
          validateUpdate(kind, seed, object),
          validateStatusUpdate(kind, object, seed),
        ]) {
          expect(Array.isArray(errors)).toBe(true);
          for (const error of errors) expect(typeof error.message).toBe('string');
        }
        const decoded = decodeManifest(kindOf(kind), object, 'ignore');
        if (decoded.ok) {
          // What has been decoded needs no second decoding, and its types are right.
          expect(decodeManifest(kindOf(kind), decoded.object, 'strict')).toEqual(decoded);
          validateCreate(kind, decoded.object);
        } else expect(decoded.message).toContain(`cannot be handled as a ${kind}: `);
      }),
      { numRuns: 400 },
    );
  });
});
