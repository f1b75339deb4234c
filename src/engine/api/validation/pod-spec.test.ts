import { describe, expect, test } from 'vitest';
import type { Json } from '../../../k8s/types';
import { validateCreate } from '../testing/by-kind';
import { CONTAINER, lines, pod, withTemplate, type Changes } from './testing/objects';

const P = 'spec.template.spec';
const C = `${P}.containers[0]`;
const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const NAME_PART =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

type Row = [string, Changes, string[]];

const DATA: Json = { name: 'data', emptyDir: {} };
const mounts = (...list: Json[]): Changes => ({ volumes: [DATA], 'containers[0].volumeMounts': list });
const toleration = (value: Json): Changes => ({ tolerations: [value] });
const T = `${P}.tolerations[0]`;
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const NA = `${P}.affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms`;
const terms = (...list: Json[]): Changes => ({
  affinity: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: list } } },
});
const expression = (value: Json): Changes => terms({ matchExpressions: [value] });
const EXPRESSION = `${NA}[0].matchExpressions[0]`;
const FIELD = `${NA}[0].matchFields[0]`;
const S = `${P}.topologySpreadConstraints`;
const SPREAD: Json = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };

const rows: Row[] = [
  ['VAL-26 no containers', { containers: [] }, [`${P}.containers: Required value`]],
  [
    'VAL-28 a name twice',
    { containers: [CONTAINER, CONTAINER] },
    [`${P}.containers[1].name: Duplicate value: "nginx"`],
  ],
  [
    'VAL-28 an init container with the name of a container',
    { initContainers: [CONTAINER] },
    [`${P}.initContainers[0].name: Duplicate value: "nginx"`],
  ],
  [
    'VAL-33 restartPolicy of an init container',
    { initContainers: [{ ...CONTAINER, name: 'init', restartPolicy: 'Never' }] },
    [`${P}.initContainers[0].restartPolicy: Unsupported value: "Never": supported values: "Always"`],
  ],
  [
    'VAL-34 probes of an init container',
    { initContainers: [{ ...CONTAINER, name: 'init', lifecycle: {}, startupProbe: {} }] },
    [
      `${P}.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always`,
      `${P}.initContainers[0].startupProbe: Forbidden: may not be set for init containers without restartPolicy=Always`,
    ],
  ],
  [
    'VAL-34 probes of a sidecar',
    {
      initContainers: [
        {
          ...CONTAINER,
          name: 'init',
          restartPolicy: 'Always',
          startupProbe: { tcpSocket: { port: 1 }, successThreshold: 1 },
        },
      ],
    },
    [],
  ],
  [
    'VAL-37 hostPort in two containers',
    {
      containers: ['a', 'b'].map((name) => ({
        ...CONTAINER,
        name,
        ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }],
      })),
    },
    [`${P}.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"`],
  ],
  [
    'VAL-38 hostPort with hostNetwork',
    { hostNetwork: true, 'containers[0].ports': [{ containerPort: 80, hostPort: 81, protocol: 'TCP' }] },
    [`${C}.ports[0].hostPort: Invalid value: 81: must match \`containerPort\` when \`hostNetwork\` is true`],
  ],
  [
    'VAL-38 no hostPort in a template',
    { hostNetwork: true, 'containers[0].ports': [{ containerPort: 80, protocol: 'TCP' }] },
    [],
  ],
  [
    'VAL-54 volume names',
    { volumes: [{ emptyDir: {} }, { name: 'A', emptyDir: {} }, DATA, DATA] },
    [
      `${P}.volumes[0].name: Required value`,
      `${P}.volumes[1].name: Invalid value: "A": ${LABEL}`,
      `${P}.volumes[3].name: Duplicate value: "data"`,
    ],
  ],
  [
    'VAL-55 two sources and none',
    { volumes: [{ name: 'a', emptyDir: {}, hostPath: { path: '/x' } }, { name: 'b' }] },
    [
      `${P}.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type`,
      `${P}.volumes[1]: Required value: must specify a volume type`,
    ],
  ],
  [
    'VAL-56 hostPath',
    {
      volumes: [
        { name: 'a', hostPath: {} },
        { name: 'b', hostPath: { path: '/a/../b' } },
        { name: 'c', hostPath: { path: '/c', type: 'Disk' } },
      ],
    },
    [
      `${P}.volumes[0].hostPath.path: Required value`,
      `${P}.volumes[1].hostPath.path: Invalid value: "/a/../b": must not contain '..'`,
      `${P}.volumes[2].hostPath.type: Unsupported value: "Disk": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"`,
    ],
  ],
  [
    'VAL-57 a mount of a faulty volume',
    { volumes: [{ name: 'a' }], 'containers[0].volumeMounts': [{ name: 'a', mountPath: '/a' }] },
    [
      `${P}.volumes[0]: Required value: must specify a volume type`,
      `${C}.volumeMounts[0].name: Not found: "a"`,
    ],
  ],
  [
    'VAL-58 mount paths',
    mounts({ name: 'data' }, { name: 'data', mountPath: '/x' }, { name: 'data', mountPath: '/x' }),
    [
      `${C}.volumeMounts[0].mountPath: Required value`,
      `${C}.volumeMounts[2].mountPath: Invalid value: "/x": must be unique`,
    ],
  ],
  [
    'VAL-58 sub-paths and propagation',
    mounts(
      { name: 'data', mountPath: '/a', subPath: '/x' },
      { name: 'data', mountPath: '/b', subPath: '../x', mountPropagation: 'Bidirectional' },
    ),
    [
      `${C}.volumeMounts.subPath: Invalid value: "/x": must be a relative path`,
      `${C}.volumeMounts.subPath: Invalid value: "../x": must not contain '..'`,
      `${C}.volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers`,
    ],
  ],
  [
    'VAL-66 nodeSelector',
    { nodeSelector: { 'a b': 'x', disk: 'a b' } },
    [
      `${P}.nodeSelector: Invalid value: "a b": ${NAME_PART}`,
      `${P}.nodeSelector: Invalid value: "a b": ${LABEL_VALUE}`,
    ],
  ],
  [
    'VAL-67 unknown operator',
    toleration({ key: 'a', operator: 'X' }),
    [`${T}.operator: Unsupported value: "X": supported values: "Equal", "Exists"`],
  ],
  [
    'VAL-67 no key',
    toleration({ operator: 'Equal' }),
    [
      `${T}.operator: Invalid value: "Equal": operator must be Exists when \`key\` is empty, which means "match all values and all keys"`,
    ],
  ],
  [
    'VAL-67 Exists with a value',
    toleration({ key: 'a', operator: 'Exists', value: 'b' }),
    [`${T}.operator: Invalid value: "b": value must be empty when \`operator\` is 'Exists'`],
  ],
  [
    'VAL-67 tolerationSeconds',
    toleration({ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 1 }),
    [
      `${T}.effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when \`tolerationSeconds\` is set`,
    ],
  ],
  [
    'VAL-67 effect and value',
    toleration({ key: 'a', value: 'a b', effect: 'X' }),
    [
      `${T}.operator: Invalid value: "a b": ${LABEL_VALUE}`,
      `${T}.effect: Unsupported value: "X": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"`,
    ],
  ],
  ['VAL-67 all taints', toleration({ operator: 'Exists' }), []],
  ['VAL-69 no terms', terms(), [`${NA}: Required value: must have at least one node selector term`]],
  [
    'VAL-69 In without values',
    expression({ key: 'a', operator: 'In' }),
    [`${EXPRESSION}.values: Required value: must be specified when \`operator\` is 'In' or 'NotIn'`],
  ],
  [
    'VAL-69 Exists with values',
    expression({ key: 'a', operator: 'Exists', values: ['b'] }),
    [`${EXPRESSION}.values: Forbidden: may not be specified when \`operator\` is 'Exists' or 'DoesNotExist'`],
  ],
  [
    'VAL-69 Gt with two values',
    expression({ key: 'a', operator: 'Gt', values: ['1', '2'] }),
    [
      `${EXPRESSION}.values: Required value: must be specified single value when \`operator\` is 'Lt' or 'Gt'`,
    ],
  ],
  [
    'VAL-69 unknown operator',
    expression({ key: 'a', operator: 'Is', values: ['1'] }),
    [`${EXPRESSION}.operator: Invalid value: "Is": not a valid selector operator`],
  ],
  [
    'VAL-69 matchFields',
    terms({ matchFields: [{ key: 'x', operator: 'In', values: ['a', 'b'] }] }),
    [
      `${FIELD}.values: Required value: must be only one value when \`operator\` is 'In' or 'NotIn' for node field selector`,
      `${FIELD}.key: Invalid value: "x": not a valid field selector key`,
    ],
  ],
  [
    'VAL-69 weight',
    { affinity: { nodeAffinity: { [PREFERRED]: [{ weight: 0, preference: {} }] } } },
    [`${P}.affinity.nodeAffinity.${PREFERRED}[0].weight: Invalid value: 0: must be in the range 1-100`],
  ],
  [
    'VAL-69 topologyKey of pod anti-affinity',
    { affinity: { podAntiAffinity: { [REQUIRED]: [{ labelSelector: {} }] } } },
    [
      `${P}.affinity.podAntiAffinity.${REQUIRED}[0].topologyKey: Required value: can not be empty`,
      `${P}.affinity.podAntiAffinity.${REQUIRED}[0].topologyKey: Invalid value: "": name part must be non-empty`,
      `${P}.affinity.podAntiAffinity.${REQUIRED}[0].topologyKey: Invalid value: "": ${NAME_PART}`,
    ],
  ],
  [
    'VAL-70 spread constraints',
    { topologySpreadConstraints: [{ maxSkew: 0, whenUnsatisfiable: 'X' }] },
    [
      `${S}[0].maxSkew: Invalid value: 0: must be greater than zero`,
      `${S}[0].topologyKey: Required value: can not be empty`,
      `${S}[0].whenUnsatisfiable: Unsupported value: "X": supported values: "DoNotSchedule", "ScheduleAnyway"`,
    ],
  ],
  [
    'VAL-70 a constraint twice',
    { topologySpreadConstraints: [SPREAD, SPREAD] },
    [`${S}[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{zone, DoNotSchedule}"`],
  ],
  [
    'VAL-71 dnsPolicy and preemptionPolicy',
    { dnsPolicy: 'X', preemptionPolicy: 'X' },
    [
      `${P}.dnsPolicy: Unsupported value: "X": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"`,
      `${P}.preemptionPolicy: Unsupported value: "X": supported values: "PreemptLowerPriority", "Never"`,
    ],
  ],
  [
    'VAL-71 names',
    { hostname: 'A', subdomain: 'a.b', serviceAccountName: 'A', nodeName: 'B', priorityClassName: 'C' },
    [
      `${P}.serviceAccountName: Invalid value: "A": ${SUBDOMAIN}`,
      `${P}.nodeName: Invalid value: "B": ${SUBDOMAIN}`,
      `${P}.hostname: Invalid value: "A": ${LABEL}`,
      `${P}.subdomain: Invalid value: "a.b": must not contain dots`,
      `${P}.priorityClassName: Invalid value: "C": ${SUBDOMAIN}`,
    ],
  ],
  [
    'VAL-71 scheduling gates',
    { schedulingGates: [{ name: 'a/b' }, { name: 'a/b' }] },
    [`${P}.schedulingGates[1]: Duplicate value: "a/b"`],
  ],
  ['VAL-71 a negative grace period', { terminationGracePeriodSeconds: -1 }, []],
];

