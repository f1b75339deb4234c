import type { Manifest } from '../../engine/index';

/** kube-proxy as kubeadm installs it. */
export function kubeProxy(data: Record<string, string>): Manifest[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'kube-proxy',
        namespace: 'kube-system',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'kube-proxy',
        namespace: 'kube-system',
        labels: {
          app: 'kube-proxy',
        },
      },
      data,
    },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: {
        name: 'kube-proxy',
        namespace: 'kube-system',
        labels: {
          'k8s-app': 'kube-proxy',
        },
      },
      spec: {
        selector: {
          matchLabels: {
            'k8s-app': 'kube-proxy',
          },
        },
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: {
            maxUnavailable: 1,
          },
        },
        template: {
          metadata: {
            labels: {
              'k8s-app': 'kube-proxy',
            },
          },
          spec: {
            priorityClassName: 'system-node-critical',
            hostNetwork: true,
            serviceAccountName: 'kube-proxy',
            nodeSelector: {
              'kubernetes.io/os': 'linux',
            },
            tolerations: [
              {
                operator: 'Exists',
              },
            ],
            containers: [
              {
                name: 'kube-proxy',
                image: 'registry.k8s.io/kube-proxy:v1.34.0',
                command: [
                  '/usr/local/bin/kube-proxy',
                  '--config=/var/lib/kube-proxy/config.conf',
                  '--hostname-override=$(NODE_NAME)',
                ],
                env: [
                  {
                    name: 'NODE_NAME',
                    valueFrom: {
                      fieldRef: {
                        fieldPath: 'spec.nodeName',
                      },
                    },
                  },
                ],
                securityContext: {
                  privileged: true,
                },
                volumeMounts: [
                  {
                    name: 'kube-proxy',
                    mountPath: '/var/lib/kube-proxy',
                  },
                  {
                    name: 'xtables-lock',
                    mountPath: '/run/xtables.lock',
                  },
                  {
                    name: 'lib-modules',
                    mountPath: '/lib/modules',
                    readOnly: true,
                  },
                ],
              },
            ],
            volumes: [
              {
                name: 'kube-proxy',
                configMap: {
                  name: 'kube-proxy',
                },
              },
              {
                name: 'xtables-lock',
                hostPath: {
                  path: '/run/xtables.lock',
                  type: 'FileOrCreate',
                },
              },
              {
                name: 'lib-modules',
                hostPath: {
                  path: '/lib/modules',
                },
              },
            ],
          },
        },
      },
    },
  ];
}

/** Reduced to what matters most. */
export const KUBE_PROXY_MODE = {
  'config.conf':
    'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: iptables\n',
};

/** Without the settings that are zero. */
export const KUBE_PROXY_CONFIGURATION = {
  'config.conf': `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
clientConnection:
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
clusterCIDR: 10.244.0.0/16
kind: KubeProxyConfiguration
mode: ""`,
  'kubeconfig.conf': `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
    server: https://172.18.0.2:6443
  name: default
contexts:
- context:
    cluster: default
    namespace: default
    user: default
  name: default
current-context: default
users:
- name: default
  user:
    tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token`,
};

/** A CNI agent: tolerates everything, lives in the host network. */
export const KINDNET: readonly Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'kindnet',
      namespace: 'kube-system',
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {
      name: 'kindnet',
      namespace: 'kube-system',
      labels: {
        app: 'kindnet',
        'k8s-app': 'kindnet',
        tier: 'node',
      },
    },
    spec: {
      selector: {
        matchLabels: {
          app: 'kindnet',
        },
      },
      template: {
        metadata: {
          labels: {
            app: 'kindnet',
            'k8s-app': 'kindnet',
            tier: 'node',
          },
        },
        spec: {
          hostNetwork: true,
          serviceAccountName: 'kindnet',
          nodeSelector: {
            'kubernetes.io/os': 'linux',
          },
          tolerations: [
            {
              operator: 'Exists',
            },
          ],
          containers: [
            {
              name: 'kindnet-cni',
              image: 'docker.io/kindest/kindnetd:v20250512-df8de77b',
              env: [
                {
                  name: 'HOST_IP',
                  valueFrom: {
                    fieldRef: {
                      fieldPath: 'status.hostIP',
                    },
                  },
                },
              ],
              resources: {
                requests: {
                  cpu: '100m',
                  memory: '50Mi',
                },
                limits: {
                  cpu: '100m',
                  memory: '50Mi',
                },
              },
              securityContext: {
                privileged: false,
                capabilities: {
                  add: ['NET_RAW', 'NET_ADMIN'],
                },
              },
              volumeMounts: [
                {
                  name: 'cni-cfg',
                  mountPath: '/etc/cni/net.d',
                },
                {
                  name: 'xtables-lock',
                  mountPath: '/run/xtables.lock',
                },
                {
                  name: 'lib-modules',
                  mountPath: '/lib/modules',
                  readOnly: true,
                },
              ],
            },
          ],
          volumes: [
            {
              name: 'cni-cfg',
              hostPath: {
                path: '/etc/cni/net.d',
              },
            },
            {
              name: 'xtables-lock',
              hostPath: {
                path: '/run/xtables.lock',
                type: 'FileOrCreate',
              },
            },
            {
              name: 'lib-modules',
              hostPath: {
                path: '/lib/modules',
              },
            },
          ],
        },
      },
    },
  },
];

/** What the agent reads of the API. */
export const KINDNET_ACCESS: readonly Manifest[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: 'kindnet',
    },
    rules: [
      {
        apiGroups: [''],
        resources: ['nodes', 'pods', 'namespaces'],
        verbs: ['list', 'watch'],
      },
      {
        apiGroups: ['networking.k8s.io'],
        resources: ['networkpolicies'],
        verbs: ['list', 'watch'],
      },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: {
      name: 'kindnet',
    },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'kindnet',
    },
    subjects: [
      {
        kind: 'ServiceAccount',
        name: 'kindnet',
        namespace: 'kube-system',
      },
    ],
  },
];
