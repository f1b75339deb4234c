import { describe, expect, test } from 'vitest';
import { validateCreate } from '../testing/by-kind';
import { lines, withContainer, type Changes } from './testing/objects';

const C = 'spec.template.spec.containers[0]';
const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const RANGE = 'must be between 1 and 65535, inclusive';

type Row = [string, Changes, string[]];

const containerRows: Row[] = [
  ['VAL-27 no name', { name: '' }, [`${C}.name: Required value`]],
  ['VAL-27 a bad name', { name: 'My_App' }, [`${C}.name: Invalid value: "My_App": ${LABEL}`]],
  ['VAL-61 a name with dots', { name: 'a.b' }, [`${C}.name: Invalid value: "a.b": must not contain dots`]],
  ['VAL-29 no image', { image: undefined }, [`${C}.image: Required value`]],
  ['VAL-29 spaces are fine in a template', { image: ' nginx' }, []],
  [
    'VAL-30 imagePullPolicy',
    { imagePullPolicy: 'X' },
    [`${C}.imagePullPolicy: Unsupported value: "X": supported values: "Always", "IfNotPresent", "Never"`],
  ],
  [
    'VAL-31 terminationMessagePolicy',
    { terminationMessagePolicy: 'X' },
    [
      `${C}.terminationMessagePolicy: Unsupported value: "X": supported values: "File", "FallbackToLogsOnError"`,
    ],
  ],
  [
    'VAL-32 restartPolicy',
    { restartPolicy: 'Always' },
    [`${C}.restartPolicy: Forbidden: may not be set for non-init containers`],
  ],
  [
    'VAL-35 no containerPort',
    { ports: [{ protocol: 'TCP' }] },
    [`${C}.ports[0].containerPort: Required value`],
  ],
  [
    'VAL-35 containerPort out of range',
    { ports: [{ containerPort: 70000, protocol: 'TCP' }] },
    [`${C}.ports[0].containerPort: Invalid value: 70000: ${RANGE}`],
  ],
  [
    'VAL-36 hostPort out of range',
    { ports: [{ containerPort: 80, hostPort: -5, protocol: 'TCP' }] },
    [`${C}.ports[0].hostPort: Invalid value: -5: ${RANGE}`],
  ],
  [
    'VAL-37 hostPort twice',
    {
      ports: [
        { containerPort: 80, hostPort: 80, protocol: 'TCP' },
        { containerPort: 81, hostPort: 80, protocol: 'TCP' },
      ],
    },
    [`${C}.ports[1].hostPort: Duplicate value: "TCP//80"`],
  ],
  [
    'VAL-37 different protocols',
    {
      ports: [
        { containerPort: 80, hostPort: 80, protocol: 'TCP' },
        { containerPort: 80, hostPort: 80, protocol: 'UDP' },
      ],
    },
    [],
  ],
  [
    'VAL-39 protocol',
    { ports: [{ containerPort: 80, protocol: 'X' }] },
    [`${C}.ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"`],
  ],
  [
    'VAL-40 port names',
    {
      ports: [
        { name: 'Much-too-long-name', containerPort: 80, protocol: 'TCP' },
        { name: '-1--', containerPort: 81, protocol: 'TCP' },
      ],
    },
    [
      `${C}.ports[0].name: Invalid value: "Much-too-long-name": must be no more than 15 characters`,
      `${C}.ports[0].name: Invalid value: "Much-too-long-name": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
      `${C}.ports[1].name: Invalid value: "-1--": must contain at least one letter (a-z)`,
      `${C}.ports[1].name: Invalid value: "-1--": must not contain consecutive hyphens`,
      `${C}.ports[1].name: Invalid value: "-1--": must not begin or end with a hyphen`,
    ],
  ],
  [
    'VAL-40 a port name twice',
    {
      ports: [
        { name: 'web', containerPort: 80, protocol: 'TCP' },
        { name: 'web', containerPort: 81, protocol: 'TCP' },
      ],
    },
    [`${C}.ports[1].name: Duplicate value: "web"`],
  ],
  [
    'VAL-41 env names',
    { env: [{ value: 'x' }, { name: 'A=B' }, { name: '1 ok!' }] },
    [
      `${C}.env[0].name: Required value`,
      `${C}.env[1].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than '='`,
    ],
  ],
  [
    'VAL-42 value and valueFrom',
    {
      env: [
        { name: 'A', value: 'x', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
      ],
    },
    [`${C}.env[0].valueFrom: Invalid value: "": may not be specified when \`value\` is not empty`],
  ],
  [
    'VAL-42 an empty valueFrom',
    { env: [{ name: 'A', valueFrom: {} }] },
    [
      `${C}.env[0].valueFrom: Invalid value: "": must specify one of: \`fieldRef\`, \`resourceFieldRef\`, \`configMapKeyRef\` or \`secretKeyRef\``,
    ],
  ],
  [
    'VAL-43 envFrom without and with two sources',
    { envFrom: [{}, { configMapRef: { name: 'a' }, secretRef: { name: 'b' } }] },
    [
      `${C}.envFrom: Invalid value: "": must specify one of: \`configMapRef\` or \`secretRef\``,
      `${C}.envFrom: Invalid value: "": may not have more than one field specified at a time`,
    ],
  ],
  [
    'VAL-44 request above limit',
    { resources: { limits: { cpu: '1' }, requests: { cpu: '2000m' } } },
    [`${C}.resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1`],
  ],
  [
    'VAL-45 a request that is not the limit',
    { resources: { limits: { 'example.com/gpu': '2' }, requests: { 'example.com/gpu': '1' } } },
    [`${C}.resources.requests: Invalid value: "1": must be equal to example.com/gpu limit of 2`],
  ],
  [
    'VAL-46 an extended resource without limit',
    { resources: { requests: { 'example.com/gpu': '1' } } },
    [`${C}.resources.limits: Required value: Limit must be set for non overcommitable resources`],
  ],
  [
    'VAL-47 a negative quantity',
    { resources: { requests: { cpu: '-1' } } },
    [`${C}.resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0`],
  ],
  [
    'VAL-48 an unknown resource',
    { resources: { requests: { foo: '1' } } },
    [
      `${C}.resources.requests[foo]: Invalid value: "foo": must be a standard resource type or fully qualified`,
      `${C}.resources.requests[foo]: Invalid value: "foo": must be a standard resource for containers`,
    ],
  ],
  [
    'VAL-44 no faults',
    { resources: { limits: { memory: '1Gi' }, requests: { memory: '1024Mi', cpu: '100m' } } },
    [],
  ],
  [
    'VAL-49 no handler',
    { livenessProbe: { successThreshold: 1 } },
    [`${C}.livenessProbe: Required value: must specify a handler type`],
  ],
  [
    'VAL-49 two handlers',
    { livenessProbe: { exec: { command: ['true'] }, tcpSocket: { port: 80 }, successThreshold: 1 } },
    [`${C}.livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type`],
  ],
  [
    'VAL-50 successThreshold',
    { startupProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } },
    [`${C}.startupProbe.successThreshold: Invalid value: 2: must be 1`],
  ],
  ['VAL-50 not for readiness', { readinessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } }, []],
  [
    'VAL-51 negative numbers',
    { readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: -1 } },
    [`${C}.readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0`],
  ],
  [
    'VAL-52 grace of a liveness probe',
    { livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 1, terminationGracePeriodSeconds: 0 } },
    [`${C}.livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0`],
  ],
  [
    'VAL-52 grace of a readiness probe',
    { readinessProbe: { tcpSocket: { port: 80 }, terminationGracePeriodSeconds: 5 } },
    [
      `${C}.readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes`,
    ],
  ],
  [
    'VAL-53 httpGet',
    { readinessProbe: { httpGet: { port: 0, scheme: 'ftp' } } },
    [
      `${C}.readinessProbe.httpGet.path: Required value`,
      `${C}.readinessProbe.httpGet.port: Invalid value: 0: ${RANGE}`,
      `${C}.readinessProbe.httpGet.scheme: Unsupported value: "ftp": supported values: "HTTP", "HTTPS"`,
    ],
  ],
  [
    'VAL-53 a named port and an empty command',
    { readinessProbe: { tcpSocket: { port: 'Web' } }, livenessProbe: { exec: {}, successThreshold: 1 } },
    [
      `${C}.livenessProbe.exec.command: Required value`,
      `${C}.readinessProbe.tcpSocket.port: Invalid value: "Web": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
    ],
  ],
  [
    'VAL-57 a mount without volume',
    { volumeMounts: [{ name: 'data', mountPath: '/data' }, { mountPath: '/x' }] },
    [
      `${C}.volumeMounts[0].name: Not found: "data"`,
      `${C}.volumeMounts[1].name: Required value`,
      `${C}.volumeMounts[1].name: Not found: ""`,
    ],
  ],
];

describe('containers', () => {
  test.each(containerRows)('%s', (_, changes, expected) => {
    expect(lines(validateCreate('DaemonSet', withContainer(changes)))).toEqual(expected);
  });
});
