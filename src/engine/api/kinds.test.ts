import { expect, test } from 'vitest';
import { kindByApiVersion, kindByWord, kindOf, KINDS, qualifiedKind, qualifiedResource } from './kinds';

test.each([
  ['daemonsets', 'DaemonSet'],
  ['daemonset', 'DaemonSet'],
  ['DaemonSet', 'DaemonSet'],
  ['DS', 'DaemonSet'],
  ['ds.apps', 'DaemonSet'],
  ['daemonsets.apps', 'DaemonSet'],
  ['daemonsets.v1.apps', 'DaemonSet'],
  ['po', 'Pod'],
  ['pods.v1', 'Pod'],
  ['no', 'Node'],
  ['sa', 'ServiceAccount'],
  ['pc', 'PriorityClass'],
  ['priorityclasses.scheduling.k8s.io', 'PriorityClass'],
  ['controllerrevision', 'ControllerRevision'],
  ['daemonsets.extensions', undefined],
  ['daemonsets.v1beta1.apps', undefined],
  ['constructor', undefined],
  ['foo', undefined],
])('CLI-5 %s is %s', (word, kind) => {
  expect(kindByWord(word)?.kind).toBe(kind);
});

test('VAL-25 kind and version must go together', () => {
  expect(kindByApiVersion('apps/v1', 'DaemonSet')?.plural).toBe('daemonsets');
  expect(kindByApiVersion('extensions/v1beta1', 'DaemonSet')).toBeUndefined();
  expect(kindByApiVersion('v1', 'DaemonSet')).toBeUndefined();
  expect(kindOf('toString')).toBeUndefined();
});

test('API-25 qualified names', () => {
  expect([qualifiedResource('DaemonSet'), qualifiedResource('Pod')]).toEqual(['daemonsets.apps', 'pods']);
  expect([qualifiedKind('DaemonSet'), qualifiedKind('Pod')]).toEqual(['DaemonSet.apps', 'Pod']);
});

test('every row is under its own words', () => {
  for (const row of KINDS) {
    expect([row.plural, row.singular, row.kind].map(kindByWord)).toEqual([row, row, row]);
  }
});
