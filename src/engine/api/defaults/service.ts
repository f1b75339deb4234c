/** Defaults of a Service. The cluster IP is allotted by the server (`strategy.ts`). */
import type { Service } from '../../../k8s/types';
import { mapKeeping, withChanges, withDefaults } from './keep';

type Spec = NonNullable<Service['spec']>;

export function defaultService(spec: Spec): Spec {
  let s = withDefaults(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  if (s.type !== 'ExternalName') {
    s = withDefaults(s, {
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    });
  }
  if (s.type === 'NodePort' || s.type === 'LoadBalancer')
    s = withDefaults(s, { externalTrafficPolicy: 'Cluster' });
  if (s.ports) {
    s = withChanges(s, {
      ports: mapKeeping(s.ports, (p) => withDefaults(p, { protocol: 'TCP', targetPort: p.port })),
    });
  }
  return s;
}
