import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../k8s/types';
import { job } from '../kinds/job';
import { ENDING_TEMPLATE, Writes } from './testing/workloads';

const writes = new Writes(job, {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'web' },
  spec: { template: ENDING_TEMPLATE },
});

/** What a v1.34 server answered, in full. */
const SMALL =
  'spec.template: Invalid value: {"labels":{"app":"web","batch.kubernetes.io/controller-uid":"UID","batch.kubernetes.io/job-name":"web","controller-uid":"UID","job-name":"web"},"Spec":{"Volumes":null,"InitContainers":null,"Containers":[{"Name":"nginx","Image":"nginx:2","Command":null,"Args":null,"WorkingDir":"","Ports":null,"EnvFrom":null,"Env":null,"Resources":{"Limits":null,"Requests":null,"Claims":null},"ResizePolicy":null,"RestartPolicy":null,"RestartPolicyRules":null,"VolumeMounts":null,"VolumeDevices":null,"LivenessProbe":null,"ReadinessProbe":null,"StartupProbe":null,"Lifecycle":null,"TerminationMessagePath":"/dev/termination-log","TerminationMessagePolicy":"File","ImagePullPolicy":"Always","SecurityContext":null,"Stdin":false,"StdinOnce":false,"TTY":false}],"EphemeralContainers":null,"RestartPolicy":"Never","TerminationGracePeriodSeconds":30,"ActiveDeadlineSeconds":null,"DNSPolicy":"ClusterFirst","NodeSelector":null,"ServiceAccountName":"","AutomountServiceAccountToken":null,"NodeName":"","SecurityContext":{"HostNetwork":false,"HostPID":false,"HostIPC":false,"ShareProcessNamespace":null,"HostUsers":null,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"SupplementalGroups":null,"SupplementalGroupsPolicy":null,"FSGroup":null,"FSGroupChangePolicy":null,"Sysctls":null,"SeccompProfile":null,"AppArmorProfile":null,"SELinuxChangePolicy":null},"ImagePullSecrets":null,"Hostname":"","Subdomain":"","SetHostnameAsFQDN":null,"Affinity":null,"SchedulerName":"default-scheduler","Tolerations":null,"HostAliases":null,"PriorityClassName":"","Priority":null,"PreemptionPolicy":null,"DNSConfig":null,"ReadinessGates":null,"RuntimeClassName":null,"Overhead":null,"EnableServiceLinks":null,"TopologySpreadConstraints":null,"OS":null,"SchedulingGates":null,"ResourceClaims":null,"Resources":null,"HostnameOverride":null}}: field is immutable';

test('API-39 a changed template is printed with all that it lacks', () => {
  expect(writes.update({ 'spec.template.spec.containers[0].image': 'nginx:2' })).toEqual([SMALL]);
});

