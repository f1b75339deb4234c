/** Strategic merge patches (API-44, API-45) with what a v1.34 API server makes of them. */
import type { JsonObject } from '../../../../k8s/types';

export type PatchCase = [
  name: string,
  struct: string,
  original: JsonObject,
  patch: JsonObject,
  result: JsonObject,
];
export const named = (...names: string[]): JsonObject[] => names.map((name) => ({ name }));
const pod = (spec: JsonObject): JsonObject => ({ containers: [{ name: 'a', ...spec }] });

export const MERGED: PatchCase[] = [
  [
    'null deletes',
    'ObjectMeta',
    { labels: { x: '1', y: '2' } },
    { labels: { x: null } },
    { labels: { y: '2' } },
  ],
  [
    'nulls of a new object vanish',
    'PodSpec',
    {},
    { nodeSelector: { a: null, b: '1' } },
    { nodeSelector: { b: '1' } },
  ],
  ['nulls in a new list stay', 'Container', {}, { args: [null, 'x'] }, { args: [null, 'x'] }],
  [
    'containers merge by name',
    'PodSpec',
    {
      containers: [
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'b:1' },
      ],
    },
    { containers: [{ name: 'b', image: 'b:2' }] },
    {
      containers: [
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'b:2' },
      ],
    },
  ],
  [
    'a new container stands before those that the patch does not name',
    'PodSpec',
    { containers: named('a', 'b') },
    { containers: named('c') },
    { containers: named('c', 'a', 'b') },
  ],
  [
    'env merges by name',
    'PodSpec',
    pod({ env: [{ name: 'E', value: '1' }] }),
    pod({
      env: [
        { name: 'E', value: '2' },
        { name: 'F', value: '3' },
      ],
    }),
    pod({
      env: [
        { name: 'E', value: '2' },
        { name: 'F', value: '3' },
      ],
    }),
  ],
  [
    'container ports merge by containerPort',
    'PodSpec',
    pod({ ports: [{ containerPort: 80, name: 'http', protocol: 'TCP' }] }),
    pod({ ports: [{ containerPort: 80, name: 'web' }, { containerPort: 81 }] }),
    pod({ ports: [{ containerPort: 80, name: 'web', protocol: 'TCP' }, { containerPort: 81 }] }),
  ],
  [
    'service ports merge by port',
    'ServiceSpec',
    { ports: [{ port: 80, targetPort: 1 }] },
    { ports: [{ port: 80, targetPort: 2 }, { port: 81 }] },
    { ports: [{ port: 80, targetPort: 2 }, { port: 81 }] },
  ],
  [
    'volume mounts merge by path',
    'Container',
    { volumeMounts: [{ mountPath: '/a', name: 'v' }] },
    { volumeMounts: [{ mountPath: '/a', readOnly: true }] },
    { volumeMounts: [{ mountPath: '/a', name: 'v', readOnly: true }] },
  ],
  [
    'conditions merge by type',
    'PodStatus',
    {
      conditions: [
        { type: 'Ready', status: 'False', reason: 'x' },
        { type: 'Initialized', status: 'True' },
      ],
    },
    { conditions: [{ type: 'Ready', status: 'True', reason: null }] },
    {
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'Initialized', status: 'True' },
      ],
    },
  ],
  [
    'conditions of a CustomResourceDefinition are replaced',
    'CustomResourceDefinitionStatus',
    { conditions: [{ type: 'A' }] },
    { conditions: [{ type: 'B' }] },
    { conditions: [{ type: 'B' }] },
  ],
  [
    'webhooks merge by name',
    'ValidatingWebhookConfiguration',
    { webhooks: [{ name: 'a', failurePolicy: 'Fail' }] },
    { webhooks: [{ name: 'a', timeoutSeconds: 1 }] },
    { webhooks: [{ name: 'a', failurePolicy: 'Fail', timeoutSeconds: 1 }] },
  ],
  ['args are replaced', 'Container', { args: ['x', 'y'] }, { args: ['z'] }, { args: ['z'] }],
  [
    'tolerations are replaced',
    'PodSpec',
    { tolerations: [{ key: 'a' }] },
    { tolerations: [{ key: 'b' }] },
    { tolerations: [{ key: 'b' }] },
  ],
  [
    'taints are replaced',
    'NodeSpec',
    { taints: [{ key: 'a' }] },
    { taints: [{ key: 'b' }] },
    { taints: [{ key: 'b' }] },
  ],
  [
    'ports of a network policy are replaced',
    'NetworkPolicyIngressRule',
    { ports: [{ port: 1 }] },
    { ports: [{ port: 2 }] },
    { ports: [{ port: 2 }] },
  ],
  [
    'rules of a role are replaced',
    'Role',
    { rules: [{ verbs: ['get'] }] },
    { rules: [{ verbs: ['list'] }] },
    { rules: [{ verbs: ['list'] }] },
  ],
  [
    'finalizers are a set',
    'ObjectMeta',
    { finalizers: ['a', 'b'] },
    { finalizers: ['b', 'c'] },
    { finalizers: ['a', 'b', 'c'] },
  ],
  [
    '$deleteFromPrimitiveList',
    'ObjectMeta',
    { finalizers: ['a', 'b'] },
    { '$deleteFromPrimitiveList/finalizers': ['a', 'z'] },
    { finalizers: ['b'] },
  ],
  [
    'owner references merge by uid',
    'ObjectMeta',
    { ownerReferences: [{ uid: '1', name: 'a', controller: true }] },
    {
      ownerReferences: [
        { uid: '1', controller: null },
        { uid: '2', name: 'b' },
      ],
    },
    {
      ownerReferences: [
        { uid: '1', name: 'a' },
        { uid: '2', name: 'b' },
      ],
    },
  ],
  [
    '$patch: delete of an item',
    'PodSpec',
    { containers: named('a', 'b') },
    { containers: [{ name: 'a', $patch: 'delete' }] },
    { containers: named('b') },
  ],
  [
    '$patch: delete of an absent item',
    'PodSpec',
    { containers: named('a') },
    { containers: [{ name: 'z', $patch: 'delete' }] },
    { containers: named('a') },
  ],
  [
    '$patch: delete of an absent list',
    'PodSpec',
    {},
    { volumes: [{ name: 'z', $patch: 'delete' }] },
    { volumes: [] },
  ],
  [
    '$patch: replace of a list',
    'PodSpec',
    { containers: named('a', 'b') },
    { containers: [{ $patch: 'replace' }, { name: 'z' }] },
    { containers: named('z') },
  ],
  [
    'an item that says $patch: replace is a mark on the list, not content',
    'PodSpec',
    { containers: named('a') },
    { containers: [{ $patch: 'replace', name: 'y' }, { name: 'z' }] },
    { containers: named('z') },
  ],
  [
    '$patch: replace of an object',
    'ObjectMeta',
    { labels: { a: '1' } },
    { labels: { $patch: 'replace', z: '3' } },
    { labels: { z: '3' } },
  ],
  [
    '$patch: delete of an object',
    'ObjectMeta',
    { labels: { a: '1' } },
    { labels: { $patch: 'delete', z: '3' } },
    { labels: {} },
  ],
  ['$patch in an object that is new', 'ObjectMeta', {}, { labels: { $patch: 'replace', z: '3' } }, {}],
  [
    '$setElementOrder alone',
    'PodSpec',
    { containers: named('a', 'b') },
    { '$setElementOrder/containers': named('b', 'a') },
    { containers: named('b', 'a') },
  ],
  [
    '$setElementOrder keeps what only the server has in its place',
    'PodSpec',
    { containers: named('a', 'sidecar', 'c') },
    { containers: named('new'), '$setElementOrder/containers': named('c', 'new', 'a') },
    { containers: named('sidecar', 'c', 'new', 'a') },
  ],
  [
    '$setElementOrder of a set',
    'ObjectMeta',
    { finalizers: ['a', 'b'] },
    { finalizers: ['c'], '$setElementOrder/finalizers': ['c', 'b', 'a'] },
    { finalizers: ['c', 'b', 'a'] },
  ],
  [
    '$retainKeys of a volume',
    'PodSpec',
    { volumes: [{ name: 'v', emptyDir: {} }] },
    { volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/x' } }] },
    { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
  ],
  [
    'without $retainKeys a volume keeps its old source',
    'PodSpec',
    { volumes: [{ name: 'v', emptyDir: {} }] },
    { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
    { volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/x' } }] },
  ],
  [
    '$retainKeys of a Deployment strategy',
    'DeploymentSpec',
    { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
    { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    { strategy: { type: 'Recreate' } },
  ],
  [
    'the selector of a disruption budget is replaced as a whole',
    'PodDisruptionBudgetSpec',
    { selector: { matchLabels: { a: '1' } } },
    { selector: { matchLabels: { b: '1' } } },
    { selector: { matchLabels: { b: '1' } } },
  ],
  [
    'any other selector is merged',
    'DaemonSetSpec',
    { selector: { matchLabels: { a: '1' } } },
    { selector: { matchLabels: { b: '1' } } },
    { selector: { matchLabels: { a: '1', b: '1' } } },
  ],
  [
    'DS-61 a revision puts its template in place of the whole template',
    'DaemonSet',
    { spec: { template: { metadata: { labels: { a: '1' } }, spec: { nodeName: 'x' } }, minReadySeconds: 1 } },
    { spec: { template: { $patch: 'replace', spec: { containers: [] } } } },
    { spec: { template: { spec: { containers: [] } }, minReadySeconds: 1 } },
  ],
  ['another type takes the place', 'ObjectMeta', { labels: { a: '1' } }, { labels: 'x' }, { labels: 'x' }],
];
