import { describe, expect, test } from 'vitest';
import type { Node } from '../k8s/types';
import { freeNames } from './cluster/add-node-menu';
import { nextImage } from './inspector/tries';
import { setInText } from './manifest/edit-set';
import { manifestName } from './manifest/manifest-name';
import { shellWord } from './shell-words';
import { spanFor, tickFor } from '../scene/time-scale';
import { clockText, shortClockText, spokenTime } from './time/time-words';

describe('words', () => {
  test.each([
    ['worker-1', 'worker-1'],
    ['a=b:NoSchedule', 'a=b:NoSchedule'],
    ['two words', "'two words'"],
    ["it's", `'it'\\''s'`],
    ['$(x)', "'$(x)'"],
    ['', "''"],
  ])('shell word %j → %s', (text, quoted) => expect(shellWord(text)).toBe(quoted));

  test.each([
    [0, '00:00:00', '00:00', 'start'],
    [362_900, '00:06:02', '06:02', '6 minutes 2 seconds'],
    [3_601_000, '01:00:01', '01:00:01', '1 hour 1 second'],
    [90_000_000, '25:00:00', '25:00:00', '25 hours'],
  ])('%d ms is %s, %s, %s', (ms, clock, short, spoken) => {
    expect([clockText(ms), shortClockText(ms), spokenTime(ms)]).toEqual([clock, short, spoken]);
  });

  test.each([0, 59_000, 61_000, 600_000, 3_600_000, 86_400_000])(
    'the strip holds %d ms in few marks',
    (reached) => {
      const span = spanFor(reached);
      expect(span).toBeGreaterThan(reached);
      expect(span / tickFor(span)).toBeLessThanOrEqual(7);
      expect(span / tickFor(span)).toBeGreaterThanOrEqual(1);
    },
  );

  test.each([
    ['nginx:1.28', 'nginx:1.29'],
    ['quay.io/prometheus/node-exporter:v1.9.9', 'quay.io/prometheus/node-exporter:v1.9.10'],
    ['nginx', undefined],
    ['nginx:latest', undefined],
    ['nginx@sha256:0000000000000000000000000000000000000000000000000000000000000001', undefined],
  ])('after %s comes %s', (image, next) => expect(nextImage(image)).toBe(next));

  test.each([
    ['kind: Pod\nmetadata:\n  name: web\n', 'web.yaml'],
    ['metadata:\n  labels:\n    app: x\n  # note\n  name: "a.b"\n', 'a.b.yaml'],
    ['metadata:\r\n  name: crlf\r\n', 'crlf.yaml'],
    ['metadata:\n  name: role\n---\nmetadata:\n  name: agent\nkind: DaemonSet\n', 'agent.yaml'],
    ['', 'manifest.yaml'],
    ['metadata:\nspec:\n  name: no\n', 'manifest.yaml'],
  ])('title of %j is %s', (text, name) => expect(manifestName(text)).toBe(name));

  test('names of new nodes go on after the highest', () => {
    const nodes = ['worker-1', 'worker-9', 'worker-x', 'cp-3'].map(
      (name) => ({ metadata: { name } }) as Node,
    );
    expect(freeNames(nodes, 'worker', 2)).toEqual(['worker-10', 'worker-11']);
    expect(freeNames([], 'cp', 1)).toEqual(['cp-1']);
  });
});

describe('a DaemonSet of the text', () => {
  const text = `# one
kind: ConfigMap
metadata: {name: a}
---
kind: DaemonSet
metadata:
  name: first
spec:
  template:
    spec:
      containers:
      - image: x:1 # keep me
---
kind: DaemonSet
metadata:
  name: second
  namespace: other
`;
  test('is the first, or the one of that name', () => {
    expect(setInText(text)).toMatchObject({ namespace: 'default', name: 'first', image: 'x:1' });
    expect(setInText(text, { namespace: 'other', name: 'second' })).toMatchObject({
      name: 'second',
      image: '',
    });
    expect(setInText(text, { namespace: 'default', name: 'second' })).toBeUndefined();
    expect(setInText('kind: [')).toBeUndefined();
  });

  test('is changed in its own document only', () => {
    const changed = setInText(text)?.set(['spec', 'template', 'spec', 'containers', 0, 'image'], 'x:2');
    expect(changed).toBe(text.replace('x:1', 'x:2'));
  });
});
