import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../k8s/types';
import { decode, decodeManifest } from './decode';
import { changed, daemonSet, type Changes } from './validation/testing/objects';

const PREFIX = 'DaemonSet in version "v1" cannot be handled as a DaemonSet: ';
const FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const C = 'spec.template.spec.containers[0]';
const REQUESTS = `${C}.resources.requests`;

function message(changes: Changes): string {
  const result = decodeManifest('DaemonSet', daemonSet(changes), 'strict');
  return result.ok ? 'ok' : result.message;
}

describe('VAL-23 unknown fields', () => {
  const manifest = daemonSet({ 'spec.strategy': {}, 'spec.replicas': 3, [`${C}.imagePullPolice`]: 'Always' });

  test('strict refuses them, sorted as clients send them', () => {
    expect(decodeManifest('DaemonSet', manifest, 'strict')).toMatchObject({
      ok: false,
      message: `${PREFIX}strict decoding error: unknown field "spec.replicas", unknown field "spec.strategy", unknown field "${C}.imagePullPolice"`,
    });
  });

  test('warn names and drops them', () => {
    const result = decodeManifest('DaemonSet', daemonSet({ 'spec.foo': 1 }), 'warn');
    expect(result).toEqual({ ok: true, object: daemonSet(), warnings: ['unknown field "spec.foo"'] });
  });

  test('ignore drops them', () => {
    expect(decodeManifest('DaemonSet', manifest, 'ignore')).toEqual({
      ok: true,
      object: daemonSet(),
      warnings: [],
    });
  });

  test('labels and annotations take any key', () => {
    expect(message({ 'metadata.labels': { foo: 'x' } })).toBe('ok');
  });

  test('names of JavaScript are unknown fields', () => {
    const hostile = JSON.parse('{"metadata":{"name":"x"},"constructor":1,"__proto__":{"a":1}}') as JsonObject;
    expect(decodeManifest('Pod', hostile, 'strict')).toMatchObject({
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
      'only the first, in sorted order',
      { 'spec.revisionHistoryLimit': 'x', 'spec.minReadySeconds': true, 'spec.foo': 1 },
      'bool into Go struct field DaemonSetSpec.spec.minReadySeconds of type int32',
    ],
  ])('%s', (_, changes, expected) => {
    expect(message(changes)).toBe(`${PREFIX}json: cannot unmarshal ${expected}`);
  });

  test.each<[string, Changes, string]>([
    [
      'an int-or-string',
      { 'spec.updateStrategy.rollingUpdate.maxSurge': true },
      'json: cannot unmarshal bool into Go value of type int32',
    ],
    [
      'a time',
      { 'metadata.creationTimestamp': 'today' },
      'parsing time "today" as "2006-01-02T15:04:05Z07:00": cannot parse "today" as "2006"',
    ],
    ['VAL-48 a quantity', { [REQUESTS]: { cpu: 'lots' } }, FORMAT],
    ['VAL-48 a quantity with a bad unit', { [REQUESTS]: { memory: '128MB' } }, FORMAT],
    ['VAL-48 a bool as quantity', { [REQUESTS]: { memory: true } }, FORMAT],
    ['VAL-48 an unknown suffix', { [REQUESTS]: { memory: '1mm' } }, "unable to parse quantity's suffix"],
  ])('a type that decodes itself: %s', (_, changes, expected) => {
    expect(message(changes)).toBe(PREFIX + expected);
  });

  test('the words of a patch', () => {
    const text = (changes: Changes): string | undefined =>
      decode('DaemonSet', daemonSet(changes)).problems.patchFatal;
    expect(text({ [`${C}.args`]: '-v' })).toBe('cannot restore slice from string');
    expect(text({ 'spec.minReadySeconds': 'x' })).toBe('unrecognized type: int32');
    expect(text({ 'spec.template.spec': [] })).toBe('cannot restore struct from: slice');
    expect(text({ [REQUESTS]: { cpu: 'lots' } })).toBe(FORMAT);
  });
});

describe('what is stored', () => {
  const object = (changes: Changes): unknown => {
    const result = decodeManifest('DaemonSet', daemonSet(changes), 'strict');
    return result.ok ? result.object : result.message;
  };

  test('an object without fault is returned as it is', () => {
    const manifest = daemonSet({
      [REQUESTS]: { cpu: '100m' },
      'spec.updateStrategy.rollingUpdate.maxUnavailable': '10%',
      [`${C}.readinessProbe`]: { httpGet: { path: '/', port: 'web' } },
    });
    const result = decodeManifest('DaemonSet', manifest, 'strict');
    expect(result.ok && result.object).toBe(manifest);
  });

  test('nulls are absent fields', () => {
    expect(object({ 'spec.minReadySeconds': null, [`${C}.resources`]: null })).toEqual(
      daemonSet({ [`${C}.resources`]: undefined }),
    );
  });

  test('structs that Go holds by value are always there', () => {
    const decoded = decodeManifest('DaemonSet', { metadata: { name: 'x' } }, 'strict');
    expect(decoded).toMatchObject({ object: { metadata: { name: 'x' }, spec: { template: { spec: {} } } } });
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
    decodeManifest('DaemonSet', manifest, 'ignore');
    expect(manifest).toEqual(before);
  });

  test('secrets hold base64', () => {
    const secret = (data: JsonObject): string => {
      const result = decodeManifest('Secret', { metadata: { name: 's' }, data }, 'strict');
      return result.ok ? 'ok' : result.message;
    };
    expect(secret({ a: 'eA==' })).toBe('ok');
    expect(secret({ a: 'x!' })).toBe(
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 1',
    );
  });
});
