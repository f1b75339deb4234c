import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPodAvailable, isPodReady } from './conditions';
import { hashText, safeEncode } from './hash';
import { parseImage } from './image';
import { resolveIntOrPercent } from './int-or-percent';
import { dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from './names';
import { nodeRoles, nodeStatusWord } from './node-status';
import { controllerOf, controllerReference, isControlledBy } from './owner';
import { podPriority } from './pod-priority';
import { qosClass } from './qos';
import { keyOf, splitKey } from './ref';
import { makeNode, makePod } from './testing/objects';
import type { Container } from './types';

describe('names', () => {
  const LABEL = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`;
  const SUBDOMAIN = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;
  const QUALIFIED = `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`;
  const VALUE = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;
  test.each<[string, (text: string) => readonly string[], string, string[]]>([
    ['VAL-60', dns1123Subdomain, 'a.b-c', []],
    ['VAL-60', dns1123Subdomain, 'A', [SUBDOMAIN]],
    ['VAL-60', dns1123Subdomain, 'a'.repeat(254), ['must be no more than 253 characters']],
    ['VAL-61', dns1123Label, 'a-b', []],
    ['VAL-61', dns1123Label, 'a.b', ['must not contain dots']],
    ['VAL-61', dns1123Label, '-a', [LABEL]],
    ['VAL-61', dns1123Label, 'a'.repeat(64), ['must be no more than 63 characters']],
    ['VAL-62', qualifiedName, 'example.com/My_Name', []],
    ['VAL-62', qualifiedName, '/x', ['prefix part must be non-empty']],
    ['VAL-62', qualifiedName, 'x/', ['name part must be non-empty', `name part ${QUALIFIED}`]],
    ['VAL-62', qualifiedName, 'UP/x', [`prefix part ${SUBDOMAIN}`]],
    ['VAL-62', qualifiedName, 'a b', [`name part ${QUALIFIED}`]],
    ['VAL-62', qualifiedName, 'a'.repeat(64), ['name part must be no more than 63 characters']],
    [
      'VAL-62',
      qualifiedName,
      'a/b/c',
      [
        `a qualified name ${QUALIFIED} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
      ],
    ],
    ['VAL-63', labelValue, '', []],
    ['VAL-63', labelValue, 'a b', [VALUE]],
    ['VAL-63', labelValue, 'a'.repeat(64), ['must be no more than 63 characters']],
  ])('%s %o(%s)', (_, check, text, messages) => {
    expect(check(text)).toEqual(messages);
  });
});

describe('API-10 hashes', () => {
  test('each digit has its letter', () => {
    expect(safeEncode('0123456789')).toBe('456789bcdf');
  });
  test('TEST-101 the collision count changes the hash, 0 is not absent', () => {
    const template = { spec: { containers: [{ name: 'c' }] } };
    const hashes = [
      hashText(template),
      hashText(template, 0),
      hashText(template, 1),
      hashText(template, 2),
      hashText(template, 2147483647),
    ];
    expect(new Set(hashes).size).toBe(5);
  });
  test('1 to 10 letters of the alphabet, independent of key order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (map) => {
        const hash = hashText(map);
        expect(hash).toMatch(/^[456789bcdf]{1,10}$/);
        expect(hashText(Object.fromEntries(Object.entries(map).reverse()))).toBe(hash);
      }),
    );
  });
});

test.each([
  [2, 10, true, 2],
  ['10%', 5, true, 1],
  ['10%', 5, false, 0],
  ['50%', 3, true, 2],
  ['50%', 3, false, 1],
  ['100%', 7, true, 7],
  ['0%', 7, true, 0],
  [undefined, 7, true, 0],
  ['abc', 7, true, 0],
])('resolveIntOrPercent(%j, %j, %j) = %j', (value, total, roundUp, expected) => {
  expect(resolveIntOrPercent(value, total, roundUp)).toBe(expected);
});

test.each([
  ['nginx', 'nginx', undefined, 'latest'],
  ['nginx:1.27', 'nginx', '1.27', '1.27'],
  ['localhost:5000/nginx', 'localhost:5000/nginx', undefined, 'latest'],
  ['localhost:5000/a/b:v1', 'localhost:5000/a/b', 'v1', 'v1'],
  ['nginx@sha256:ab', 'nginx', undefined, ''],
  ['nginx:1@sha256:ab', 'nginx', '1', '1'],
])('parseImage(%s)', (reference, repository, tag, tagOrLatest) => {
  const image = parseImage(reference);
  expect([image.repository, image.tag, image.tagOrLatest]).toEqual([repository, tag, tagOrLatest]);
});

