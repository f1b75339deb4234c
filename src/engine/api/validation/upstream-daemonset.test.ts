/** The cases of upstream's tests of the validation and the defaults of DaemonSets; the texts are those of a kube-apiserver v1.34. */
import { describe, expect, test } from 'vitest';
import type { DaemonSet, Json, JsonObject } from '../../../k8s/types';
import { daemonSet, TEMPLATE_GENERATION } from '../kinds/daemon-set';
import { must, serverFixture } from '../testing/server-fixture';
import type { Manifest } from '../types';
import type { Changes } from './testing/objects';
import { NOT_NEGATIVE, QUALIFIED, Writes } from './testing/workloads';

const AB = { a: 'b' };
const BAD = { 'NoUppercaseOrSpecialCharsLike=Equals': 'b' };
const BAD_KEY = `Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": ${QUALIFIED}`;
const CONTAINERS = [{ name: 'abc', image: 'i' }];
const ON_DELETE = { type: 'OnDelete' };
const ABC: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'abc', annotations: { [TEMPLATE_GENERATION]: '3' } },
  spec: {
    selector: { matchLabels: AB },
    template: { metadata: { labels: AB }, spec: { containers: CONTAINERS } },
    updateStrategy: ON_DELETE,
  },
};
const writes = () => new Writes<DaemonSet>(daemonSet, ABC);

const LABELS = 'spec.template.metadata.labels';
const POD = 'spec.template.spec';
const ROLLING = 'spec.updateStrategy.rollingUpdate';
const NO_MATCH = '`selector` does not match template `labels`';
const NO_NAME = 'metadata.name: Required value: name or generateName is required';

describe('TEST-132 TestValidateDaemonSet', () => {
  test.each<[title: string, changes: Changes, refused: string[]]>([
    ['a name', {}, []],
    ['a name with a number', { 'metadata.name': 'abc-123' }, []],
    [
      'a port on the host network',
      {
        [`${POD}.hostNetwork`]: true,
        [`${POD}.containers[0].ports`]: [{ containerPort: 12345, protocol: 'TCP' }],
      },
      [],
    ],
    ['no name', { 'metadata.name': undefined }, [NO_NAME]],
    ['an empty name', { 'metadata.name': '' }, [NO_NAME]],
    ['no selector', { 'spec.selector': undefined }, [`${LABELS}: Invalid value: {"a":"b"}: ${NO_MATCH}`]],
    [
      'an empty selector',
      { 'spec.selector': {} },
      ['spec.selector: Invalid value: {}: empty selector is invalid for daemonset'],
    ],
    [
      'a selector that does not match',
      { 'spec.selector.matchLabels': { foo: 'bar' } },
      [`${LABELS}: Invalid value: {"a":"b"}: ${NO_MATCH}`],
    ],
    [
      'no template',
      { 'spec.template': undefined },
      [`${LABELS}: Invalid value: null: ${NO_MATCH}`, `${POD}.containers: Required value`],
    ],
    ['an invalid label', { 'metadata.labels': BAD }, [`metadata.labels: ${BAD_KEY}`]],
    [
      'invalid labels, of the template as well, and no selector',
      { 'metadata.labels': BAD, [LABELS]: BAD, 'spec.selector': undefined },
      [
        `metadata.labels: ${BAD_KEY}`,
        `${LABELS}: Invalid value: ${JSON.stringify(BAD)}: ${NO_MATCH}`,
        `spec.template.labels: ${BAD_KEY}`,
      ],
    ],
    ['an invalid annotation', { 'metadata.annotations': BAD }, [`metadata.annotations: ${BAD_KEY}`]],
    ...['OnFailure', 'Never'].map((policy): [string, Changes, string[]] => [
      `restart policy ${policy}`,
      { [`${POD}.restartPolicy`]: policy },
      [`${POD}.restartPolicy: Unsupported value: "${policy}": supported values: "Always"`],
    ]),
    [
      'ephemeral containers',
      { [`${POD}.ephemeralContainers`]: [{ name: 'debug', image: 'image' }] },
      [`${POD}.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template`],
    ],
  ])('%s', (_, changes, refused) => {
    expect(writes().create(changes)).toEqual(refused);
  });
});

