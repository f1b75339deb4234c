import { describe, expect, test } from 'vitest';
import { desiredReplicas, maxReplicas, ofNewSet, revisionOf, withSizes } from './annotations';
import { aDeployment, aSet } from './testing/fixtures';

const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';

describe('WL-8 annotations of the set with the current template', () => {
  test('those of the Deployment come along, but not what is about one object alone', () => {
    const d = aDeployment(1, {
      annotations: {
        'kubernetes.io/change-cause': 'why',
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
        'deprecated.deployment.rollback.to': '1',
        [REVISION]: '7',
      },
    });
    expect(ofNewSet({ kept: 'x' }, d, 3)).toEqual({
      kept: 'x',
      'kubernetes.io/change-cause': 'why',
      [REVISION]: '3',
    });
  });

  test.each<[string, Record<string, string> | undefined, number, Record<string, string>]>([
    ['a new one', undefined, 1, { [REVISION]: '1' }],
    ['the highest stays', { [REVISION]: '5' }, 3, { [REVISION]: '5' }],
    ['one that comes back', { [REVISION]: '1' }, 3, { [REVISION]: '3', [HISTORY]: '1' }],
    ['and comes back again', { [REVISION]: '3', [HISTORY]: '1' }, 5, { [REVISION]: '5', [HISTORY]: '1,3' }],
    ['no number is left alone', { [REVISION]: 'x' }, 3, { [REVISION]: 'x' }],
  ])('%s', (_name, annotations, revision, expected) => {
    expect(ofNewSet(annotations, aDeployment(1), revision)).toEqual(expected);
  });

  test('the history forgets its beginning when it gets longer than 2000 characters', () => {
    const history = Array.from({ length: 400 }, (_, i) => String(1000 + i)).join(',');
    const text = ofNewSet({ [REVISION]: '1400', [HISTORY]: history }, aDeployment(1), 1500)[HISTORY] ?? '';
    expect(text).toHaveLength(1999);
    expect(text).toMatch(/^1001,.*,1399,1400$/);
  });
});

test.each<[string | undefined, number | undefined]>([
  [undefined, 0],
  ['3', 3],
  ['x', undefined],
])('WL-8 the revision of %s is %s', (text, expected) => {
  expect(revisionOf(aSet('a', 1, { annotations: text === undefined ? {} : { [REVISION]: text } }))).toBe(
    expected,
  );
});

test('WL-8 sizes', () => {
  const annotations = withSizes({ a: 'b' }, aDeployment(4, { surge: '25%' }));
  expect(annotations).toEqual({
    a: 'b',
    'deployment.kubernetes.io/desired-replicas': '4',
    'deployment.kubernetes.io/max-replicas': '5',
  });
  const rs = aSet('a', 1, { annotations });
  expect([desiredReplicas(rs), maxReplicas(rs)]).toEqual([4, 5]);
});

test.each(['-1', 'x', '2147483648', ''])('WL-8 the size %j is none', (text) => {
  expect(
    desiredReplicas(aSet('a', 1, { annotations: { 'deployment.kubernetes.io/desired-replicas': text } })),
  ).toBeUndefined();
});
