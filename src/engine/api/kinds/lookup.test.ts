import { expect, test } from 'vitest';
import { qualifiedKind, qualifiedResource } from '../errors';
import { kindByApiVersion, kindByWord } from './lookup';
import { kindOf, KINDS } from './registry';

/** A server without definitions. */
const NONE = { list: () => [] };

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
  expect(kindByWord(word, NONE)?.kind).toBe(kind);
});

test('VAL-25 kind and version must go together', () => {
  expect(kindByApiVersion('apps/v1', 'DaemonSet', NONE)?.plural).toBe('daemonsets');
  expect(kindByApiVersion('extensions/v1beta1', 'DaemonSet', NONE)).toBeUndefined();
  expect(kindByApiVersion('v1', 'DaemonSet', NONE)).toBeUndefined();
  expect(kindOf('toString')).toBeUndefined();
});

test('API-25 qualified names', () => {
  expect([qualifiedResource('DaemonSet'), qualifiedResource('Pod')]).toEqual(['daemonsets.apps', 'pods']);
  expect([qualifiedKind('DaemonSet'), qualifiedKind('Pod')]).toEqual(['DaemonSet.apps', 'Pod']);
});

test('every row is under its own words', () => {
  for (const row of KINDS) {
    expect([row.plural, row.singular, row.kind].map((word) => kindByWord(word, NONE))).toEqual([
      row,
      row,
      row,
    ]);
  }
});
