import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import { runBlocking } from './shell';

/** Names that plain objects inherit: as keys of labels or data they are names like any other. */
const KEYS = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];
const CONFIG_KEYS = [...KEYS, '__proto__'];

const prototypeKeys = Object.getOwnPropertyNames(Object.prototype).sort();

function fresh() {
  const cluster = new Cluster({ seed: 1, startTime: Date.UTC(2026, 0, 1) });
  const run = (line: string, stdin?: string): string => runBlocking(cluster, `kubectl ${line}`, stdin).output;
  return { cluster, run };
}

const config = (data: readonly string[], labels: readonly string[] = []): string =>
  `apiVersion: v1
kind: ConfigMap
metadata:
  name: c
  labels: {${labels.map((key) => `${key}: a`).join(', ')}}
  annotations: {${labels.map((key) => `${key}: a`).join(', ')}}
data: {${data.map((key) => `${key}: a`).join(', ')}}
`;

const entriesOf = (value: unknown): [string, unknown][] => Object.entries((value ?? {}) as object);

/** Own fields of the stored config map. */
function stored(cluster: Cluster) {
  const object = cluster.read.get('ConfigMap', 'default', 'c') as unknown as {
    data?: object;
    metadata: { labels?: object };
  };
  return { data: entriesOf(object.data), labels: entriesOf(object.metadata.labels) };
}

describe('keys that plain objects inherit', () => {
  test('are stored, unchanged on a second apply, and removed with their line', () => {
    const { cluster, run } = fresh();
    expect(run('apply -f -', config([]))).toBe('configmap/c created\n');
    expect(run('apply -f -', config(CONFIG_KEYS, KEYS))).toBe('configmap/c configured\n');
    expect(
      stored(cluster)
        .data.map(([key]) => key)
        .sort(),
    ).toEqual([...CONFIG_KEYS].sort());
    expect(
      stored(cluster)
        .labels.map(([key]) => key)
        .sort(),
    ).toEqual([...KEYS].sort());
    expect(run('apply -f -', config(CONFIG_KEYS, KEYS))).toBe('configmap/c unchanged\n');
    expect(run('apply -f -', config(['toString'], ['toString']))).toBe('configmap/c configured\n');
    expect(stored(cluster)).toEqual({ data: [['toString', 'a']], labels: [['toString', 'a']] });
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototypeKeys);
  });

  test.each(KEYS)('kubectl label and annotate take %s', (key) => {
    const { cluster, run } = fresh();
    run('apply -f -', config([]));
    expect(run(`label configmap c ${key}=b`)).toBe('configmap/c labeled\n');
    expect(stored(cluster).labels).toEqual([[key, 'b']]);
    expect(run(`get configmap -l ${key}=b -o name`)).toBe('configmap/c\n');
    expect(run(`annotate configmap c ${key}=b`)).toBe('configmap/c annotated\n');
    expect(run(`label configmap c ${key}-`)).toBe('configmap/c unlabeled\n');
    expect(stored(cluster).labels).toEqual([]);
  });

  test.each(KEYS)('a selector by %s does not match objects without it', (key) => {
    const { run } = fresh();
    run('apply -f -', config([]));
    expect(run(`get configmap -l ${key} -o name`)).toBe('');
    expect(run(`get configmap -l '!${key}' -o name`)).toContain('configmap/c\n');
  });

  const patches = (key: string): [type: string, patch: unknown][] => [
    ['strategic', { data: Object.fromEntries([[key, 'b']]) }],
    ['merge', { data: Object.fromEntries([[key, 'b']]) }],
    ['json', [{ op: 'add', path: `/data/${key}`, value: 'b' }]],
  ];
  test.each(CONFIG_KEYS.flatMap((key) => patches(key).map(([type, patch]) => [key, type, patch] as const)))(
    'key %s in a %s patch',
    (key, type, patch) => {
      const { cluster, run } = fresh();
      run('apply -f -', config(['x']));
      expect(run(`patch configmap c --type=${type} -p '${JSON.stringify(patch)}'`)).toBe(
        'configmap/c patched\n',
      );
      expect(Object.fromEntries(stored(cluster).data)).toEqual(
        Object.fromEntries([
          ['x', 'a'],
          [key, 'b'],
        ]),
      );
      expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototypeKeys);
    },
  );

  test('survive a seek', () => {
    const { cluster, run } = fresh();
    run('apply -f -', config(CONFIG_KEYS, KEYS));
    const digest = cluster.digest();
    const at = cluster.now;
    cluster.advanceTo(at + 600_000);
    run('delete configmap c');
    cluster.seek(at);
    expect(cluster.digest()).toBe(digest);
  });

  test('__proto__ where objects are expected changes nothing but the answer', () => {
    const { run } = fresh();
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, __proto__: {polluted: yes}}\n__proto__: {kind: Pod}\n';
    expect(run('apply -f -', text)).toContain(
      'unknown field "__proto__", unknown field "metadata.__proto__"',
    );
    expect(run('apply --validate=false -f -', text)).toBe('configmap/c created\n');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(run('create configmap d --from-literal=__proto__=x -o yaml')).toContain('data:\n  __proto__: x\n');
  });

  test('as kinds, columns and paths', () => {
    const { run } = fresh();
    run('apply -f -', config([]));
    expect(run('get constructor')).toBe('error: the server doesn\'t have a resource type "constructor"\n');
    expect(run('get __proto__/x')).toBe('error: the server doesn\'t have a resource type "__proto__"\n');
    expect(run("get configmap c -o jsonpath='{.constructor}{.metadata.toString}'")).toBe('');
    expect(run('get configmap c -o custom-columns=A:.constructor.name,B:.__proto__')).toBe(
      'A        B\n<none>   <none>\n',
    );
    expect(run('get configmap c --sort-by=.constructor')).not.toContain('function');
  });
});
