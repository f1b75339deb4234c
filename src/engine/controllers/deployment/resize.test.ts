import { describe, expect, test } from 'vitest';
import { withSizes } from './annotations';
import { newSizes } from './resize';
import type { Sets } from './revision';
import { aDeployment, aSet, type DeploymentOptions } from './testing/fixtures';

/** Sizes of the sets, the newest first; the first is that of the current template unless it is `undefined`. */
type Sizes = (number | undefined)[];

interface Case {
  name: string;
  from: number;
  to: number;
  sizes: Sizes;
  expected: Sizes;
  before?: DeploymentOptions;
  after?: DeploymentOptions;
  available?: number;
}

function resized({ from, to, sizes, before, after = before, available }: Case): Sizes {
  const annotations = withSizes(undefined, aDeployment(from, before));
  const sets = sizes.map((size, age) =>
    size === undefined ? undefined : aSet(`foo-${age}`, size, { age, annotations, available }),
  );
  const [current, ...others] = sets;
  const old = others.filter((rs) => rs !== undefined).toReversed();
  const all: Sets = { current, old, all: current ? [...old, current] : old };
  const sizesNow = new Map(newSizes(aDeployment(to, after), all).map(({ rs, to: size }) => [rs, size]));
  return sets.map((rs) => rs && (sizesNow.get(rs) ?? rs.spec.replicas));
}

describe('WL-14 a changed number of replicas', () => {
  test.each<Case>([
    { name: 'one set up', from: 10, to: 12, sizes: [10], expected: [12] },
    { name: 'one set down', from: 10, to: 5, sizes: [10], expected: [5] },
    { name: 'shares', from: 5, to: 10, sizes: [2, 3], expected: [4, 6] },
    { name: 'shares', from: 5, to: 3, sizes: [2, 3], expected: [1, 2] },
    { name: 'a share of nothing', from: 9, to: 4, sizes: [8, 1], expected: [4, 0] },
    { name: 'three sets', from: 7, to: 10, sizes: [2, 3, 2], expected: [3, 4, 3] },
    { name: 'three sets', from: 13, to: 8, sizes: [2, 8, 3], expected: [1, 5, 2] },
    { name: 'a leftover goes to the newest', from: 3, to: 4, sizes: [1, 1, 1], expected: [2, 1, 1] },
    { name: 'a leftover is taken from the oldest', from: 3, to: 2, sizes: [1, 1, 1], expected: [1, 1, 0] },
    { name: 'no set of the template', from: 4, to: 5, sizes: [undefined, 2, 2], expected: [undefined, 3, 2] },
    { name: 'to nothing', from: 6, to: 0, sizes: [3, 2, 1], expected: [0, 0, 0] },
    { name: 'from nothing', from: 0, to: 6, sizes: [0, 0, 0], expected: [6, 0, 0] },
    {
      name: 'from nothing, the newest old one',
      from: 0,
      to: 6,
      sizes: [undefined, 0, 0],
      expected: [undefined, 6, 0],
    },
    { name: 'with surge', from: 10, to: 20, sizes: [6, 6], expected: [11, 11], before: { surge: 2 } },
    {
      name: 'surge and size',
      from: 10,
      to: 50,
      sizes: [5, 8],
      expected: [22, 34],
      before: { surge: 3 },
      after: { surge: 6 },
    },
    { name: 'template and size', from: 10, to: 14, sizes: [undefined, 7, 3], expected: [undefined, 10, 4] },
    {
      name: 'a new set with all its pods, none available',
      from: 2,
      to: 2,
      sizes: [2, 1],
      expected: [2, 1],
      before: { surge: 1, unavailable: 1 },
    },
    {
      name: 'a new set with all its pods available',
      from: 2,
      to: 2,
      sizes: [2, 1],
      expected: [2, 0],
      before: { surge: 1, unavailable: 1 },
      available: 2,
    },
    // As a kube-controller-manager v1.34 did it, with maxSurge 3 and maxUnavailable 2.
    {
      name: 'as seen',
      from: 10,
      to: 20,
      sizes: [5, 8],
      expected: [9, 14],
      before: { surge: 3, unavailable: 2 },
    },
    {
      name: 'as seen',
      from: 20,
      to: 5,
      sizes: [9, 14],
      expected: [3, 5],
      before: { surge: 3, unavailable: 2 },
    },
  ])('$name: $from to $to', (row) => {
    expect(resized(row)).toEqual(row.expected);
  });

  test('WL-11 with Recreate several sets are left as they are', () => {
    const before = { type: 'Recreate' };
    expect(resized({ name: '', from: 5, to: 10, sizes: [2, 3], expected: [], before })).toEqual([2, 3]);
  });
});
