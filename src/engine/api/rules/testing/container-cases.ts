import { both, container, REQUESTS, LIMITS, PROBE, type Case } from './case';

export const containers: Case[] = [
  ...both('VAL-26 no containers', { 'P.containers': [] }),
  ...container('VAL-27 no name', { name: '' }),
  ...container('VAL-27 VAL-61 a bad name', { name: 'My_App' }),
  ...container('VAL-61 dots', { name: 'a.b' }),
  ...container('VAL-61 too long', { name: 'a'.repeat(64) }),
  ...both('VAL-28 twice', { 'P.containers[1]': { name: 'c', image: 'a' } }),
  ...both('VAL-28 an init container', { 'P.initContainers': [{ name: 'c', image: 'a' }] }),
  ...both('VAL-28 init containers', {
    'P.initContainers': [
      { name: 'i', image: 'a' },
      { name: 'i', image: 'a' },
    ],
  }),
  ...container('VAL-29 no image', { image: undefined }),
  ...container('VAL-29 blanks', { image: ' nginx' }),
  ...container('VAL-30 imagePullPolicy', { imagePullPolicy: 'Sometimes' }),
  ...[
    'nginx',
    'nginx:latest',
    'nginx:1',
    'r.io:5000/nginx',
    'nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  ].flatMap((image) => container(`VAL-2 imagePullPolicy of ${image.slice(0, 20)}`, { image })),
  ...container('VAL-31 terminationMessagePolicy', { terminationMessagePolicy: 'X' }),
  ...container('VAL-32 restartPolicy', { restartPolicy: 'Always' }),
  ...both('VAL-33 restartPolicy of an init container', {
    'P.initContainers': [{ name: 'i', image: 'a', restartPolicy: 'Never' }],
  }),
  ...both('VAL-34 probes of an init container', {
    'P.initContainers': [
      {
        name: 'i',
        image: 'a',
        livenessProbe: PROBE,
        readinessProbe: PROBE,
        startupProbe: PROBE,
        lifecycle: { preStop: { exec: { command: ['a'] } } },
      },
    ],
  }),
  ...both('VAL-34 probes of a sidecar', {
    'P.initContainers': [
      {
        name: 'i',
        image: 'a',
        restartPolicy: 'Always',
        livenessProbe: PROBE,
        readinessProbe: PROBE,
        startupProbe: PROBE,
      },
    ],
  }),
  ...container('VAL-35 no port', { ports: [{ protocol: 'TCP' }] }),
  ...container('VAL-35 VAL-36 out of range', { ports: [{ containerPort: 70000, hostPort: -1 }] }),
  ...container('VAL-36 hostPort 65536', { ports: [{ containerPort: 1, hostPort: 65536 }] }),
  ...both('VAL-37 one hostPort in two containers', {
    'P.containers': [
      { name: 'a', image: 'a', ports: [{ containerPort: 80, hostPort: 80 }] },
      {
        name: 'b',
        image: 'a',
        ports: [
          { containerPort: 81, hostPort: 80 },
          { containerPort: 82, hostPort: 80, hostIP: '127.0.0.1' },
        ],
      },
    ],
  }),
  ...both('VAL-38 hostNetwork, another hostPort', {
    'P.hostNetwork': true,
    'P.containers[0].ports': [{ containerPort: 80, hostPort: 81 }],
  }),
  ...both('VAL-3 VAL-38 hostNetwork, no hostPort', {
    'P.hostNetwork': true,
    'P.containers[0].ports': [{ containerPort: 80 }],
  }),
  ...container('VAL-39 protocol', { ports: [{ containerPort: 1, protocol: 'X' }] }),
  ...['a'.repeat(16), 'A', '80', 'a--b', '-a', 'a-', 'web'].flatMap((name) =>
    container(`VAL-40 port name ${name}`, { ports: [{ containerPort: 1, name }] }),
  ),
  ...container('VAL-40 a port name twice', {
    ports: [
      { containerPort: 1, name: 'a' },
      { containerPort: 2, name: 'a' },
    ],
  }),
  ...['', 'a=b', 'é', '1a', 'a b'].flatMap((name) =>
    container(`VAL-41 env ${name}`, { env: [{ name, value: 'x' }] }),
  ),
  ...container('VAL-42 value and valueFrom', {
    env: [{ name: 'a', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  }),
  ...container('VAL-42 an empty valueFrom', { env: [{ name: 'a', valueFrom: {} }] }),
  ...container('VAL-42 two sources', {
    env: [
      {
        name: 'a',
        valueFrom: { fieldRef: { fieldPath: 'metadata.name' }, configMapKeyRef: { name: 'a', key: 'b' } },
      },
    ],
  }),
  ...container('VAL-2 VAL-42 a field', {
    env: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
  }),
  ...container('VAL-42 an unknown field', {
    env: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: 'spec.nope' } } }],
  }),
  ...container('VAL-43 no source and two', {
    envFrom: [
      {},
      { configMapRef: { name: 'a' }, secretRef: { name: 'b' } },
      { prefix: '=', configMapRef: { name: '' } },
    ],
  }),
  ...container('VAL-44 request above limit', {
    [REQUESTS]: { cpu: '2', memory: '2Gi' },
    [LIMITS]: { cpu: '1', memory: '1Gi' },
  }),
  ...container('VAL-45 another request', {
    [REQUESTS]: { 'example.com/gpu': '1' },
    [LIMITS]: { 'example.com/gpu': '2' },
  }),
  ...container('VAL-46 no limit', { [REQUESTS]: { 'example.com/gpu': '1' } }),
  ...container('VAL-45 part of a thing', { [LIMITS]: { 'example.com/gpu': '1500m' } }),
  ...container('VAL-45 huge pages', { [LIMITS]: { 'hugepages-2Mi': '4Mi' } }),
  ...container('VAL-47 negative', { [REQUESTS]: { cpu: '-1' } }),
  ...container('VAL-48 unknown', { [REQUESTS]: { foo: '1' } }),
  ...container('VAL-48 a bad name', { [REQUESTS]: { 'a b/c': '1' } }),
  ...container('VAL-48 unreadable', { [REQUESTS]: { cpu: 'lots' } }),
  ...container('VAL-48 a bad suffix', { [REQUESTS]: { memory: '128MB' } }),
  ...container('VAL-3 limits without requests', {
    [LIMITS]: { cpu: '1', memory: '1Gi' },
    [REQUESTS]: { cpu: '500m' },
  }),
  ...container('VAL-2 quantities as written', {
    [LIMITS]: { cpu: '1.5', memory: '1500Mi' },
    [REQUESTS]: { cpu: 1, memory: '0.5Gi' },
  }),
  ...container('VAL-2 VAL-49 defaults of probes', {
    livenessProbe: { httpGet: { port: 80 } },
    readinessProbe: { grpc: { port: 1 } },
    startupProbe: { exec: { command: ['a'] } },
  }),
  ...container('VAL-49 no handler', { livenessProbe: {} }),
  ...container('VAL-49 two handlers', { livenessProbe: { ...PROBE, exec: { command: ['a'] } } }),
  ...container('VAL-50 successThreshold', {
    livenessProbe: { ...PROBE, successThreshold: 2 },
    startupProbe: { ...PROBE, successThreshold: 3 },
  }),
  ...container('VAL-51 negative', {
    readinessProbe: {
      ...PROBE,
      initialDelaySeconds: -1,
      timeoutSeconds: -1,
      periodSeconds: -1,
      successThreshold: -1,
      failureThreshold: -1,
    },
  }),
  ...container('VAL-52 grace', {
    livenessProbe: { ...PROBE, terminationGracePeriodSeconds: 0 },
    readinessProbe: { ...PROBE, terminationGracePeriodSeconds: 5 },
  }),
  ...container('VAL-53 httpGet', { livenessProbe: { httpGet: { path: '', port: 0, scheme: 'FTP' } } }),
  ...container('VAL-53 a bad port name', {
    livenessProbe: { httpGet: { port: 'a--b' } },
    readinessProbe: { tcpSocket: { port: '' } },
  }),
  ...container('VAL-53 no command', { livenessProbe: { exec: {} } }),
];

