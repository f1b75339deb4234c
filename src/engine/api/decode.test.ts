import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../k8s/types';
import { decode, decodeManifest } from './decode';
import { parseTime } from './decode-time';
import { kindOf } from './kinds/registry';
import { changed, daemonSet as manifestOf, type Changes } from './validation/testing/objects';

const PREFIX = 'DaemonSet in version "v1" cannot be handled as a DaemonSet: ';
const FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const C = 'spec.template.spec.containers[0]';
const REQUESTS = `${C}.resources.requests`;

const STATUS = {
  currentNumberScheduled: 0,
  desiredNumberScheduled: 0,
  numberMisscheduled: 0,
  numberReady: 0,
};
/** With all that is always written. */
const daemonSet = (changes: Changes = {}): JsonObject => manifestOf({ status: STATUS, ...changes });

function message(changes: Changes): string {
  const result = decodeManifest(kindOf('DaemonSet'), daemonSet(changes), 'strict');
  return result.ok ? 'ok' : result.message;
}

describe('VAL-23 unknown fields', () => {
  const manifest = daemonSet({ 'spec.strategy': {}, 'spec.replicas': 3, [`${C}.imagePullPolice`]: 'Always' });

  test('strict refuses them, sorted as clients send them', () => {
    expect(decodeManifest(kindOf('DaemonSet'), manifest, 'strict')).toMatchObject({
      ok: false,
      message: `${PREFIX}strict decoding error: unknown field "spec.replicas", unknown field "spec.strategy", unknown field "${C}.imagePullPolice"`,
    });
  });

  test('warn names and drops them', () => {
    const result = decodeManifest(kindOf('DaemonSet'), daemonSet({ 'spec.foo': 1 }), 'warn');
    expect(result).toEqual({ ok: true, object: daemonSet(), warnings: ['unknown field "spec.foo"'] });
  });

  test('ignore drops them', () => {
    expect(decodeManifest(kindOf('DaemonSet'), manifest, 'ignore')).toEqual({
      ok: true,
      object: daemonSet(),
      warnings: [],
    });
  });

  test('a field in other letters is unknown', () => {
    expect(message({ 'spec.MinReadySeconds': 1 })).toBe(
      `${PREFIX}strict decoding error: unknown field "spec.MinReadySeconds"`,
    );
  });

  test('no more than a hundred are named', () => {
    const many = Object.fromEntries(Array.from({ length: 102 }, (_, i) => [`f${i}`, 1]));
    expect(decode(kindOf('ConfigMap'), many).problems.unknown).toHaveLength(100);
  });

  test('labels and annotations take any key', () => {
    expect(message({ 'metadata.labels': { foo: 'x' } })).toBe('ok');
  });

  test('names of JavaScript are unknown fields', () => {
    const hostile = JSON.parse('{"metadata":{"name":"x"},"constructor":1,"__proto__":{"a":1}}') as JsonObject;
    expect(decodeManifest(kindOf('Pod'), hostile, 'strict')).toMatchObject({
      ok: false,
      message:
        'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "__proto__", unknown field "constructor"',
    });
  });
});

