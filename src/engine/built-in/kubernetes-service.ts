/** What the API server says of itself: the Service `kubernetes` and where it leads. */
import type { Manifest } from '../api/types';

export const SERVICE_NAME = 'kubernetes';
export const SERVICE_NAMESPACE = 'default';

/** The address that the server advertises: that of the first machine. */
const ADDRESS = '172.18.0.2';
const PORT = { name: 'https', port: 6443, protocol: 'TCP' };

export const KUBERNETES_SERVICE: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: SERVICE_NAME,
    namespace: SERVICE_NAMESPACE,
    labels: { component: 'apiserver', provider: 'kubernetes' },
  },
  spec: {
    clusterIP: '10.96.0.1',
    ipFamilyPolicy: 'SingleStack',
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: PORT.port }],
    sessionAffinity: 'None',
    type: 'ClusterIP',
  },
};

export const KUBERNETES_ENDPOINTS: Manifest = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: {
    name: SERVICE_NAME,
    namespace: SERVICE_NAMESPACE,
    labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
  },
  subsets: [{ addresses: [{ ip: ADDRESS }], ports: [PORT] }],
};

export const KUBERNETES_SLICE: Manifest = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: SERVICE_NAME,
    namespace: SERVICE_NAMESPACE,
    labels: { 'kubernetes.io/service-name': SERVICE_NAME },
  },
  addressType: 'IPv4',
  endpoints: [{ addresses: [ADDRESS], conditions: { ready: true } }],
  ports: [PORT],
};