export const volumes: Case[] = [
  ...both('VAL-54 names', {
    'P.volumes': [{ name: '', emptyDir: {} }, { name: 'A', emptyDir: {} }, { name: 'v' }, { name: 'v' }],
  }),
  ...both('VAL-2 defaults of sources', {
    'P.volumes': [
      { name: 'a' },
      { name: 'b', configMap: { name: 'x' } },
      { name: 'c', secret: { secretName: 'x' } },
      { name: 'd', hostPath: { path: '/x' } },
      { name: 'e', downwardAPI: { items: [{ path: 'x', fieldRef: { fieldPath: 'metadata.name' } }] } },
      { name: 'f', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
    ],
  }),
  ...both('VAL-55 two sources', { 'P.volumes': [{ name: 'v', emptyDir: {}, hostPath: { path: '/x' } }] }),
  ...both('VAL-56 hostPath', {
    'P.volumes': [
      { name: 'a', hostPath: { path: '' } },
      { name: 'b', hostPath: { path: '/a/../b' } },
      { name: 'c', hostPath: { path: '/x', type: 'Nope' } },
    ],
  }),
  ...container('VAL-57 unknown volumes', {
    volumeMounts: [
      { name: 'nope', mountPath: '/x' },
      { name: '', mountPath: '/y' },
    ],
  }),
  ...both('VAL-58 mount paths', {
    'P.volumes': [{ name: 'v' }],
    'P.containers[0].volumeMounts': [
      { name: 'v', mountPath: '' },
      { name: 'v', mountPath: '/x' },
      { name: 'v', mountPath: '/x' },
      { name: 'v', mountPath: '/a', subPath: '/abs' },
      { name: 'v', mountPath: '/b', subPath: 'a/../b' },
      { name: 'v', mountPath: '/c', mountPropagation: 'Bidirectional' },
      { name: 'v', mountPath: '/d', mountPropagation: 'X' },
      { name: 'v', mountPath: '/e', subPath: 'a', subPathExpr: 'b' },
    ],
  }),
];
