import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../k8s/types';
import { Shelf } from './shelf';
import { ShortShelf } from './short-shelf';

const object = (namespace: string | undefined, name: string): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'X',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  }) as KubeObject;
const names = (list: readonly KubeObject[]): string[] =>
  list.map(({ metadata: { namespace, name } }) => `${namespace ?? ''}/${name}`);

test('CLI-10 by namespace, then name, whatever came first; an array handed out stays as it was', () => {
  const shelf = new Shelf();
  for (const [namespace, name] of [
    ['b', 'x'],
    ['a', 'y'],
    ['a-b', 'x'],
    ['a', 'x'],
  ] as const)
    shelf.set(object(namespace, name));
  const before = shelf.items();
  expect(names(before)).toEqual(['a/x', 'a/y', 'a-b/x', 'b/x']);
  expect(shelf.items()).toBe(before);
  shelf.delete('a', 'x');
  shelf.delete('a', 'never-there');
  expect(names(before)).toHaveLength(4);
  expect(names(shelf.items())).toEqual(['a/y', 'a-b/x', 'b/x']);
  expect(names(shelf.itemsIn('a'))).toEqual(['a/y']);
  expect(shelf.get('a', 'x')).toBeUndefined();
  expect(shelf.size).toBe(3);
});

test('objects in no namespace are found without one, and no namespace holds them', () => {
  const shelf = new Shelf();
  shelf.set(object(undefined, 'node'));
  expect(shelf.get(undefined, 'node')).toBe(shelf.items()[0]);
  expect(shelf.itemsIn('')).toEqual([]);
  shelf.delete(undefined, 'node');
  expect(shelf.size).toBe(0);
});

test('a short shelf is a shelf, and leaves what it has handed out alone', () => {
  const step = fc.record({
    does: fc.constantFrom('set', 'set', 'delete', 'look'),
    namespace: fc.constantFrom(undefined, 'a', 'a-b', 'b'),
    name: fc.constantFrom('x', 'y', 'z', 'B'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const [short, model] = [new ShortShelf(), new Shelf()];
      const handed: [readonly KubeObject[], KubeObject[]][] = [];
      for (const { does, namespace, name } of steps) {
        if (does === 'set') {
          const one = object(namespace, name);
          for (const shelf of [short, model]) shelf.set(one);
        } else if (does === 'delete') for (const shelf of [short, model]) shelf.delete(namespace, name);
        else handed.push([short.items(), [...short.items()]]);
        expect(short.size).toBe(model.size);
        if (does === 'look') expect(short.items()).toEqual(model.items());
      }
      for (const [list, then] of handed) expect(list).toEqual(then);
    }),
    { seed: 1, numRuns: 300 },
  );
});
