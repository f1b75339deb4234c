import { describe, expect, test } from 'vitest';
import type { PodSpec, Taint, Toleration } from '../../k8s/types';
import { filterNode } from './filters';
import { usageOf } from './node-usage';
import { nodeName } from './plugins/node-name';
import { makeNode, makePod, type NodeOptions, type PodOptions } from './testing/objects';

function verdict(pod: PodOptions, node: NodeOptions = {}, others: PodOptions[] = []) {
  const running = others.map((options, i) => makePod(`other-${i}`, { node: 'n', ...options }));
  const result = filterNode(makePod('p', pod), makeNode('n', node), usageOf(running), []);
  return result.fits
    ? 'fits'
    : `${result.plugin}: ${result.reasons.join(', ')}${result.unresolvable ? ' !' : ''}`;
}

const tolerations = (...list: Toleration[]): PodOptions => ({ spec: { tolerations: list } });

describe('TEST-118 NodeUnschedulable (SCH-6)', () => {
  test.each<[string, PodOptions, NodeOptions, string]>([
    ['cordoned', {}, { unschedulable: true }, 'NodeUnschedulable: node(s) were unschedulable !'],
    ['normal', {}, {}, 'fits'],
    [
      'tolerated',
      tolerations({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }),
      { unschedulable: true },
      'fits',
    ],
  ])('%s', (_, pod, node, expected) => expect(verdict(pod, node)).toBe(expected));
});

describe('TEST-119 NodeName (SCH-7)', () => {
  test.each([
    ['empty', '', undefined],
    ['equal', 'n', undefined],
    ['different', 'm', "node(s) didn't match the requested node name"],
  ])('%s', (_, name, reason) => {
    const result = nodeName.filter?.(makePod('p', { spec: { nodeName: name } }), makeNode('n'), usageOf([]));
    expect(result?.reasons[0]).toBe(reason);
  });
});

describe('TEST-120 NodePorts (SCH-9)', () => {
  const busy = "NodePorts: node(s) didn't have free ports for the requested pod ports";
  const port = (hostPort: number, protocol = 'TCP', hostIP?: string) => ({
    hostPort,
    protocol,
    ...(hostIP && { hostIP }),
  });
  test.each([
    ['nothing running', [port(8080)], [], 'fits'],
    ['other port', [port(8080, 'UDP')], [port(9090, 'UDP')], 'fits'],
    ['same udp port', [port(8080, 'UDP')], [port(8080, 'UDP')], busy],
    ['same tcp port', [port(8080)], [port(8080)], busy],
    ['different host IP', [port(8080, 'TCP', '127.0.0.1')], [port(8080, 'TCP', '127.0.0.2')], 'fits'],
    ['different protocol', [port(8080, 'UDP')], [port(8080, 'TCP')], 'fits'],
    ['second port conflicts', [port(8000), port(8080)], [port(8080)], busy],
    ['0.0.0.0 wanted', [port(8001)], [port(8001, 'TCP', '127.0.0.1')], busy],
    ['0.0.0.0 used', [port(8001, 'TCP', '127.0.0.1')], [port(8001, 'TCP', '0.0.0.0')], busy],
    ['0.0.0.0, other protocol', [port(8001, 'TCP', '127.0.0.1')], [port(8001, 'UDP', '0.0.0.0')], 'fits'],
  ])('%s', (_, wanted, used, expected) =>
    expect(verdict({ ports: wanted }, {}, [{ ports: used }])).toBe(expected),
  );
});

