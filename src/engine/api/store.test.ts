import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyObject, Pod } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { Store, type StoreChange } from './store';

interface Shape {
  namespace: string;
  name: string;
  node?: string;
  owners: { uid: string; controller: boolean }[];
}

function pod({ namespace, name, node, owners }: Shape, version = '1'): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name,
      uid: `${namespace}/${name}`,
      resourceVersion: version,
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...(owners.length > 0 && {
        ownerReferences: owners.map((o) => ({ apiVersion: 'v1', kind: 'X', name: 'x', ...o })),
      }),
    },
    spec: { containers: [], ...(node !== undefined && { nodeName: node }) },
    status: { phase: 'Pending' },
  } as Pod;
}

const node = (name: string): AnyObject =>
  ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name }, spec: {}, status: {} }) as AnyObject;

const namespaces = ['a', 'b', 'a-b'];
const owners = ['u1', 'u2'];
const nodes = ['n1', 'n2'];
const shape: fc.Arbitrary<Shape> = fc.record(
  {
    namespace: fc.constantFrom(...namespaces),
    name: fc.constantFrom('p', 'q', 'p-1', 'P', 'é'),
    node: fc.constantFrom(...nodes),
    owners: fc.uniqueArray(fc.record({ uid: fc.constantFrom(...owners), controller: fc.boolean() }), {
      maxLength: 2,
      selector: (o) => o.uid,
    }),
  },
  { requiredKeys: ['namespace', 'name', 'owners'] },
);
const step = fc.record({
  does: fc.constantFrom('put', 'put', 'put', 'put', 'remove', 'keep', 'back', 'restore'),
  shape,
});

test('CLI-10 whatever is put, replaced and removed: lists and indexes equal a recount over all objects', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const changes: string[] = [];
      const expected: string[] = [];
      let store = new Store((c) => changes.push(c.type));
      let model = new Map<string, Pod>();
      let kept = [store.snapshot(), new Map(model)] as const;
      for (const { does, shape: s } of steps) {
        const key = `${s.namespace}\u0000${s.name}`;
        if (does === 'put') {
          const object = pod(s, store.nextResourceVersion());
          expected.push(model.has(key) ? 'MODIFIED' : 'ADDED');
          store.put('Pod', object, 'test');
          model.set(key, object);
        } else if (does === 'remove') {
          if (model.delete(key)) expected.push('DELETED');
          store.remove('Pod', pod(s), 'test');
        } else if (does === 'keep') kept = [store.snapshot(), new Map(model)];
        else if (does === 'back') {
          store.restore(kept[0]);
          model = new Map(kept[1]);
        } else {
          const snapshot = store.snapshot();
          store.put('Pod', pod({ namespace: 'a', name: 'later', owners: [] }), 'test');
          changes.pop();
          store = new Store((c) => changes.push(c.type));
          store.restore(snapshot);
        }
      }
      expect(changes).toEqual(expected);
      const all = [...model].sort(([a], [b]) => compareText(a, b)).map(([, object]) => object);
      expect(store.list('Pod')).toEqual(all);
      const has = (object: Pod, uid: string): boolean =>
        (object.metadata.ownerReferences ?? []).some((o) => o.uid === uid);
      const controlled = (object: Pod): boolean =>
        (object.metadata.ownerReferences ?? []).some((o) => o.controller);
      for (const namespace of namespaces) {
        const here = all.filter((o) => o.metadata.namespace === namespace);
        expect(store.list('Pod', namespace)).toEqual(here);
        expect(store.orphans('Pod', namespace)).toEqual(here.filter((o) => !controlled(o)));
      }
      const lists = store.snapshot().objects.map(({ list }) => list);
      expect(lists.flat()).toEqual(all);
      for (const uid of owners) expect(store.ownsAny(uid)).toBe(all.some((o) => has(o, uid)));
      for (const uid of owners) expect(store.ownedBy('Pod', uid)).toEqual(all.filter((o) => has(o, uid)));
      for (const name of nodes)
        expect(store.podsOnNode(name)).toEqual(all.filter((o) => o.spec.nodeName === name));
      for (const object of all)
        expect(store.get('Pod', object.metadata.namespace, object.metadata.name)).toBe(object);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('API-43 a change names what it was before; a deletion carries the last state', () => {
  const changes: StoreChange[] = [];
  const store = new Store((c) => changes.push(c));
  const first = pod({ namespace: 'a', name: 'p', owners: [] }, '1');
  const second = pod({ namespace: 'a', name: 'p', node: 'n1', owners: [] }, '2');
  const last = pod({ namespace: 'a', name: 'p', node: 'n1', owners: [] }, '3');
  store.put('Pod', first, 'x', 'spec');
  store.put('Pod', second, 'y');
  store.remove('Pod', last, 'z');
  store.remove('Pod', last, 'z');
  expect(changes).toEqual([
    { type: 'ADDED', kind: 'Pod', object: first, old: undefined, by: 'x', what: 'spec' },
    { type: 'MODIFIED', kind: 'Pod', object: second, old: first, by: 'y', what: undefined },
    { type: 'DELETED', kind: 'Pod', object: last, old: second, by: 'z' },
  ]);
  expect(store.podsOnNode('n1')).toEqual([]);
  expect(store.get('Pod', 'a', 'p')).toBeUndefined();
});

test('cluster-scoped objects, and kinds that nobody stored', () => {
  const store = new Store(() => undefined);
  store.put('Node', node('n2'), 'test');
  store.put('Node', node('n1'), 'test');
  expect(store.list('Node').map((n) => n.metadata.name)).toEqual(['n1', 'n2']);
  expect(store.get('Node', undefined, 'n1')?.metadata.name).toBe('n1');
  expect(store.list('Secret')).toEqual([]);
  expect(store.ownedBy('Pod', 'nobody')).toEqual([]);
  expect(store.podsOnNode('nowhere')).toEqual([]);
});

test('a list once handed out does not change, and a snapshot brings back the version', () => {
  const store = new Store(() => undefined);
  store.put('Node', node('n1'), 'test');
  store.nextResourceVersion();
  const [list, snapshot] = [store.list('Node'), store.snapshot()];
  store.put('Node', node('n2'), 'test');
  store.nextResourceVersion();
  expect(list).toHaveLength(1);
  store.restore(snapshot);
  expect(store.list('Node')).toHaveLength(1);
  expect(store.nextResourceVersion()).toBe('2');
});
