/** The filters that look at other pods and other objects than the node. */
import { describe, expect, test } from 'vitest';
import type { AnyObject, Pod, PodSpec } from '../../k8s/types';
import { findFeasibleNodes } from './feasible-nodes';
import { leaving, makeNode, makePod, viewOn, type NodeOptions, type PodOptions } from './testing/objects';

type Affinity = NonNullable<PodSpec['affinity']>;
type Term = NonNullable<
  NonNullable<Affinity['podAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']
>[number];
type Spread = NonNullable<PodSpec['topologySpreadConstraints']>[number];

const HOST = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
let serial = 0;

function pod(app: string, options: PodOptions & { namespace?: string } = {}): Pod {
  const made = makePod(`${app}-${++serial}`, options);
  const { namespace = 'default' } = options;
  return { ...made, metadata: { ...made.metadata, namespace, labels: { app } } };
}

const zoned = (name: string, zone?: string, options: NodeOptions = {}) =>
  makeNode(name, { ...options, labels: { ...(zone && { [ZONE]: zone }), ...options.labels } });
const namespace = (name: string, labels: Record<string, string>): AnyObject =>
  ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, uid: name } }) as unknown as AnyObject;

/** What is said of each node: `fits`, or the reason, with `!` when preemption cannot help. */
function verdicts(incoming: Pod, objects: AnyObject[]): Record<string, string> {
  const { feasible, diagnosis } = findFeasibleNodes(incoming, viewOn(...objects));
  const found: Record<string, string> = {};
  if (diagnosis.preFilterMessage !== undefined) found['pod'] = diagnosis.preFilterMessage;
  for (const { metadata } of feasible) found[metadata.name] = 'fits';
  for (const [name, { reasons, unresolvable }] of diagnosis.rejections)
    found[name] = `${reasons.join(', ')}${unresolvable ? ' !' : ''}`;
  return found;
}

describe('SCH-13 InterPodAffinity', () => {
  const nodes = [zoned('n1', 'a'), zoned('n2', 'a'), zoned('n3', 'b'), zoned('n4')];
  const term = (app: string, topologyKey = ZONE, more: Partial<Term> = {}): Term => ({
    topologyKey,
    labelSelector: { matchLabels: { app } },
    ...more,
  });
  const near = (...terms: Term[]) => ({
    spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } },
  });
  const apart = (...terms: Term[]) => ({
    spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } },
  });
  const NO = "node(s) didn't match pod affinity rules !";
  const ANTI = "node(s) didn't match pod anti-affinity rules";
  const THEIRS = "node(s) didn't satisfy existing pods anti-affinity rules";
  const db = (node: string, options: PodOptions & { namespace?: string } = {}) =>
    pod('db', { node, ...options });

  test.each<[string, Pod, Pod[], string[]]>([
    ['beside', pod('web', near(term('db'))), [db('n1')], ['fits', 'fits', NO, NO]],
    [
      'all terms by one pod',
      pod('web', near(term('db'), term('log'))),
      [db('n1'), pod('log', { node: 'n1' })],
      [NO, NO, NO, NO],
    ],
    [
      'a pod that has finished is nobody',
      pod('web', near(term('db'))),
      [db('n1', { status: { phase: 'Failed' } })],
      [NO, NO, NO, NO],
    ],
    [
      'away; a node without the key is free',
      pod('web', apart(term('db'))),
      [db('n1')],
      [ANTI, ANTI, 'fits', 'fits'],
    ],
    [
      'others want to be away from it',
      pod('web'),
      [db('n3', apart(term('web')))],
      ['fits', 'fits', THEIRS, 'fits'],
    ],
    [
      'affinity is said before anti-affinity',
      pod('web', {
        spec: { affinity: { ...near(term('db')).spec.affinity, ...apart(term('db', HOST)).spec.affinity } },
      }),
      [db('n1')],
      [ANTI, 'fits', NO, NO],
    ],
    [
      'SCH-18 the first of a group joins itself',
      pod('web', near(term('web'))),
      [db('n1')],
      ['fits', 'fits', 'fits', NO],
    ],
    [
      'SCH-18 not when another of the group is there',
      pod('web', near(term('web'))),
      [pod('web', { node: 'n3' })],
      [NO, NO, 'fits', NO],
    ],
    ['SCH-18 not when it does not match itself', pod('web', near(term('db'))), [], [NO, NO, NO, NO]],
    [
      'its own namespace alone',
      pod('web', near(term('db'))),
      [db('n1', { namespace: 'other' })],
      [NO, NO, NO, NO],
    ],
    [
      'namespaces named',
      pod('web', near(term('db', ZONE, { namespaces: ['other'] }))),
      [db('n1', { namespace: 'other' })],
      ['fits', 'fits', NO, NO],
    ],
    [
      'namespaces by label',
      pod('web', near(term('db', ZONE, { namespaceSelector: { matchLabels: { team: 'x' } } }))),
      [db('n1', { namespace: 'other' }), db('n3')],
      ['fits', 'fits', NO, NO],
    ],
    [
      'an empty selector means all namespaces',
      pod('web', apart(term('db', ZONE, { namespaceSelector: {} }))),
      [db('n1', { namespace: 'other' }), db('n3')],
      [ANTI, ANTI, ANTI, 'fits'],
    ],
    [
      'the namespace selector of another pod',
      pod('web', { namespace: 'other' }),
      [db('n3', apart(term('web', ZONE, { namespaceSelector: { matchLabels: { team: 'x' } } })))],
      ['fits', 'fits', THEIRS, 'fits'],
    ],
  ])('%s', (_, incoming, pods, expected) => {
    const objects = [...nodes, ...pods, namespace('other', { team: 'x' }), namespace('default', {})];
    expect(verdicts(incoming, objects)).toEqual(Object.fromEntries(expected.map((v, i) => [`n${i + 1}`, v])));
  });
});

