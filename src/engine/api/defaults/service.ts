/** Defaults of a Service. Addresses and node ports are allotted by the server. */
import type { Service } from '../../../k8s/types';
import { mapKeeping, withChanges, withDefaults } from './keep';

type Spec = NonNullable<Service['spec']>;

/** Three hours. */
const AFFINITY_SECONDS = 10800;

export function defaultService(spec: Spec): Spec {
  let s = withDefaults(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  if (
    s.sessionAffinity === 'ClientIP' &&
    typeof s.sessionAffinityConfig?.clientIP?.timeoutSeconds !== 'number'
  )
    s = { ...s, sessionAffinityConfig: { clientIP: { timeoutSeconds: AFFINITY_SECONDS } } };
  if (s.sessionAffinity === 'None' && s.sessionAffinityConfig !== undefined) {
    const { sessionAffinityConfig: _dropped, ...rest } = s;
    s = rest;
  }
  if (s.ports) {
    s = withChanges(s, {
      ports: mapKeeping(s.ports, (p) => {
        const port = withDefaults(p, { protocol: 'TCP' });
        return port.targetPort ? port : { ...port, targetPort: port.port ?? 0 };
      }),
    });
  }
  const { type } = s;
  const outside = type === 'NodePort' || type === 'LoadBalancer';
  if (outside || (type === 'ClusterIP' && s.externalIPs?.length))
    s = withDefaults(s, { externalTrafficPolicy: 'Cluster' });
  if (outside || type === 'ClusterIP') s = withDefaults(s, { internalTrafficPolicy: 'Cluster' });
  if (type === 'LoadBalancer') s = withDefaults(s, { allocateLoadBalancerNodePorts: true });
  return s;
}

/** Where a load balancer is reached: by its own address, unless it says otherwise. */
export function defaultServiceStatus(service: Service): Service {
  const points = service.status?.loadBalancer?.ingress;
  if (service.spec?.type !== 'LoadBalancer' || !points) return service;
  const ingress = mapKeeping(points, (p) => (p.ip ? withDefaults(p, { ipMode: 'VIP' }) : p));
  if (ingress === points) return service;
  return {
    ...service,
    status: { ...service.status, loadBalancer: { ...service.status.loadBalancer, ingress } },
  };
}
