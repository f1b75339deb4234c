/** The cases of upstream's tests of `kubectl taint`; the words are those of a kubectl v1.34 with a kube-apiserver v1.34. */
import { describe, expect, test, vi } from 'vitest';
import { Cluster } from '../engine/index';
import type { Node, Taint } from '../k8s/types';
import { runBlocking } from './shell';

/** `key=value:Effect` → taint. */
function aTaint(text: string): Taint {
  const [pair = '', effect = ''] = text.split(':');
  const [key = '', value] = pair.split('=');
  return { key, ...(value && { value }), effect };
}

function prepared(...old: string[]) {
  const cluster = new Cluster({ seed: 1, startTime: 1_767_225_600_000, components: [] });
  for (const name of ['node-name', 'other']) {
    const metadata = { name, labels: { myLabel: name === 'other' ? 'Y' : 'X' } };
    expect(cluster.api.create('Node', undefined, { metadata }).ok).toBe(true);
    const taints = old.length === 0 ? null : old.map(aTaint);
    expect(cluster.api.patch('Node', undefined, name, 'merge', { spec: { taints } } as never).ok).toBe(true);
  }
  const patch = vi.spyOn(cluster.api, 'patch');
  const run = (line: string) => runBlocking(cluster, `kubectl taint ${line}`);
  const taints = (name: string) => (cluster.read.get('Node', undefined, name) as Node).spec.taints ?? [];
  return { run, taints, patch };
}

const NAME_PART =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const HELP = "See 'kubectl taint -h' for help and examples";
const BAD_EFFECT = `error: invalid taint effect: NoExcute, unsupported taint effect\n${HELP}`;

describe('TEST-130 TestTaint', () => {
  test.each<[title: string, old: string[], args: string, left: string[], word: string]>([
    ['one', [], 'foo=bar:NoSchedule', ['foo=bar:NoSchedule'], 'tainted'],
    ['one with PreferNoSchedule', [], 'foo=bar:PreferNoSchedule', ['foo=bar:PreferNoSchedule'], 'tainted'],
    [
      'another value',
      ['foo=bar:NoSchedule'],
      'foo=barz:NoSchedule --overwrite',
      ['foo=barz:NoSchedule'],
      'modified',
    ],
    [
      'two',
      [],
      'dedicated=namespaceA:NoSchedule foo=bar:PreferNoSchedule',
      ['dedicated=namespaceA:NoSchedule', 'foo=bar:PreferNoSchedule'],
      'tainted',
    ],
    [
      'one of two with the same key is removed',
      ['dedicated=namespaceA:NoSchedule', 'dedicated=namespaceA:PreferNoSchedule'],
      'dedicated:NoSchedule-',
      ['dedicated=namespaceA:PreferNoSchedule'],
      'untainted',
    ],
    [
      'all with the key are removed',
      ['dedicated=namespaceA:NoSchedule', 'dedicated=namespaceA:PreferNoSchedule'],
      'dedicated-',
      [],
      'untainted',
    ],
    [
      'one changes, the other goes',
      ['dedicated=namespaceA:NoSchedule', 'foo=bar:PreferNoSchedule'],
      'dedicated:NoSchedule- foo=barz:PreferNoSchedule --overwrite',
      ['foo=barz:PreferNoSchedule'],
      'modified',
    ],
  ])('%s', (_, old, args, left, word) => {
    const { run, taints, patch } = prepared(...old);
    expect(run(`node node-name ${args}`)).toMatchObject({ output: `node/node-name ${word}\n`, status: 0 });
    expect(taints('node-name')).toEqual(left.map(aTaint));
    expect(patch).toHaveBeenCalledTimes(1);
  });

  test.each<[title: string, old: string[], args: string, text: string]>([
    [
      'an invalid key',
      [],
      'nospecialchars^@=banana:NoSchedule',
      `error: invalid taint spec: nospecialchars^@=banana:NoSchedule, ${NAME_PART}\n${HELP}`,
    ],
    ['an invalid effect', [], 'foo=bar:NoExcute', BAD_EFFECT],
    ['twice, with an effect that is none', [], 'foo=bar:NoExcute foo=barz:NoExcute', BAD_EFFECT],
    [
      'twice',
      [],
      'foo=bar:NoExecute foo=barz:NoExecute',
      `error: duplicated taints with the same key and effect: {foo barz NoExecute <nil>}\n${HELP}`,
    ],
    ['added and removed, with an effect that is none', [], 'foo=:NoExcute foo=:NoExcute-', BAD_EFFECT],
    [
      'added and removed',
      [],
      'foo=:NoExecute foo=:NoExecute-',
      'error: can not both modify and remove the following taint(s) in the same command: foo=NoExecute',
    ],
    [
      'two are added, and all of the key removed',
      [],
      'foo:NoExecute foo:NoSchedule foo-',
      'error: can not both modify and remove the following taint(s) in the same command: foo=, foo=',
    ],
    [
      'the same again without --overwrite',
      ['foo=bar:NoSchedule'],
      'foo=bar:NoSchedule',
      'error: node node-name already has foo taint(s) with same effect(s) and --overwrite is false',
    ],
    [
      'two of a key again without --overwrite',
      ['foo=bar:NoSchedule', 'foo:NoExecute'],
      'foo=x:NoSchedule foo=y:NoExecute',
      'error: node node-name already has foo,foo taint(s) with same effect(s) and --overwrite is false',
    ],
  ])('%s is refused', (_, old, args, text) => {
    const { run, taints, patch } = prepared(...old);
    expect(run(`node node-name ${args}`)).toMatchObject({ output: `${text}\n`, status: 1 });
    expect(taints('node-name')).toEqual(old.map(aTaint));
    expect(patch).not.toHaveBeenCalled();
  });
});

describe('TEST-130 TestValidateFlags', () => {
  const ONE = 'node/node-name tainted\n';
  const BOTH = `${ONE}node/other tainted\n`;
  test.each<[title: string, args: string, text: string, status: number]>([
    ['a selector', 'node -l myLabel=X', ONE, 0],
    ['--all', 'node --all', BOTH, 0],
    [
      'both',
      'node -l myLabel=X --all',
      "error: setting 'all' parameter with a non empty selector is prohibited\n",
      1,
    ],
    [
      'neither, and no name',
      'node',
      "error: at least one resource name must be specified since 'all' parameter is not set\n",
      1,
    ],
    ['a name', 'node node-name', ONE, 0],
    ['a name beside a selector counts for nothing', 'node other -l myLabel=X', ONE, 0],
    ['a name beside --all counts for nothing', 'node nope --all', BOTH, 0],
    [
      'the type comes first',
      'pod -l a=b --all',
      'error: invalid resource type pod, only node types are supported\n',
      1,
    ],
    ['an unknown type', 'nodes/a', 'the server doesn\'t have a resource type "nodes/a"\n', 1],
  ])('%s', (_, args, output, status) => {
    expect(prepared().run(`${args} foo=bar:NoSchedule`)).toMatchObject({ output, status });
  });

  test.each(['-f x', '-A', '--field-selector=a=b', '--ignore-not-found'])('there is no %s', (flag) => {
    const { output, status } = prepared().run(`node node-name ${flag} foo=bar:NoSchedule`);
    expect(status).toBe(1);
    expect(output).toMatch(
      /^error: unknown (shorthand )?flag: .*\nSee 'kubectl taint --help' for usage\.\n$/,
    );
  });
});
