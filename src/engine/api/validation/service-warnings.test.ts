import { expect, test } from 'vitest';
import type { JsonObject } from '../../../k8s/types';
import { serviceWarnings } from './service-warnings';

// As an API server v1.34 says.
test.each<[string, JsonObject, string[]]>([
  ['nothing', { ports: [] }, []],
  ['headless', { clusterIP: 'None' }, ['spec.SessionAffinity is ignored for headless services']],
  [
    'all that a headless one ignores',
    {
      clusterIP: 'None',
      externalIPs: ['010.1.1.1'],
      externalName: 'x',
      loadBalancerIP: '1.2.3.4',
      type: 'ClusterIP',
    },
    [
      'spec.loadBalancerIP is ignored for headless services',
      'spec.externalIPs is ignored for headless services',
      'spec.SessionAffinity is ignored for headless services',
      'spec.externalIPs[0]: non-standard IP address "010.1.1.1" will be considered invalid in a future Kubernetes release: use "10.1.1.1"',
      'spec.externalName is ignored when spec.type is not "ExternalName"',
    ],
  ],
  [
    'an external name with addresses',
    { type: 'ExternalName', externalName: 'x.y', externalIPs: ['10.1.1.1'] },
    ['spec.externalIPs is ignored when spec.type is "ExternalName"'],
  ],
  [
    'a load balancer',
    {
      type: 'LoadBalancer',
      externalName: 'x',
      loadBalancerIP: '1.2.3.04',
      loadBalancerSourceRanges: ['10.0.0.1/8'],
    },
    [
      'spec.loadBalancerIP: non-standard IP address "1.2.3.04" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
      'spec.loadBalancerSourceRanges[0]: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)',
      'spec.externalName is ignored when spec.type is not "ExternalName"',
    ],
  ],
])('API-38 a Service: %s', (_, spec, warnings) => {
  expect(serviceWarnings({ spec })).toEqual(warnings);
});

test('API-38 an annotation that has another name now', () => {
  const annotations = { 'service.kubernetes.io/topology-aware-hints': 'auto' };
  expect(serviceWarnings({ metadata: { annotations } })).toEqual([
    'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
  ]);
});
