/** What kubeadm v1.34 leaves in a new cluster besides the control plane's pods and kube-proxy: its settings, who may read them, CoreDNS. */
import type { Manifest } from '../../engine/index';

const RBAC = { apiVersion: 'rbac.authorization.k8s.io/v1' };
const RBAC_GROUP = 'rbac.authorization.k8s.io';

const JOINING = group('system:bootstrappers:kubeadm:default-node-token');
const NODES = group('system:nodes');
const CSR = 'system:certificates.k8s.io:certificatesigningrequests';

function group(name: string): Manifest {
  return { apiGroup: RBAC_GROUP, kind: 'Group', name };
}

function account(name: string): Manifest {
  return { kind: 'ServiceAccount', name, namespace: 'kube-system' };
}

/** A role to read one config map, and who has it. */
function reader(map: string, namespace: string, name: string, subjects: Manifest[]): Manifest[] {
  const metadata = { name, namespace };
  const rules = [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [map], verbs: ['get'] }];
  return [
    { ...RBAC, kind: 'Role', metadata, rules },
    {
      ...RBAC,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: RBAC_GROUP, kind: 'Role', name },
      subjects,
    },
  ];
}

function clusterBinding(name: string, role: string, subject: Manifest): Manifest {
  const roleRef = { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: role };
  return { ...RBAC, kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects: [subject] };
}

function configMap(namespace: string, name: string, data: Record<string, string>): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

const CLUSTER_CONFIGURATION = `apiServer: {}
apiVersion: kubeadm.k8s.io/v1beta4
caCertificateValidityPeriod: 87600h0m0s
certificateValidityPeriod: 8760h0m0s
certificatesDir: /etc/kubernetes/pki
clusterName: kubernetes
controllerManager: {}
dns: {}
encryptionAlgorithm: ECDSA-P256
etcd:
  local:
    dataDir: /var/lib/etcd
imageRepository: registry.k8s.io
kind: ClusterConfiguration
kubernetesVersion: v1.34.0
networking:
  dnsDomain: cluster.local
  podSubnet: 10.244.0.0/16
  serviceSubnet: 10.96.0.0/12
proxy: {}
scheduler: {}
`;

/** Without the settings that are zero. */
const KUBELET_CONFIGURATION = `apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  anonymous:
    enabled: false
  webhook:
    cacheTTL: 0s
    enabled: true
  x509:
    clientCAFile: /etc/kubernetes/pki/ca.crt
authorization:
  mode: Webhook
  webhook:
    cacheAuthorizedTTL: 0s
    cacheUnauthorizedTTL: 0s
cgroupDriver: systemd
clusterDNS:
- 10.96.0.10
clusterDomain: cluster.local
healthzBindAddress: 127.0.0.1
healthzPort: 10248
kind: KubeletConfiguration
rotateCertificates: true
staticPodPath: /etc/kubernetes/manifests
`;

/** Without the authority's certificate: who joins here needs none. */
const CLUSTER_INFO = `apiVersion: v1
clusters:
- cluster:
    server: https://172.18.0.2:6443
  name: ""
contexts: null
current-context: ""
kind: Config
users: null
`;

/** Phases upload-config and bootstrap-token. */
export const KUBEADM: readonly Manifest[] = [
  configMap('kube-system', 'kubeadm-config', { ClusterConfiguration: CLUSTER_CONFIGURATION }),
  configMap('kube-system', 'kubelet-config', { kubelet: KUBELET_CONFIGURATION }),
  configMap('kube-public', 'cluster-info', { kubeconfig: CLUSTER_INFO }),
  ...reader('kubeadm-config', 'kube-system', 'kubeadm:nodes-kubeadm-config', [JOINING, NODES]),
  ...reader('kubelet-config', 'kube-system', 'kubeadm:kubelet-config', [NODES, JOINING]),
  ...reader('cluster-info', 'kube-public', 'kubeadm:bootstrap-signer-clusterinfo', [
    { apiGroup: RBAC_GROUP, kind: 'User', name: 'system:anonymous' },
  ]),
  {
    ...RBAC,
    kind: 'ClusterRole',
    metadata: { name: 'kubeadm:get-nodes' },
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
  },
  clusterBinding('kubeadm:cluster-admins', 'cluster-admin', group('kubeadm:cluster-admins')),
  clusterBinding('kubeadm:get-nodes', 'kubeadm:get-nodes', JOINING),
  clusterBinding('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', JOINING),
  clusterBinding('kubeadm:node-autoapprove-bootstrap', `${CSR}:nodeclient`, JOINING),
  clusterBinding('kubeadm:node-autoapprove-certificate-rotation', `${CSR}:selfnodeclient`, NODES),
];

/** What belongs to kube-proxy. */
export const KUBE_PROXY_ACCESS: readonly Manifest[] = [
  clusterBinding('kubeadm:node-proxier', 'system:node-proxier', account('kube-proxy')),
  ...reader('kube-proxy', 'kube-system', 'kube-proxy', [JOINING]),
];
