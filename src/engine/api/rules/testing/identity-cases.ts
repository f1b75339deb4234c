import { set, other, type Case } from './case';

const names = (title: string, kind: Case['kind']): Case[] =>
  ['a.b', 'Ab', '-a', 'a_b', 'a..b', 'a'.repeat(64), 'a'.repeat(253), 'a'.repeat(254)].map((name) =>
    other(`${title} ${kind} ${name.length > 20 ? `of ${name.length} letters` : name}`, kind, {
      'metadata.name': name,
    }),
  );

export const identity: Case[] = [
  ...(['DaemonSet', 'Deployment', 'ReplicaSet', 'Pod', 'Node', 'ConfigMap', 'Namespace'] as const).flatMap(
    (kind) => names('API-11 VAL-60 VAL-61', kind),
  ),
  ...['a'.repeat(62), 'a-'].map((prefix) =>
    other(`API-8 generateName ${prefix}`, 'ConfigMap', {
      'metadata.name': undefined,
      'metadata.generateName': prefix,
    }),
  ),
  other('VAL-24 no name', 'ConfigMap', { 'metadata.name': undefined }),
  ...Object.entries({
    'example.com/My_Name': 'v',
    '/x': 'v',
    'x/': 'v',
    'UP/x': 'v',
    'a b': 'v',
    'a/b/c': 'v',
    '': 'v',
    ['k'.repeat(64)]: 'v',
    [`${'p'.repeat(254)}/x`]: 'v',
    empty: '',
    space: 'a b',
    dash: '-a',
    long: 'v'.repeat(64),
  }).flatMap(([key, value]) => [
    other(`VAL-59 VAL-62 VAL-63 label ${key.slice(0, 20)}=${value.slice(0, 5)}`, 'ConfigMap', {
      'metadata.labels': { [key]: value },
    }),
    set(`VAL-62 VAL-63 VAL-66 nodeSelector ${key.slice(0, 20)}=${value.slice(0, 5)}`, {
      'P.nodeSelector': { [key]: value },
    }),
    other(`VAL-64 annotation ${key.slice(0, 20)}`, 'ConfigMap', { 'metadata.annotations': { [key]: value } }),
  ]),
  other('VAL-64 an upper-case prefix', 'ConfigMap', { 'metadata.annotations': { 'UP.example/x': 'v' } }),
  other('VAL-64 too long', 'ConfigMap', { 'metadata.annotations': { a: 'x'.repeat(262144) } }),
  other('API-18 two controllers', 'ConfigMap', {
    'metadata.ownerReferences': [
      { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: '1', controller: true },
      { apiVersion: 'v1', kind: 'Pod', name: 'b', uid: '2', controller: true },
    ],
  }),
  other('API-18 an incomplete owner', 'ConfigMap', {
    'metadata.ownerReferences': [{ apiVersion: '', kind: '', name: '', uid: '' }],
  }),
  other('API-16 a finalizer without prefix', 'ConfigMap', { 'metadata.finalizers': ['a b', 'plain'] }),
];