describe('pod spec', () => {
  test.each(rows)('%s', (_, changes, expected) => {
    expect(lines(validateCreate('DaemonSet', withTemplate(changes)))).toEqual(expected);
  });
});

describe('pods', () => {
  test.each<Row>([
    ['VAL-26 a valid pod', {}, []],
    [
      'VAL-29 spaces around an image',
      { 'spec.containers[0].image': 'nginx ' },
      ['spec.containers[0].image: Invalid value: "nginx ": must not have leading or trailing whitespace'],
    ],
    [
      'VAL-38 a pod on the host network needs its host port',
      { 'spec.hostNetwork': true, 'spec.containers[0].ports': [{ containerPort: 80, protocol: 'TCP' }] },
      [
        'spec.containers[0].ports[0].hostPort: Invalid value: 0: must match `containerPort` when `hostNetwork` is true',
      ],
    ],
    [
      'VAL-20 ephemeral containers',
      { 'spec.ephemeralContainers': [{ ...CONTAINER, name: 'debug' }] },
      ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
    ],
    [
      'VAL-9 restartPolicy',
      { 'spec.restartPolicy': 'Sometimes' },
      [
        'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
      ],
    ],
  ])('%s', (_, changes, expected) => {
    expect(lines(validateCreate('Pod', pod(changes)))).toEqual(expected);
  });
});