describe('TEST-121 TaintToleration (SCH-8)', () => {
  const dedicated: Taint = { key: 'dedicated', value: 'user1', effect: 'NoSchedule' };
  const reason = 'TaintToleration: node(s) had untolerated taint {dedicated: user1} !';
  test.each<[string, Toleration[], Taint[], string]>([
    ['no toleration', [], [dedicated], reason],
    ['equal', [{ ...dedicated, operator: 'Equal' }], [dedicated], 'fits'],
    ['other value', [{ ...dedicated, value: 'user2' }], [dedicated], reason],
    ['Exists', [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }], [dedicated], 'fits'],
    [
      'several, all tolerated',
      [
        { key: 'dedicated', operator: 'Exists' },
        { key: 'a', value: 'b' },
      ],
      [dedicated, { key: 'a', value: 'b', effect: 'NoExecute' }],
      'fits',
    ],
    [
      'effect differs',
      [{ key: 'dedicated', operator: 'Exists', effect: 'PreferNoSchedule' }],
      [dedicated],
      reason,
    ],
    ['empty effect', [{ key: 'dedicated', value: 'user1' }], [dedicated], 'fits'],
    ['PreferNoSchedule never filters', [], [{ ...dedicated, effect: 'PreferNoSchedule' }], 'fits'],
    [
      'the first of the node is named, an empty value shows as nothing',
      [],
      [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }, dedicated],
      'TaintToleration: node(s) had untolerated taint {node-role.kubernetes.io/control-plane: } !',
    ],
  ])('%s', (_, list, taints, expected) => expect(verdict(tolerations(...list), { taints })).toBe(expected));
});

describe('SCH-10 NodeAffinity', () => {
  const reason = "NodeAffinity: node(s) didn't match Pod's node affinity/selector !";
  test.each<[string, Partial<PodSpec>, string]>([
    ['selector matches', { nodeSelector: { zone: 'a' } }, 'fits'],
    ['selector does not match', { nodeSelector: { zone: 'b' } }, reason],
  ])('%s', (_, spec, expected) => expect(verdict({ spec }, { labels: { zone: 'a' } })).toBe(expected));
});

describe('TEST-123 NodeResourcesFit (SCH-11, SCH-17)', () => {
  const node: NodeOptions = { allocatable: { cpu: '10m', memory: '20', pods: '2', 'example.com/gpu': '1' } };
  const need = (cpu: string, memory: string) => ({ requests: { cpu, memory } });
  test.each<[string, PodOptions, PodOptions[], string]>([
    ['nothing wanted on a full node', {}, [need('10m', '20')], 'fits'],
    ['equal fits', need('5m', '1'), [need('5m', '19')], 'fits'],
    ['cpu', need('2m', '1'), [need('9m', '5')], 'NodeResourcesFit: Insufficient cpu'],
    ['memory', need('1m', '2'), [need('5m', '19')], 'NodeResourcesFit: Insufficient memory'],
    ['both', need('1m', '1'), [need('10m', '20')], 'NodeResourcesFit: Insufficient cpu, Insufficient memory'],
    ['zero request ignored', need('0', '1'), [need('10m', '19')], 'fits'],
    ['more than the node has', need('11m', '1'), [], 'NodeResourcesFit: Insufficient cpu !'],
    [
      'unknown resource',
      { requests: { 'example.com/nic': '1' } },
      [],
      'NodeResourcesFit: Insufficient example.com/nic !',
    ],
    [
      'extended',
      { requests: { 'example.com/gpu': '1' } },
      [{ requests: { 'example.com/gpu': '1' } }],
      'NodeResourcesFit: Insufficient example.com/gpu',
    ],
    ['too many', {}, [{}, {}], 'NodeResourcesFit: Too many pods'],
    [
      'too many, and cpu',
      need('2m', '1'),
      [need('9m', '1'), {}],
      'NodeResourcesFit: Too many pods, Insufficient cpu',
    ],
    [
      'finished pods take no room',
      need('10m', '1'),
      [{ ...need('10m', '1'), status: { phase: 'Failed' } }],
      'fits',
    ],
    [
      'init containers count by their maximum',
      {
        spec: {
          initContainers: [{ name: 'i', image: 'x', resources: { requests: { cpu: '8m' } } }],
        },
      },
      [need('3m', '1')],
      'NodeResourcesFit: Insufficient cpu',
    ],
  ])('%s', (_, pod, others, expected) => expect(verdict(pod, node, others)).toBe(expected));
});

test('SCH-5 the first plugin that rejects is the only one to speak', () => {
  const taints: Taint[] = [{ key: 'k', effect: 'NoSchedule' }];
  expect(verdict({ spec: { nodeSelector: { a: 'b' } } }, { taints, unschedulable: true })).toMatch(
    /^NodeUnschedulable/,
  );
  expect(verdict({ spec: { nodeSelector: { a: 'b' } } }, { taints })).toMatch(/^TaintToleration/);
});