describe('SCH-12 SCH-19 PodTopologySpread', () => {
  const SKEW = "node(s) didn't match pod topology spread constraints";
  const LABEL = `${SKEW} (missing required label) !`;
  const nodes = [zoned('n1', 'a'), zoned('n2', 'b'), zoned('n3', 'c'), zoned('n4')];
  const spread = (more: Partial<Spread> = {}, spec: Partial<PodSpec> = {}): PodOptions => ({
    spec: {
      topologySpreadConstraints: [
        {
          topologyKey: ZONE,
          maxSkew: 1,
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { app: 'web' } },
          ...more,
        },
      ],
      ...spec,
    },
  });
  const web = (node: string, options: PodOptions & { namespace?: string } = {}) =>
    pod('web', { node, ...options });
  const only = (...zones: string[]): Partial<PodSpec> => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: zones }] }],
        },
      },
    },
  });
  const gone = leaving(web('n1'));
  const away = "node(s) didn't match Pod's node affinity/selector !";
  test.each<[string, Pod, Pod[], string[]]>([
    ['nobody there yet', pod('web', spread()), [], ['fits', 'fits', 'fits', LABEL]],
    ['the emptiest only', pod('web', spread()), [web('n1'), web('n2')], [SKEW, SKEW, 'fits', LABEL]],
    [
      'a pod that does not count itself',
      pod('log', spread()),
      [web('n1'), web('n2')],
      ['fits', 'fits', 'fits', LABEL],
    ],
    [
      'more skew',
      pod('web', spread({ maxSkew: 2 })),
      [web('n1'), web('n2'), web('n2')],
      ['fits', SKEW, 'fits', LABEL],
    ],
    [
      'terminating pods, finished pods and other namespaces do not count',
      pod('web', spread()),
      [gone, web('n2', { status: { phase: 'Succeeded' } }), web('n3', { namespace: 'other' })],
      ['fits', 'fits', 'fits', LABEL],
    ],
    [
      'minDomains above: the minimum is 0',
      pod('web', spread({ minDomains: 4 })),
      [web('n1'), web('n2'), web('n3')],
      [SKEW, SKEW, SKEW, LABEL],
    ],
    [
      'minDomains met',
      pod('web', spread({ minDomains: 3 })),
      [web('n1'), web('n2'), web('n3')],
      ['fits', 'fits', 'fits', LABEL],
    ],
    [
      'nodes that the pod cannot go to are no domains',
      pod('web', spread({}, only('a', 'b'))),
      [web('n1'), web('n2')],
      ['fits', 'fits', away, away],
    ],
    [
      'unless it says so',
      pod('web', spread({ nodeAffinityPolicy: 'Ignore' }, only('a', 'b'))),
      [web('n1'), web('n2')],
      [SKEW, SKEW, away, away],
    ],
    [
      'an empty selector counts nobody but itself',
      pod('web', spread({ labelSelector: {} })),
      [web('n1'), web('n1')],
      ['fits', 'fits', 'fits', LABEL],
    ],
    [
      'ScheduleAnyway never filters',
      pod('web', spread({ whenUnsatisfiable: 'ScheduleAnyway' })),
      [web('n1'), web('n1')],
      ['fits', 'fits', 'fits', 'fits'],
    ],
  ])('%s', (_, incoming, pods, expected) =>
    expect(verdicts(incoming, [...nodes, ...pods])).toEqual(
      Object.fromEntries(expected.map((v, i) => [`n${i + 1}`, v])),
    ),
  );

  test('tainted nodes are domains, unless nodeTaintsPolicy says otherwise', () => {
    const tainted = zoned('n3', 'c', { taints: [{ key: 'k', effect: 'NoSchedule' }] });
    const objects = [zoned('n1', 'a'), zoned('n2', 'b'), tainted, web('n1'), web('n2')];
    const taint = 'node(s) had untolerated taint {k: } !';
    expect(verdicts(pod('web', spread()), objects)).toEqual({ n1: SKEW, n2: SKEW, n3: taint });
    expect(verdicts(pod('web', spread({ nodeTaintsPolicy: 'Honor' })), objects)).toEqual({
      n1: 'fits',
      n2: 'fits',
      n3: taint,
    });
  });
});

