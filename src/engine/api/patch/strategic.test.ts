import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../k8s/types';
import { PatchRefusal } from './refusal';
import { strategicMerge } from './strategic';
import { REFUSED } from './testing/refused-cases';
import { MERGED } from './testing/strategic-cases';

test.each(MERGED)('API-45 %s', (_, struct, original, patch, result) => {
  const before = JSON.stringify([original, patch]);
  expect(strategicMerge(struct, original, patch).object).toEqual(result);
  expect(JSON.stringify([original, patch])).toBe(before);
});

test.each(REFUSED)('API-44 refused: %s', (_, struct, original, patch, message) => {
  let refusal: unknown;
  try {
    strategicMerge(struct, original, patch);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(PatchRefusal);
  expect((refusal as PatchRefusal).message).toBe(message);
  expect((refusal as PatchRefusal).code).toBe(message.startsWith('invalid patch format') ? 400 : 500);
});

const pod = {
  metadata: { finalizers: ['a', 'b'] },
  spec: {
    containers: [{ name: 'a', image: 'a:1' }, { name: 'b' }],
    tolerations: [{ key: 'k1' }, { key: 'k2' }],
  },
};

test.each<[string, JsonObject]>([
  [
    'what is there already',
    { spec: { containers: [{ name: 'a', image: 'a:1' }], tolerations: [{ key: 'k1' }, { key: 'k2' }] } },
  ],
  ['deleting what is absent', { spec: { nodeName: null }, metadata: { annotations: null } }],
  ['order as it is', { spec: { '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }] } }],
  ['members of a set', { metadata: { finalizers: ['a'] } }],
])('API-2 nothing changes: the same reference (%s)', (_, patch) => {
  expect(strategicMerge('Pod', pod, patch).object).toBe(pod);
});

test('VAL-23 what refusals of the result show is the patch without what was merged in order', () => {
  const ordered: Json = [{ name: 'a' }, { name: 'b' }];
  const patch = {
    metadata: { labels: { x: 1 } },
    spec: { containers: [{ name: 'a', command: 'x' }], '$setElementOrder/containers': ordered },
  };
  expect(strategicMerge('Pod', pod, patch).rest).toEqual({ metadata: { labels: { x: 1 } }, spec: {} });
});
