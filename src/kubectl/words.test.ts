import { describe, expect, test } from 'vitest';
import { Cluster, type Status } from '../engine/index';
import { isFailure } from './failure';
import { readNodeSpec } from './sim';
import { namesSeveralKinds, readTargets } from './resource-arguments';
import { problemText, problemsText, withSource } from './status-text';
import { readTaintChanges } from './taint-spec';

const { read } = new Cluster({ seed: 1, startTime: 0 });

const status = (reason: Status['reason'], message: string, details?: Status['details']): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code: 400,
  reason,
  message,
  ...(details ? { details } : {}),
});
const invalid = (...causes: [string, string][]) =>
  status('Invalid', 'DaemonSet.apps "x" is invalid: …', {
    kind: 'DaemonSet',
    name: 'x',
    causes: causes.map(([field, message]) => ({ reason: 'FieldValueInvalid', field, message })),
  });

describe('errors as kubectl prints them', () => {
  test.each([
    [
      'API-33',
      status('NotFound', 'pods "x" not found'),
      'Error from server (NotFound): pods "x" not found\n',
    ],
    [
      'API-34',
      withSource(status('AlreadyExists', 'daemonsets.apps "x" already exists'), 'creating', 'ds.yaml'),
      'Error from server (AlreadyExists): error when creating "ds.yaml": daemonsets.apps "x" already exists\n',
    ],
    ['API-35 one', invalid(['a', 'Required value']), 'The DaemonSet "x" is invalid: a: Required value\n'],
    [
      'API-35 several, repeated ones once',
      invalid(['a', 'Required value'], ['b', 'no'], ['a', 'Required value']),
      'The DaemonSet "x" is invalid: \n* a: Required value\n* b: no\n',
    ],
    ['API-36', { error: 'oops' }, 'error: oops\n'],
    [
      'CLI-3',
      { error: 'error: oops', usage: true },
      "error: oops\nSee 'kubectl get -h' for help and examples\n",
    ],
  ])('%s', (_, problem, text) => {
    expect(problemText(problem, 'get')).toBe(text);
  });
  test('API-36 several: no prefix', () => {
    expect(problemsText([{ error: 'a' }, status('NotFound', 'b')], 'get')).toBe(
      'a\nError from server (NotFound): b\n',
    );
  });
});

describe('CLI-6 resource arguments', () => {
  test.each([
    [['ds'], ['DaemonSet/']],
    [
      ['daemonsets.apps', 'a', 'b'],
      ['DaemonSet/a', 'DaemonSet/b'],
    ],
    [['DaemonSet.v1.apps'], ['DaemonSet/']],
    [
      ['ds,po', 'a'],
      ['DaemonSet/a', 'Pod/a'],
    ],
    [
      ['ds/a', 'no/b'],
      ['DaemonSet/a', 'Node/b'],
    ],
    [
      ['all'],
      ['Pod/', 'Service/', 'DaemonSet/', 'Deployment/', 'ReplicaSet/', 'StatefulSet/', 'CronJob/', 'Job/'],
    ],
  ])('%j', (args, expected) => {
    const targets = readTargets(read, args);
    expect(isFailure(targets) ? targets.error : targets.map((t) => `${t.row.kind}/${t.name ?? ''}`)).toEqual(
      expected,
    );
  });
  test.each([
    [['foo'], 'the server doesn\'t have a resource type "foo"'],
    [['ds/'], 'arguments in resource/name form must have a single resource and name'],
    [['a/b/c'], 'arguments in resource/name form may not have more than one slash'],
    [['ds', 'po/x'], expect.stringMatching(/^there is no need to specify a resource type/)],
  ])('not %j', (args, error) => {
    expect(readTargets(read, args)).toEqual({ error });
  });
  test.each([
    [['ds'], false],
    [['ds,po'], true],
    [['ds/a', 'ds/b'], false],
    [['ds/a', 'po/b'], true],
    [['all'], true],
  ])('CLI-11 %j asks for several kinds: %s', (args, several) => {
    expect(namesSeveralKinds(read, args)).toBe(several);
  });
});

describe('CLI-77 taints', () => {
  test('add and remove', () => {
    expect(
      readTaintChanges(['a=b:NoSchedule', 'c:NoExecute', 'd-', 'e:NoSchedule-', 'f=g:NoExecute-']),
    ).toEqual({
      add: [
        { key: 'a', value: 'b', effect: 'NoSchedule' },
        { key: 'c', effect: 'NoExecute' },
      ],
      remove: [
        { key: 'd', effect: '' },
        { key: 'e', effect: 'NoSchedule' },
        { key: 'f', effect: 'NoExecute' },
      ],
    });
  });
  test.each([
    [['a=b:Foo'], 'invalid taint effect: Foo, unsupported taint effect'],
    [['a:b:c'], 'invalid taint spec: a:b:c'],
    [
      ['a:NoSchedule', 'a=b:NoSchedule'],
      'duplicated taints with the same key and effect: {a b NoSchedule <nil>}',
    ],
  ])('CLI-78 %j', (specs, error) => {
    expect(readTaintChanges(specs)).toMatchObject({ error });
  });
});

describe('node specs', () => {
  test.each([
    ['w', { name: 'w', role: 'worker', labels: {} }],
    ['cp:control-plane', { name: 'cp', role: 'control-plane', labels: {} }],
    ['w[a=b, c=]', { name: 'w', role: 'worker', labels: { a: 'b', c: '' } }],
    ['cp:control-plane[a=b]', { name: 'cp', role: 'control-plane', labels: { a: 'b' } }],
  ])('%s', (spec, expected) => {
    expect(readNodeSpec(spec, false)).toEqual({ type: 'add-node', boot: false, ...expected });
  });
  test.each(['', 'a b[', 'x:boss'])('not %j', (spec) => {
    expect(isFailure(readNodeSpec(spec, false))).toBe(true);
  });
});
