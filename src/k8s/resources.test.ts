import { describe, expect, test } from 'vitest';
import { allocatable, hostPortsConflict, hostPortsOf, podRequests } from './resources';
import { makeNode } from './testing/objects';
import type { Container, PodSpec } from './types';

const container = (cpu: string, memory: string, more: object = {}): Container => ({
  name: 'c',
  resources: { requests: { cpu, memory } },
  ...more,
});
const sidecar = (cpu: string, memory: string): Container =>
  container(cpu, memory, { restartPolicy: 'Always' });

describe('SCH-17 TEST-123 TEST-124 podRequests', () => {
  test.each<[string, PodSpec, Record<string, number>]>([
    ['no requests', { containers: [{ name: 'c' }] }, {}],
    [
      'sum of the containers',
      { containers: [container('100m', '1Ki'), container('1', '1Ki')] },
      { cpu: 1100, memory: 2048 },
    ],
    [
      'a larger init container',
      { containers: [container('1', '1')], initContainers: [container('2', '1')] },
      { cpu: 2000, memory: 1 },
    ],
    [
      'a smaller init container',
      { containers: [container('3', '1')], initContainers: [container('2', '1')] },
      { cpu: 3000, memory: 1 },
    ],
    [
      'sidecars are added to the containers',
      { containers: [container('1', '1')], initContainers: [sidecar('2', '1')] },
      { cpu: 3000, memory: 2 },
    ],
    [
      'init container beside the sidecars before it',
      {
        containers: [container('1', '1')],
        initContainers: [sidecar('2', '1'), container('3', '1'), sidecar('1', '1')],
      },
      { cpu: 5000, memory: 3 },
    ],
    [
      'overhead comes on top',
      { containers: [container('1', '1')], overhead: { cpu: '500m' } },
      { cpu: 1500, memory: 1 },
    ],
  ])('%s', (_, spec, expected) => {
    expect(podRequests(spec)).toEqual(expected);
  });
});

test('allocatable in the units of podRequests; capacity where it is absent', () => {
  expect(
    allocatable(makeNode('a', { status: { allocatable: { cpu: '2', memory: '1Ki', pods: '110' } } })),
  ).toEqual({
    cpu: 2000,
    memory: 1024,
    pods: 110,
  });
  expect(allocatable(makeNode('b', { status: { capacity: { cpu: '1' } } }))).toEqual({ cpu: 1000 });
});

describe('SCH-9 TEST-120 host ports', () => {
  const ports = (...list: [string, string, number][]) =>
    list.map(([ip, protocol, port]) => ({ ip, protocol, port }));
  test.each([
    ['other port', ports(['0.0.0.0', 'UDP', 8080]), ports(['0.0.0.0', 'UDP', 9090]), false],
    ['same udp port', ports(['127.0.0.1', 'UDP', 8080]), ports(['127.0.0.1', 'UDP', 8080]), true],
    ['same tcp port', ports(['127.0.0.1', 'TCP', 8080]), ports(['127.0.0.1', 'TCP', 8080]), true],
    ['other host IP', ports(['127.0.0.1', 'TCP', 8080]), ports(['127.0.0.2', 'TCP', 8080]), false],
    ['other protocol', ports(['127.0.0.1', 'UDP', 8080]), ports(['127.0.0.1', 'TCP', 8080]), false],
    [
      'any of several',
      ports(['0.0.0.0', 'TCP', 1], ['0.0.0.0', 'TCP', 2]),
      ports(['0.0.0.0', 'TCP', 2]),
      true,
    ],
    ['0.0.0.0 wanted', ports(['0.0.0.0', 'TCP', 8080]), ports(['127.0.0.1', 'TCP', 8080]), true],
    ['0.0.0.0 used', ports(['127.0.0.1', 'TCP', 8080]), ports(['0.0.0.0', 'TCP', 8080]), true],
    [
      '0.0.0.0 of another protocol',
      ports(['0.0.0.0', 'UDP', 8080]),
      ports(['127.0.0.1', 'TCP', 8080]),
      false,
    ],
    ['none', [], ports(['0.0.0.0', 'TCP', 8080]), false],
  ])('%s', (_, wanted, used, expected) => {
    expect(hostPortsConflict(wanted, used)).toBe(expected);
  });

  test('only ports with a hostPort count, with their defaults', () => {
    const spec = {
      containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81 }] }],
    };
    expect(hostPortsOf(spec)).toEqual([{ ip: '0.0.0.0', protocol: 'TCP', port: 8080 }]);
  });
});