describe('VAL-23 wrong types', () => {
  test.each<[string, Changes, string]>([
    [
      'a text for a number',
      { 'spec.minReadySeconds': 'x' },
      'string into Go struct field DaemonSetSpec.spec.minReadySeconds of type int32',
    ],
    [
      'a fraction',
      { 'spec.minReadySeconds': 1.5 },
      'number 1.5 into Go struct field DaemonSetSpec.spec.minReadySeconds of type int32',
    ],
    [
      'a number too large',
      { 'spec.minReadySeconds': 3000000000 },
      'number 3000000000 into Go struct field DaemonSetSpec.spec.minReadySeconds of type int32',
    ],
    [
      'a number for an env value',
      { [`${C}.env`]: [{ name: 'A', value: 1 }] },
      'number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
    ],
    [
      'a bool for a label',
      { 'metadata.labels': { a: true } },
      'bool into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      'a text for a list',
      { [`${C}.args`]: '-v' },
      'string into Go struct field Container.spec.template.spec.containers.args of type []string',
    ],
    [
      'an object for a list of structs',
      { 'spec.template.spec.containers': { name: 'x' } },
      'object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
    ],
    [
      'a list for a struct',
      { 'spec.template': [] },
      'array into Go struct field DaemonSetSpec.spec.template of type v1.PodTemplateSpec',
    ],
    [
      'a text for a map',
      { 'spec.template.spec.nodeSelector': 'a=b' },
      'string into Go struct field PodSpec.spec.template.spec.nodeSelector of type map[string]string',
    ],
    [
      'a text for a bool',
      { 'spec.template.spec.hostNetwork': 'true' },
      'string into Go struct field PodSpec.spec.template.spec.hostNetwork of type bool',
    ],
    [
      'a named text type',
      { [`${C}.imagePullPolicy`]: 1 },
      'number into Go struct field Container.spec.template.spec.containers.imagePullPolicy of type v1.PullPolicy',
    ],
    [
      'resources',
      { [REQUESTS]: ['cpu'] },
      'array into Go struct field ResourceRequirements.spec.template.spec.containers.resources.requests of type v1.ResourceList',
    ],
    [
      'an int-or-string',
      { 'spec.updateStrategy.rollingUpdate.maxSurge': true },
      'bool into Go struct field RollingUpdateDaemonSet.spec.updateStrategy.rollingUpdate.maxSurge of type int32',
    ],
    [
      'a fraction for an int-or-string',
      { [`${C}.livenessProbe`]: { httpGet: { port: 1.5 } } },
      'number 1.5 into Go struct field HTTPGetAction.spec.template.spec.containers.livenessProbe.httpGet.port of type int32',
    ],
    [
      'a field of an embedded struct',
      { [`${C}.livenessProbe`]: { httpGet: {}, periodSeconds: 'x' } },
      'string into Go struct field Probe.spec.template.spec.containers.livenessProbe.periodSeconds of type int32',
    ],
    [
      'a number for a time',
      { 'metadata.creationTimestamp': 1 },
      'number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    ],
    [
      'texts for objects of a list',
      { [`${C}.env`]: ['A=1'] },
      'string into Go struct field Container.spec.template.spec.containers.env of type v1.EnvVar',
    ],
    [
      'a list for a text of a list',
      { [`${C}.command`]: [[]] },
      'array into Go struct field Container.spec.template.spec.containers.command of type string',
    ],
    [
      'a list for an object of a list',
      { 'spec.template.spec.containers': [[]] },
      'array into Go struct field PodSpec.spec.template.spec.containers of type v1.Container',
    ],
    [
      'a named text of another package',
      { 'metadata.ownerReferences': [{ uid: 1 }] },
      'number into Go struct field OwnerReference.metadata.ownerReferences.uid of type types.UID',
    ],
    [
      'a text for the spec',
      { spec: 'x' },
      'string into Go struct field DaemonSet.spec of type v1.DaemonSetSpec',
    ],
    [
      'only the first, in sorted order',
      { 'spec.revisionHistoryLimit': 'x', 'spec.minReadySeconds': true, 'spec.foo': 1 },
      'bool into Go struct field DaemonSetSpec.spec.minReadySeconds of type int32',
    ],
  ])('%s', (_, changes, expected) => {
    expect(message(changes)).toBe(`${PREFIX}json: cannot unmarshal ${expected}`);
  });

  test.each<[string, Changes, string]>([
    [
      'a time',
      { 'metadata.creationTimestamp': 'today' },
      'parsing time "today" as "2006-01-02T15:04:05Z07:00": cannot parse "today" as "2006"',
    ],
    ['VAL-48 an empty quantity', { [REQUESTS]: { cpu: '' } }, FORMAT],
    ['VAL-48 an object as quantity', { [REQUESTS]: { cpu: {} } }, FORMAT],
    ['VAL-48 a quantity', { [REQUESTS]: { cpu: 'lots' } }, FORMAT],
    ['VAL-48 a quantity with a bad unit', { [REQUESTS]: { memory: '128MB' } }, FORMAT],
    ['VAL-48 a bool as quantity', { [REQUESTS]: { memory: true } }, FORMAT],
    ['VAL-48 an unknown suffix', { [REQUESTS]: { memory: '1mm' } }, "unable to parse quantity's suffix"],
  ])('a type that decodes itself: %s', (_, changes, expected) => {
    expect(message(changes)).toBe(PREFIX + expected);
  });

  test.each<[string, Changes, string]>([
    ['a text for a list', { [`${C}.args`]: '-v' }, 'cannot restore slice from string'],
    ['a text for a map', { 'metadata.labels': 'x' }, 'cannot restore map from string'],
    ['a text for a number', { 'spec.minReadySeconds': 'x' }, 'unrecognized type: int32'],
    ['a fraction', { 'spec.minReadySeconds': 1.5 }, 'cannot convert float64 to int32'],
    ['a list for a struct', { 'spec.template.spec': [] }, 'cannot restore struct from: slice'],
    ['a number for a label', { 'metadata.labels': { a: 1 } }, 'cannot convert int64 to string'],
    ['a bool for a label', { 'metadata.labels': { a: true } }, 'unrecognized type: string'],
    ['a fraction for a label', { 'metadata.labels': { a: 1.5 } }, 'unrecognized type: string'],
    ['a named text', { [`${C}.imagePullPolicy`]: 1 }, 'cannot convert int64 to v1.PullPolicy'],
    ['a number for a bool', { 'spec.template.spec.hostNetwork': 1 }, 'unrecognized type: bool'],
    ['a quantity', { [REQUESTS]: { cpu: 'lots' } }, FORMAT],
    [
      'an int-or-string',
      { [`${C}.livenessProbe`]: { httpGet: { port: 1.5 } } },
      'json: cannot unmarshal number 1.5 into Go value of type int32',
    ],
    [
      'a time',
      { 'metadata.creationTimestamp': 1 },
      'json: cannot unmarshal number into Go value of type string',
    ],
  ])('in a patch: %s', (_, changes, expected) => {
    expect(decode(kindOf('DaemonSet'), daemonSet(changes)).problems.patchFatal).toBe(expected);
  });

  test('in a strategic patch, a number too large for 32 bits loses the upper ones', () => {
    const { object, problems } = decode(
      kindOf('DaemonSet'),
      daemonSet({ 'spec.minReadySeconds': 3000000000 }),
    );
    expect(problems.patchFatal).toBeUndefined();
    expect(object).toEqual(daemonSet({ 'spec.minReadySeconds': -1294967296 }));
  });
});

describe('what is stored', () => {
  const object = (changes: Changes): unknown => {
    const result = decodeManifest(kindOf('DaemonSet'), daemonSet(changes), 'strict');
    return result.ok ? result.object : result.message;
  };

  test('an object without fault is returned as it is', () => {
    const manifest = daemonSet({
      [REQUESTS]: { cpu: '100m' },
      'spec.updateStrategy.rollingUpdate.maxUnavailable': '10%',
      [`${C}.readinessProbe`]: { httpGet: { path: '/', port: 'web' } },
    });
    const result = decodeManifest(kindOf('DaemonSet'), manifest, 'strict');
    expect(result.ok && result.object).toBe(manifest);
  });

  test('nulls are absent fields', () => {
    expect(object({ 'spec.minReadySeconds': null, [`${C}.args`]: null })).toEqual(daemonSet());
  });

  test('structs that Go holds by value always exist', () => {
    const decoded = decodeManifest(
      kindOf('DaemonSet'),
      { spec: { template: { spec: { containers: [{ name: 'c' }] } } } },
      'strict',
    );
    expect(decoded.ok && decoded.object).toEqual({
      metadata: {},
      spec: {
        template: { metadata: {}, spec: { containers: [{ name: 'c', resources: {} }] } },
        updateStrategy: {},
      },
      status: {},
    });
  });

  test('what the store forgets', () => {
    const role = decodeManifest(kindOf('Role'), { metadata: { name: 'x' }, rules: [] }, 'strict');
    expect(role.ok && role.object).toEqual({ metadata: { name: 'x' } });
  });

  test('a null in a map or list is the zero value', () => {
    expect(object({ 'metadata.labels': { a: null }, [`${C}.args`]: [null, 'x'] })).toEqual(
      daemonSet({ 'metadata.labels': { a: '' }, [`${C}.args`]: ['', 'x'] }),
    );
  });

  test('zero values that mean nothing are absent, pointers are kept', () => {
    expect(
      object({
        'spec.template.spec.hostNetwork': false,
        'spec.template.spec.tolerations': [],
        'spec.template.spec.nodeSelector': {},
        'spec.template.spec.automountServiceAccountToken': false,
        'spec.revisionHistoryLimit': 0,
        'spec.minReadySeconds': 0,
        [`${C}.env`]: [{ name: 'A', value: '' }],
      }),
    ).toEqual(
      daemonSet({
        'spec.template.spec.automountServiceAccountToken': false,
        'spec.revisionHistoryLimit': 0,
        [`${C}.env`]: [{ name: 'A' }],
      }),
    );
  });

  test('quantities become canonical text', () => {
    expect(object({ [REQUESTS]: { cpu: 0.5, memory: '1024Mi' } })).toEqual(
      daemonSet({ [REQUESTS]: { cpu: '500m', memory: '1Gi' } }),
    );
  });

  test('the manifest itself is not changed', () => {
    const manifest = daemonSet({ 'spec.foo': 1, 'spec.minReadySeconds': null });
    const before = changed(manifest, {});
    decodeManifest(kindOf('DaemonSet'), manifest, 'ignore');
    expect(manifest).toEqual(before);
  });

  test.each<[unknown, string]>([
    ['eA==', 'eA=='],
    ['eA==\n', 'eA=='],
    ['eB==', 'eA=='],
    ['', ''],
    ['x', 'byte 0'],
    ['x!', 'byte 1'],
    ['eA', 'byte 0'],
    ['eA=', 'byte 3'],
    ['eA==x', 'byte 4'],
    ['e A==', 'byte 1'],
    ['====', 'byte 0'],
    ['e===', 'byte 1'],
    ['=eA=', 'byte 0'],
  ])('secrets hold base64: %j', (text, expected) => {
    const result = decodeManifest(kindOf('Secret'), { metadata: {}, data: { a: text as string } }, 'strict');
    const wrong = `Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input ${expected}`;
    expect(result.ok ? result.object['data'] : result.message).toEqual(result.ok ? { a: expected } : wrong);
  });

  test('of a custom resource, the metadata are decoded', () => {
    const crontab = { id: 'crontabs.example.com', kind: 'Pod', version: 'v2' };
    const body = { metadata: { name: 'x', foo: 1 }, spec: { containers: 'x' } };
    expect(decodeManifest(crontab, body, 'ignore')).toMatchObject({
      object: { metadata: { name: 'x' }, spec: { containers: 'x' } },
    });
    expect(decodeManifest(crontab, body, 'strict')).toEqual({
      ok: false,
      message:
        'Pod in version "v2" cannot be handled as a Pod: strict decoding error: unknown field "metadata.foo"',
    });
  });
});

describe('VAL-23 times', () => {
  const LAYOUT = 'as "2006-01-02T15:04:05Z07:00": cannot parse';
  test.each<[string, string]>([
    ['2020-01-01T00:00:00+01:00', '2019-12-31T23:00:00Z'],
    ['2020-01-01T1:00:00Z', '2020-01-01T01:00:00Z'],
    ['2020-01-01T00:00:00.5Z', '2020-01-01T00:00:00Z'],
    ['2020-01-01T00:00:00,5Z', '2020-01-01T00:00:00Z'],
    ['2020-01-01T00:00:00+01:60', '2019-12-31T22:00:00Z'],
    ['2020-02-29T00:00:00Z', '2020-02-29T00:00:00Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
    ['1960-01-01T00:00:00Z', '1960-01-01T00:00:00Z'],
    ['', `"" ${LAYOUT} "" as "2006"`],
    ['2020', `"2020" ${LAYOUT} "" as "-"`],
    ['2020-1x', `"2020-1x" ${LAYOUT} "1x" as "01"`],
    ['2020-01-01', `"2020-01-01" ${LAYOUT} "" as "T"`],
    ['2020-01-01T00:00Z', `"2020-01-01T00:00Z" ${LAYOUT} "Z" as ":"`],
    ['2020-01-01T00:0:00Z', `"2020-01-01T00:0:00Z" ${LAYOUT} "0:00Z" as "04"`],
    ['2020-01-01T00:00:00', `"2020-01-01T00:00:00" ${LAYOUT} "" as "Z07:00"`],
    ['2020-01-01T00:00:00.Z', `"2020-01-01T00:00:00.Z" ${LAYOUT} ".Z" as "Z07:00"`],
    ['2020-01-01T00:00:00-0100', `"2020-01-01T00:00:00-0100" ${LAYOUT} "-0100" as "Z07:00"`],
    ['2020-01-01T00:00:00"é', `"2020-01-01T00:00:00\\"\\xc3\\xa9" ${LAYOUT} "\\"\\xc3\\xa9" as "Z07:00"`],
    ['2020-13-01T00:00:00Z', '"2020-13-01T00:00:00Z": month out of range'],
    ['2020-00-01T00:00:00Z', '"2020-00-01T00:00:00Z": month out of range'],
    ['2020-02-30T00:00:00Z', '"2020-02-30T00:00:00Z": day out of range'],
    ['2020-01-01T24:00:00Z', '"2020-01-01T24:00:00Z": hour out of range'],
    ['2020-01-01T00:00:60Z', '"2020-01-01T00:00:60Z": second out of range'],
    ['2020-01-01T00:00:00+25:00', '"2020-01-01T00:00:00+25:00": time zone offset hour out of range'],
    ['2020-01-01T00:00:00Zx', '"2020-01-01T00:00:00Zx": extra text: "x"'],
  ])('%j', (text, expected) => {
    const { problem, text: canonical } = parseTime('time', text);
    expect(problem ?? canonical).toBe(problem === undefined ? expected : `parsing time ${expected}`);
  });

  test.each<[string, string]>([
    ['2020-01-01T00:00:00.123456+01:00', '2019-12-31T23:00:00.123456Z'],
    ['2020-01-01T00:00:00Z', 'cannot parse "Z" as ".000000"'],
    ['2020-01-01T00:00:00.5Z', 'cannot parse ".5Z" as ".000000"'],
    ['2020-01-01T00:00:00.1234567Z', 'cannot parse "7Z" as "Z07:00"'],
    ['2020-02-30T00:00:00Z', 'cannot parse "Z" as ".000000"'],
  ])('with microseconds: %j', (text, expected) => {
    const { problem, text: canonical } = parseTime('microTime', text);
    const prefix = `parsing time "${text}" as "2006-01-02T15:04:05.000000Z07:00": `;
    expect(problem ?? canonical).toBe(problem === undefined ? expected : prefix + expected);
  });

  test('the zero time is no time', () => {
    expect(parseTime('time', '0001-01-01T00:00:00Z')).toEqual({ text: undefined });
  });
});