describe('SCH-14 volumes', () => {
  const object = (kind: string, name: string, rest: object): AnyObject =>
    ({
      kind,
      metadata: { name, uid: name, ...(kind === 'PersistentVolumeClaim' && { namespace: 'default' }) },
      ...rest,
    }) as unknown as AnyObject;
  const claim = (
    name: string,
    spec: object,
    more: { annotations?: object; phase?: string } = {},
  ): AnyObject => {
    const made = object('PersistentVolumeClaim', name, { spec, status: { phase: more.phase ?? 'Pending' } });
    return {
      ...made,
      metadata: { ...made.metadata, ...(more.annotations && { annotations: more.annotations }) },
    } as AnyObject;
  };
  const completed = { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } };
  const inZone = (zone: string) => ({
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] }],
      },
    },
  });
  const storageClass = (name: string, volumeBindingMode: string, provisioner = 'example.com/disks') =>
    object('StorageClass', name, { provisioner, volumeBindingMode });
  const nodes = [zoned('n1', 'a'), zoned('n2', 'b')];
  const ELSEWHERE = "node(s) didn't match PersistentVolume's node affinity !";
  const NO_VOLUME = "node(s) didn't find available persistent volumes to bind !";
  const request = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  const lost = claim('c', { volumeName: 'v' }, { phase: 'Lost' });
  const waiting = claim('c', request);
  const going = {
    ...waiting,
    metadata: { ...waiting.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
  } as AnyObject;

  test.each<[string, AnyObject[], Record<string, string>]>([
    ['no such claim', [], { pod: 'persistentvolumeclaim "c" not found' }],
    ['no class', [claim('c', request)], { pod: 'pod has unbound immediate PersistentVolumeClaims' }],
    [
      'no such class',
      [claim('c', { ...request, storageClassName: 'x' })],
      { pod: 'pod has unbound immediate PersistentVolumeClaims' },
    ],
    [
      'a class that binds at once',
      [claim('c', { ...request, storageClassName: 'x' }), storageClass('x', 'Immediate')],
      { pod: 'pod has unbound immediate PersistentVolumeClaims' },
    ],
    [
      'a class that waits, with a provisioner',
      [claim('c', { ...request, storageClassName: 'x' }), storageClass('x', 'WaitForFirstConsumer')],
      { n1: 'fits', n2: 'fits' },
    ],
    [
      'a class that waits, without',
      [
        claim('c', { ...request, storageClassName: 'x' }),
        storageClass('x', 'WaitForFirstConsumer', 'kubernetes.io/no-provisioner'),
      ],
      { n1: NO_VOLUME, n2: NO_VOLUME },
    ],
    [
      'a class that waits, and a volume by hand',
      [
        claim('c', { ...request, storageClassName: 'x' }),
        storageClass('x', 'WaitForFirstConsumer', 'kubernetes.io/no-provisioner'),
        object('PersistentVolume', 'v', {
          spec: {
            storageClassName: 'x',
            capacity: { storage: '2Gi' },
            accessModes: ['ReadWriteOnce'],
            ...inZone('b'),
          },
          status: { phase: 'Available' },
        }),
      ],
      { n1: NO_VOLUME, n2: 'fits' },
    ],
    [
      'bound',
      [claim('c', { volumeName: 'v' }, completed), object('PersistentVolume', 'v', { spec: inZone('a') })],
      { n1: 'fits', n2: ELSEWHERE },
    ],
    [
      'bound to nothing',
      [claim('c', { volumeName: 'v' }, completed)],
      { pod: 'persistentvolume "v" not found' },
    ],
    ['lost', [lost], { pod: 'persistentvolumeclaim "c" bound to non-existent persistentvolume "v"' }],
    ['being deleted', [going], { pod: 'persistentvolumeclaim "c" is being deleted' }],
  ])('%s', (_, objects, expected) => {
    const spec = { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] };
    expect(verdicts(pod('web', { spec }), [...nodes, ...objects])).toEqual(expected);
  });

  test('a claim for one pod alone', () => {
    const spec = { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] };
    const objects = [
      claim('c', { volumeName: 'v', accessModes: ['ReadWriteOncePod'] }, completed),
      object('PersistentVolume', 'v', { spec: {} }),
    ];
    const used =
      'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod';
    expect(verdicts(pod('web', { spec }), [...nodes, ...objects])).toEqual({ n1: 'fits', n2: 'fits' });
    expect(verdicts(pod('web', { spec }), [...nodes, ...objects, pod('db', { node: 'n1', spec })])).toEqual({
      n1: used,
      n2: used,
    });
  });
});

test('SCH-4 SCH-36 a nominated node that fits is the only one looked at', () => {
  const status = { nominatedNodeName: 'n2' };
  expect(verdicts(pod('web', { status }), [makeNode('n1'), makeNode('n2')])).toEqual({ n2: 'fits' });
});
