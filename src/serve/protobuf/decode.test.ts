import fc from 'fast-check';
import { expect, test } from 'vitest';
import { protobufToJson } from './decode';

/** Bodies as kubectl v1.34.0 sends them, base64. */
test.each([
  [
    'kubectl create ns team',
    'azhzAAoPCgJ2MRIJTmFtZXNwYWNlEhwKFAoEdGVhbRIAGgAiACoAMgA4AEIAEgAaAgoAGgAiAA==',
    { kind: 'Namespace', apiVersion: 'v1', metadata: { name: 'team' }, spec: {}, status: {} },
  ],
  [
    'kubectl create deployment web --image=nginx --replicas=2 --port=80',
    'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErgBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEoYBCAISDAoKCgNhcHASA3dlYhpsChwKABIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkwSLgoFbmdpbngSBW5naW54KgAyCgoAEAAYUCIAKgBCAGoAcgCAAQCIAQCQAQCiAQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgAOAAaDAgAEAAYACAAKAA4ABoAIgA=',
    {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [{ name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }], resources: {} }],
          },
        },
        strategy: {},
      },
      status: {},
    },
  ],
  [
    'kubectl create pdb p --selector=app=web --min-available=1',
    'azhzAAogCglwb2xpY3kvdjESE1BvZERpc3J1cHRpb25CdWRnZXQSNwoRCgFwEgAaACIAKgAyADgAQgASFgoGCAAQARoAEgwKCgoDYXBwEgN3ZWIaCggAGAAgACgAMAAaACIA',
    {
      kind: 'PodDisruptionBudget',
      apiVersion: 'policy/v1',
      metadata: { name: 'p' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
      status: {},
    },
  ],
  [
    'a delete of kubectl drain --disable-eviction --grace-period=0',
    'azhzAAoTCgJ2MRINRGVsZXRlT3B0aW9ucxICCAAaACIA',
    { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 },
  ],
])('%s', (_, base64, json) => {
  expect(protobufToJson(Buffer.from(base64, 'base64'))).toEqual(json);
});

test.each([
  ['nothing', ''],
  ['JSON', '{"kind":"Pod"}'],
  ['an envelope of nothing', 'k8s\0'],
  ['an envelope that is cut', 'k8s\0\n\x0f\n\x02v1'],
])('%s is no body', (_, text) => {
  expect(protobufToJson(Buffer.from(text, 'latin1'))).toBeUndefined();
});

test('any bytes give a body or nothing', () => {
  const head = Buffer.from('azhzAAoPCgJ2MRIJTmFtZXNwYWNl', 'base64');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const body = protobufToJson(Buffer.concat([head, bytes]));
      expect(body === undefined || body['kind'] === 'Namespace').toBe(true);
    }),
    { numRuns: 2000 },
  );
});