const SPEC: JsonObject = {
  restartPolicy: 'Never',
  hostNetwork: true,
  hostUsers: true,
  shareProcessNamespace: true,
  nodeSelector: { b: 'x', a: 'y' },
  serviceAccountName: 'sa',
  imagePullSecrets: [{ name: 's' }],
  securityContext: {
    runAsUser: 5,
    fsGroup: 3,
    seccompProfile: { type: 'RuntimeDefault' },
    sysctls: [{ name: 'a', value: 'b' }],
  },
  tolerations: [{ operator: 'Exists' }, { key: 'a', value: 'b', effect: 'NoExecute', tolerationSeconds: 5 }],
  hostAliases: [{ ip: '1.2.3.4', hostnames: ['x'] }],
  dnsConfig: { nameservers: ['1.1.1.1'], options: [{ name: 'ndots', value: '2' }] },
  os: { name: 'linux' },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: {
        matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
        matchLabels: { z: '1', a: '2' },
      },
    },
  ],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, preference: { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] } },
      ],
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 5, podAffinityTerm: { topologyKey: 'zone', labelSelector: { matchLabels: { a: 'b' } } } },
      ],
    },
  },
  volumes: [
    { name: 'a', hostPath: { path: '/x' } },
    { name: 'b', emptyDir: { sizeLimit: '1Gi' } },
    { name: 'c', secret: { secretName: 's', items: [{ key: 'k', path: 'p' }] } },
    { name: 'd', configMap: { name: 'c', optional: true } },
    {
      name: 'e',
      projected: {
        sources: [
          { serviceAccountToken: { path: 't' } },
          { configMap: { name: 'c' } },
          { downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        ],
      },
    },
    { name: 'f', persistentVolumeClaim: { claimName: 'p' } },
    { name: 'g', csi: { driver: 'd', volumeAttributes: { b: '1', a: '2' } } },
    {
      name: 'h',
      downwardAPI: {
        items: [{ path: 'c', resourceFieldRef: { containerName: 'c', resource: 'limits.cpu' } }],
      },
    },
    { name: 'i' },
  ],
  initContainers: [{ name: 'i', image: 'b:1', restartPolicy: 'Always' }],
  containers: [
    {
      name: 'c',
      image: 'x',
      command: ['sh', '-c', 'a && b > c'],
      args: ['x'],
      ports: [{ containerPort: 80, name: 'http' }],
      env: [
        { name: 'A', value: 'b' },
        { name: 'B', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        { name: 'C', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
        { name: 'D', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      ],
      envFrom: [{ prefix: 'P_', configMapRef: { name: 'c' } }],
      resources: { limits: { memory: '1Gi', cpu: '500m' }, requests: { cpu: '0.1' } },
      volumeMounts: [{ name: 'a', mountPath: '/x', readOnly: true }],
      livenessProbe: { httpGet: { port: 'http', httpHeaders: [{ name: 'X', value: 'y' }] } },
      readinessProbe: { exec: { command: ['true'] } },
      startupProbe: { grpc: { port: 5 } },
      lifecycle: { preStop: { sleep: { seconds: 5 } }, postStart: { exec: { command: ['x'] } } },
      securityContext: {
        privileged: true,
        capabilities: { add: ['A'], drop: ['ALL'] },
        seLinuxOptions: { level: 'x' },
      },
      tty: true,
      resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
    },
  ],
};

/** The same of a template with a bit of everything, without its nulls. */
const LARGE: JsonObject = {
  labels: {
    app: 'web',
    'batch.kubernetes.io/controller-uid': 'UID',
    'batch.kubernetes.io/job-name': 'web',
    'controller-uid': 'UID',
    'job-name': 'web',
  },
  annotations: { a: 'y', z: '<&>' },
  Spec: {
    Volumes: [
      { Name: 'a', HostPath: { Path: '/x', Type: '' } },
      { Name: 'b', EmptyDir: { Medium: '', SizeLimit: '1Gi' } },
      { Name: 'c', Secret: { SecretName: 's', Items: [{ Key: 'k', Path: 'p' }], DefaultMode: 420 } },
      { Name: 'd', ConfigMap: { Name: 'c', DefaultMode: 420, Optional: true } },
      {
        Name: 'e',
        Projected: {
          Sources: [
            { ServiceAccountToken: { Audience: '', ExpirationSeconds: 3600, Path: 't' } },
            { ConfigMap: { Name: 'c' } },
            {
              DownwardAPI: {
                Items: [{ Path: 'l', FieldRef: { APIVersion: 'v1', FieldPath: 'metadata.labels' } }],
              },
            },
          ],
          DefaultMode: 420,
        },
      },
      { Name: 'f', PersistentVolumeClaim: { ClaimName: 'p', ReadOnly: false } },
      { Name: 'g', CSI: { Driver: 'd', VolumeAttributes: { a: '2', b: '1' } } },
      {
        Name: 'h',
        DownwardAPI: {
          Items: [
            { Path: 'c', ResourceFieldRef: { ContainerName: 'c', Resource: 'limits.cpu', Divisor: '0' } },
          ],
          DefaultMode: 420,
        },
      },
      { Name: 'i', EmptyDir: { Medium: '' } },
    ],
    InitContainers: [
      {
        Name: 'i',
        Image: 'b:1',
        WorkingDir: '',
        Resources: {},
        RestartPolicy: 'Always',
        TerminationMessagePath: '/dev/termination-log',
        TerminationMessagePolicy: 'File',
        ImagePullPolicy: 'IfNotPresent',
        Stdin: false,
        StdinOnce: false,
        TTY: false,
      },
    ],
    Containers: [
      {
        Name: 'c',
        Image: 'x',
        Command: ['sh', '-c', 'a && b > c'],
        Args: ['x'],
        WorkingDir: '',
        Ports: [{ Name: 'http', HostPort: 0, ContainerPort: 80, Protocol: 'TCP', HostIP: '' }],
        EnvFrom: [{ Prefix: 'P_', ConfigMapRef: { Name: 'c' } }],
        Env: [
          { Name: 'A', Value: 'b' },
          { Name: 'B', Value: '', ValueFrom: { FieldRef: { APIVersion: 'v1', FieldPath: 'spec.nodeName' } } },
          { Name: 'C', Value: '', ValueFrom: { SecretKeyRef: { Name: 's', Key: 'k' } } },
          {
            Name: 'D',
            Value: '',
            ValueFrom: { ResourceFieldRef: { ContainerName: '', Resource: 'limits.cpu', Divisor: '0' } },
          },
        ],
        Resources: { Limits: { cpu: '500m', memory: '1Gi' }, Requests: { cpu: '100m' } },
        ResizePolicy: [{ ResourceName: 'cpu', RestartPolicy: 'NotRequired' }],
        VolumeMounts: [{ Name: 'a', ReadOnly: true, MountPath: '/x', SubPath: '', SubPathExpr: '' }],
        LivenessProbe: {
          HTTPGet: {
            Path: '/',
            Port: 'http',
            Host: '',
            Scheme: 'HTTP',
            HTTPHeaders: [{ Name: 'X', Value: 'y' }],
          },
          InitialDelaySeconds: 0,
          TimeoutSeconds: 1,
          PeriodSeconds: 10,
          SuccessThreshold: 1,
          FailureThreshold: 3,
        },
        ReadinessProbe: {
          Exec: { Command: ['true'] },
          InitialDelaySeconds: 0,
          TimeoutSeconds: 1,
          PeriodSeconds: 10,
          SuccessThreshold: 1,
          FailureThreshold: 3,
        },
        StartupProbe: {
          GRPC: { Port: 5, Service: '' },
          InitialDelaySeconds: 0,
          TimeoutSeconds: 1,
          PeriodSeconds: 10,
          SuccessThreshold: 1,
          FailureThreshold: 3,
        },
        Lifecycle: { PostStart: { Exec: { Command: ['x'] } }, PreStop: { Sleep: { Seconds: 5 } } },
        TerminationMessagePath: '/dev/termination-log',
        TerminationMessagePolicy: 'File',
        ImagePullPolicy: 'Always',
        SecurityContext: {
          Capabilities: { Add: ['A'], Drop: ['ALL'] },
          Privileged: true,
          SELinuxOptions: { User: '', Role: '', Type: '', Level: 'x' },
        },
        Stdin: false,
        StdinOnce: false,
        TTY: true,
      },
    ],
    RestartPolicy: 'Never',
    TerminationGracePeriodSeconds: 30,
    DNSPolicy: 'ClusterFirst',
    NodeSelector: { a: 'y', b: 'x' },
    ServiceAccountName: 'sa',
    NodeName: '',
    SecurityContext: {
      HostNetwork: true,
      HostPID: false,
      HostIPC: false,
      ShareProcessNamespace: true,
      HostUsers: true,
      RunAsUser: 5,
      FSGroup: 3,
      Sysctls: [{ Name: 'a', Value: 'b' }],
      SeccompProfile: { Type: 'RuntimeDefault' },
    },
    ImagePullSecrets: [{ Name: 's' }],
    Hostname: '',
    Subdomain: '',
    Affinity: {
      NodeAffinity: {
        RequiredDuringSchedulingIgnoredDuringExecution: {
          NodeSelectorTerms: [{ MatchExpressions: [{ Key: 'a', Operator: 'Exists' }] }],
        },
        PreferredDuringSchedulingIgnoredDuringExecution: [
          {
            Weight: 1,
            Preference: { MatchFields: [{ Key: 'metadata.name', Operator: 'In', Values: ['n'] }] },
          },
        ],
      },
      PodAntiAffinity: {
        PreferredDuringSchedulingIgnoredDuringExecution: [
          { Weight: 5, PodAffinityTerm: { LabelSelector: { matchLabels: { a: 'b' } }, TopologyKey: 'zone' } },
        ],
      },
    },
    SchedulerName: 'default-scheduler',
    Tolerations: [
      { Key: '', Operator: 'Exists', Value: '', Effect: '' },
      { Key: 'a', Operator: '', Value: 'b', Effect: 'NoExecute', TolerationSeconds: 5 },
    ],
    HostAliases: [{ IP: '1.2.3.4', Hostnames: ['x'] }],
    PriorityClassName: '',
    DNSConfig: { Nameservers: ['1.1.1.1'], Options: [{ Name: 'ndots', Value: '2' }] },
    TopologySpreadConstraints: [
      {
        MaxSkew: 1,
        TopologyKey: 'zone',
        WhenUnsatisfiable: 'DoNotSchedule',
        LabelSelector: {
          matchLabels: { a: '2', z: '1' },
          matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
        },
      },
    ],
    OS: { Name: 'linux' },
  },
};

test('API-39 fields have the order, names and zero values of Go', () => {
  const [line = ''] = writes.update({
    'spec.template.metadata.annotations': { z: '<&>', a: 'y' },
    'spec.template.spec': SPEC,
  });
  const text = /^spec\.template: Invalid value: (.*): field is immutable$/.exec(line)?.[1] ?? '';
  // Texts inside a value can stand in HTML.
  expect(text).toContain('"z":"\\u003c\\u0026\\u003e"');
  expect(JSON.stringify(withoutNulls(JSON.parse(text) as Json))).toBe(JSON.stringify(LARGE));
});

function withoutNulls(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutNulls(entry ?? null)]));
}