describe('VAL-5 qosClass', () => {
  const both = { cpu: '1', memory: '1Gi' };
  test.each<[string, Container['resources'], string]>([
    ['nothing', {}, 'BestEffort'],
    ['limits alone (requests follow)', { limits: both }, 'Guaranteed'],
    ['equal', { limits: both, requests: { cpu: '1000m', memory: '1024Mi' } }, 'Guaranteed'],
    ['smaller requests', { limits: both, requests: { cpu: '1', memory: '1Mi' } }, 'Burstable'],
    ['cpu only', { limits: { cpu: '1' }, requests: { cpu: '1' } }, 'Burstable'],
    ['other resources do not count', { limits: { 'example.com/gpu': '1' } }, 'BestEffort'],
    ['zero is as good as absent', { requests: { cpu: '0' } }, 'BestEffort'],
  ])('%s', (_, resources, expected) => {
    expect(qosClass({ containers: [{ name: 'c', ...(resources && { resources }) }] })).toBe(expected);
  });
});

describe('nodes', () => {
  test.each([
    ['True', undefined, 'Ready'],
    ['False', undefined, 'NotReady'],
    ['Unknown', undefined, 'NotReady'],
    ['True', true, 'Ready,SchedulingDisabled'],
    [undefined, undefined, 'Unknown'],
  ])('CLI-26 Ready %s, unschedulable %s: %s', (status, unschedulable, word) => {
    const conditions = status === undefined ? [] : [{ type: 'Ready', status }];
    const node = makeNode('n', { spec: { ...(unschedulable && { unschedulable }) }, status: { conditions } });
    expect(nodeStatusWord(node)).toBe(word);
  });
  test('CLI-28 roles are sorted, from both kinds of label', () => {
    const labels = {
      'node-role.kubernetes.io/worker': 'whatever',
      'node-role.kubernetes.io/control-plane': '',
      'node-role.kubernetes.io/': 'none',
      'kubernetes.io/role': 'edge',
    };
    expect(nodeRoles(makeNode('n', { labels }))).toEqual(['control-plane', 'edge', 'worker']);
    expect(nodeRoles(makeNode('n'))).toEqual([]);
  });
});

describe('DS-50 isPodAvailable', () => {
  const readySince = (lastTransitionTime: string) =>
    makePod({ status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] } });
  const at = Date.UTC(2026, 0, 1);
  test.each([
    ['no minReadySeconds', 0, at, true],
    ['an instant too early', 10, at + 9999, false],
    // The rule says "strictly before"; v1.34.0's IsPodAvailable does not.
    ['exactly then', 10, at + 10_000, true],
  ])('%s', (_, minReadySeconds, now, expected) => {
    expect(isPodAvailable(readySince('2026-01-01T00:00:00Z'), minReadySeconds, now)).toBe(expected);
  });
  test('a pod that is not ready is not available', () => {
    expect(isPodReady(makePod())).toBe(false);
    expect(isPodAvailable(makePod(), 0, at)).toBe(false);
  });
});

test('API-18 the controller reference names its owner', () => {
  const owner = makeNode('n');
  const owned = makePod({ meta: { ownerReferences: [controllerReference(owner)] } });
  expect(controllerOf(owned)).toEqual({
    apiVersion: 'v1',
    kind: 'Node',
    name: 'n',
    uid: 'uid-n',
    controller: true,
    blockOwnerDeletion: true,
  });
  expect([
    isControlledBy(owned, 'uid-n'),
    isControlledBy(owned, 'other'),
    isControlledBy(makePod(), 'uid-n'),
  ]).toEqual([true, false, false]);
});

test('TEST-113 podPriority', () => {
  expect([podPriority(makePod()), podPriority(makePod({ spec: { priority: 7 } }))]).toEqual([0, 7]);
});

test('keys of work queues', () => {
  expect([keyOf('ns', 'a'), keyOf(undefined, 'a')]).toEqual(['ns/a', 'a']);
  expect([splitKey('ns/a'), splitKey('a')]).toEqual([
    { namespace: 'ns', name: 'a' },
    { namespace: undefined, name: 'a' },
  ]);
});