describe('TEST-132 TestDaemonSetUpdateMaxSurge', () => {
  const NEITHER = `${ROLLING}.maxUnavailable: Required value: cannot be 0 when maxSurge is 0`;
  const BOTH = `${ROLLING}.maxSurge: Invalid value: "1%": may not be set when maxUnavailable is non-zero`;
  const above = (field: string) =>
    `${ROLLING}.${field}: Invalid value: "101%": must not be greater than 100%`;
  test.each<[maxUnavailable: Json, maxSurge: Json, refused: string[]]>([
    [0, 0, [NEITHER]],
    ['0%', 0, [NEITHER]],
    [0, '0%', [NEITHER]],
    ['0%', '0%', [NEITHER]],
    [1, 0, []],
    ['1%', 0, []],
    ['100%', 0, []],
    ['101%', 0, [above('maxUnavailable')]],
    ['1%', '1%', [BOTH]],
    [0, 1, []],
    [0, '1%', []],
    [0, '100%', []],
    [0, '101%', [above('maxSurge')]],
  ])('maxUnavailable %j, maxSurge %j', (maxUnavailable, maxSurge, refused) => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge } };
    expect(writes().create({ 'spec.updateStrategy': strategy })).toEqual(refused);
    expect(writes().update({ 'spec.updateStrategy': strategy })).toEqual(refused);
  });

  // Upstream's cases are of validation alone, where an absent number is 0; a request gets the defaults first (VAL-1).
  test.each<[rolling: JsonObject, refused: string[]]>([
    [{}, []],
    [{ maxUnavailable: 0 }, [NEITHER]],
    [{ maxSurge: 0 }, []],
    [{ maxSurge: '1%' }, [BOTH]],
  ])('%j with the defaults', (rollingUpdate, refused) => {
    const strategy = { type: 'RollingUpdate', rollingUpdate };
    expect(writes().create({ 'spec.updateStrategy': strategy })).toEqual(refused);
  });
});

describe('TEST-132 TestValidateDaemonSetUpdate', () => {
  const NODE_SELECTOR: Changes = { [`${POD}.nodeSelector`]: AB, [`${POD}.nodeName`]: 'xyz' };
  const ROLL = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } };
  const RENAMED = 'metadata.name: Invalid value: "def": field is immutable';
  const DISK = { name: 'gcepd', gcePersistentDisk: { pdName: 'my-PD', fsType: 'ext4', partition: 1 } };

  test.each<[title: string, changes: Changes, refused: string[]]>([
    ['no change', {}, []],
    ['another template', NODE_SELECTOR, []],
    ['another strategy', { 'spec.updateStrategy': ROLL }, []],
    ['a volume', { [`${POD}.volumes`]: [DISK] }, []],
    // API-42: once for all kinds, once for this one.
    ['another name', { 'metadata.name': 'def' }, [RENAMED, RENAMED]],
    [
      'another selector',
      { 'spec.selector.matchLabels': { c: 'd' }, [LABELS]: { c: 'd' } },
      ['spec.selector: Invalid value: {"matchLabels":{"c":"d"}}: field is immutable'],
    ],
    [
      'an invalid selector',
      { 'spec.selector.matchLabels': BAD },
      [
        `spec.selector: Invalid value: {"matchLabels":${JSON.stringify(BAD)}}: field is immutable`,
        `spec.selector.matchLabels: ${BAD_KEY}`,
      ],
    ],
    ['no containers', { [`${POD}.containers`]: [] }, [`${POD}.containers: Required value`]],
    [
      'an unknown strategy',
      { 'spec.updateStrategy': { type: 'Random' } },
      [
        'spec.updateStrategy: Unsupported value: {"Type":"Random","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"',
      ],
    ],
  ])('%s', (_, changes, refused) => {
    expect(writes().update(changes)).toEqual(refused);
  });

  // What upstream refuses in validation never gets that far: the server counts by itself, whatever a client sends.
  test.each<[title: string, changes: Changes, generation: number, count: string]>([
    ['nothing', {}, 1, '3'],
    ['another template', NODE_SELECTOR, 2, '4'],
    ['another image', { [`${POD}.containers[0].image`]: 'i2' }, 2, '4'],
    ['another strategy', { 'spec.updateStrategy': ROLL }, 2, '3'],
    ['a template that means the same', { [`${POD}.imagePullSecrets`]: [] }, 1, '3'],
  ])('counters after a change of %s, whatever the client says of them', (_, changes, generation, count) => {
    const w = writes();
    for (const sent of ['-1', '2', '3', '9', undefined]) {
      const given: Changes = {
        'metadata.annotations': sent === undefined ? {} : { [TEMPLATE_GENERATION]: sent },
      };
      const { metadata } = w.updated({ ...changes, ...given });
      expect(metadata.generation, `sent: ${sent}`).toBe(generation);
      expect(metadata.annotations, `sent: ${sent}`).toEqual({ [TEMPLATE_GENERATION]: count });
      expect(w.update({ ...changes, ...given })).toEqual([]);
    }
  });

  test('a negative counter of a new set', () => {
    const { metadata } = writes().made({ 'metadata.annotations': { [TEMPLATE_GENERATION]: '-1' } });
    expect(metadata.annotations).toEqual({ [TEMPLATE_GENERATION]: '1' });
  });
});

describe('TEST-132 TestValidateDaemonSetStatusUpdate', () => {
  const COUNTERS = {
    currentNumberScheduled: 1,
    numberMisscheduled: 2,
    desiredNumberScheduled: 3,
    numberReady: 1,
    observedGeneration: 3,
    updatedNumberScheduled: 1,
    numberAvailable: 1,
    numberUnavailable: 2,
  };
  const { observedGeneration: _, ...success } = { ...COUNTERS, numberMisscheduled: 1 };
  const negative = (names: string[]): [string, JsonObject, string[]] => [
    `negative: ${names.join()}`,
    { ...COUNTERS, ...Object.fromEntries(names.map((name) => [name, -1])) },
    names.map((name) => `status.${name}: Invalid value: -1: ${NOT_NEGATIVE}`),
  ];
  test.each<[title: string, status: JsonObject, refused: string[]]>([
    ['counters', success, []],
    negative(Object.keys(COUNTERS)),
    ...Object.keys(COUNTERS).map((name) => negative([name])),
  ])('%s', (_title, status, refused) => {
    expect(writes().updateStatus({ status })).toEqual(refused);
  });
});

describe('TEST-132 TestSetDefaultDaemonSetSpec', () => {
  const ROLL = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } };
  const pod = {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
  };
  test.each<[title: string, sent: JsonObject, metadata: JsonObject, spec: JsonObject]>([
    ['nothing but a template', {}, {}, { updateStrategy: ROLL, revisionHistoryLimit: 10 }],
    [
      'labels and a limit',
      { revisionHistoryLimit: 1 },
      { labels: { bar: 'foo' } },
      { updateStrategy: ROLL, revisionHistoryLimit: 1 },
    ],
    ['OnDelete', { updateStrategy: ON_DELETE }, {}, { updateStrategy: ON_DELETE, revisionHistoryLimit: 10 }],
  ])('%s', (_, sent, metadata, expected) => {
    const { user } = serverFixture();
    const selector = { matchLabels: { foo: 'bar' } };
    const template = { metadata: { labels: { foo: 'bar' } }, spec: { containers: CONTAINERS } };
    const manifest: Manifest = {
      metadata: { name: 'd', ...metadata },
      spec: { selector, template, ...sent },
    };
    const stored = must(user.create('DaemonSet', 'default', manifest)) as DaemonSet;
    // The labels of the template are not the set's.
    expect(stored.metadata.labels).toEqual(metadata['labels']);
    const containers = [expect.objectContaining({ name: 'abc', imagePullPolicy: 'Always' })];
    expect(stored.spec).toEqual({
      selector,
      template: { metadata: { labels: { foo: 'bar' } }, spec: { ...pod, containers } },
      ...expected,
    });
  });
});
