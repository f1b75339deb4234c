import { describe, expect, test } from 'vitest';
import { job } from '../kinds/job';
import { QUALIFIED, SUBDOMAIN, NOT_NEGATIVE, ENDING_TEMPLATE, Writes, type Row } from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(job, {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'web' },
  spec: { template: ENDING_TEMPLATE },
});

const creates: Row[] = [
  ['the manifest as it is', {}, []],
  [
    'no template',
    { 'spec.template': undefined },
    [
      'spec.template.spec.containers: Required value',
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ],
  ],
  [
    'the default restartPolicy',
    { 'spec.template.spec.restartPolicy': undefined },
    ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ],
  [
    'restartPolicy Always',
    { 'spec.template.spec.restartPolicy': 'Always' },
    ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ],
  [
    'an unknown restartPolicy',
    { 'spec.template.spec.restartPolicy': 'Foo' },
    [
      'spec.template.spec.restartPolicy: Unsupported value: "Foo": supported values: "Always", "OnFailure", "Never"',
      'spec.template.spec.restartPolicy: Unsupported value: "Foo": supported values: "OnFailure", "Never"',
    ],
  ],
  [
    'negative numbers',
    {
      'spec.parallelism': -1,
      'spec.completions': -1,
      'spec.activeDeadlineSeconds': -1,
      'spec.backoffLimit': -1,
      'spec.ttlSecondsAfterFinished': -1,
    },
    [
      `spec.parallelism: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.completions: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.activeDeadlineSeconds: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.backoffLimit: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.ttlSecondsAfterFinished: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'per index without index',
    { 'spec.backoffLimitPerIndex': -1, 'spec.maxFailedIndexes': -1 },
    [
      `spec.backoffLimitPerIndex: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.maxFailedIndexes: Invalid value: -1: ${NOT_NEGATIVE}`,
      'spec.backoffLimitPerIndex: Invalid value: -1: requires indexed completion mode',
      'spec.maxFailedIndexes: Invalid value: -1: requires indexed completion mode',
    ],
  ],
  [
    'maxFailedIndexes alone',
    { 'spec.completionMode': 'Indexed', 'spec.completions': 3, 'spec.maxFailedIndexes': 4 },
    [
      'spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified',
      'spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions',
    ],
  ],
  [
    'managedBy',
    { 'spec.managedBy': 'me' },
    ['spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")'],
  ],
  [
    'managedBy of an odd host',
    { 'spec.managedBy': 'A_b/x y' },
    [
      `spec.managedBy: Invalid value: "A_b": ${SUBDOMAIN}`,
      "spec.managedBy: Invalid value: \"x y\": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')",
    ],
  ],
  [
    'managedBy too long',
    { 'spec.managedBy': 'a.io/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' },
    ['spec.managedBy: Too long: may not be more than 63 bytes'],
  ],
  [
    'completionMode',
    { 'spec.completionMode': 'Foo' },
    ['spec.completionMode: Unsupported value: "Foo": supported values: "NonIndexed", "Indexed"'],
  ],
  [
    'Indexed without completions',
    { 'spec.completionMode': 'Indexed', 'spec.parallelism': 2 },
    ['spec.completions: Required value: when completion mode is Indexed'],
  ],
  [
    'Indexed with too much',
    { 'spec.completionMode': 'Indexed', 'spec.completions': 200000, 'spec.parallelism': 100001 },
    [
      'spec.parallelism: Invalid value: 100001: must be less than or equal to 100000 when completion mode is Indexed',
    ],
  ],
  [
    'Indexed with many failures',
    {
      'spec.completionMode': 'Indexed',
      'spec.completions': 200000,
      'spec.parallelism': 20000,
      'spec.backoffLimitPerIndex': 1,
    },
    [
      'spec.maxFailedIndexes: Required value: must be specified when completions is above 100000',
      'spec.parallelism: Invalid value: 20000: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index',
    ],
  ],
  [
    'Indexed with too many failures',
    {
      'spec.completionMode': 'Indexed',
      'spec.completions': 200000,
      'spec.parallelism': 2,
      'spec.backoffLimitPerIndex': 1,
      'spec.maxFailedIndexes': 100001,
    },
    [
      'spec.maxFailedIndexes: Invalid value: 100001: must be less than or equal to 100000',
      'spec.maxFailedIndexes: Invalid value: 100001: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index',
    ],
  ],
  [
    'a long name with an index',
    { 'metadata.name': 'a'.repeat(62), 'spec.completionMode': 'Indexed', 'spec.completions': 11 },
    [
      'metadata.name: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": will not able to create pod with invalid DNS label: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-10',
    ],
  ],
  [
    'a selector of its own',
    { 'spec.selector': { matchLabels: { app: 'web' } } },
    [
      'spec.selector: Invalid value: {"matchLabels":{"app":"web","batch.kubernetes.io/controller-uid":"UID"}}: `selector` not auto-generated',
    ],
  ],
  [
    'manualSelector without selector',
    { 'spec.manualSelector': true },
    [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
  ],
  ['manualSelector', { 'spec.manualSelector': true, 'spec.selector': { matchLabels: { app: 'web' } } }, []],
  [
    'manualSelector that does not match',
    { 'spec.manualSelector': true, 'spec.selector': { matchLabels: { app: 'x' } } },
    [
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
  ],
  [
    'manualSelector, malformed',
    { 'spec.manualSelector': true, 'spec.selector': { matchLabels: { 'a b': 'x' } } },
    [`spec.selector.matchLabels: Invalid value: "a b": ${QUALIFIED}`],
  ],
  [
    'a label of the server',
    { 'spec.template.metadata.labels': { 'job-name': 'other' } },
    [
      'spec.template.metadata.labels[job-name]: Invalid value: {"batch.kubernetes.io/controller-uid":"UID","batch.kubernetes.io/job-name":"web","controller-uid":"UID","job-name":"other"}: must be \'web\'',
    ],
  ],
  [
    'another uid',
    { 'spec.template.metadata.labels': { 'batch.kubernetes.io/controller-uid': 'other' } },
    [
      'spec.template.metadata.labels[batch.kubernetes.io/controller-uid]: Invalid value: {"batch.kubernetes.io/controller-uid":"other","batch.kubernetes.io/job-name":"web","controller-uid":"UID","job-name":"web"}: must be \'UID\'',
      'spec.template.metadata.labels: Invalid value: {"batch.kubernetes.io/controller-uid":"other","batch.kubernetes.io/job-name":"web","controller-uid":"UID","job-name":"web"}: `selector` does not match template `labels`',
    ],
  ],
  [
    'another uid in the selector',
    { 'spec.selector': { matchLabels: { 'batch.kubernetes.io/controller-uid': 'other' } } },
    [
      'spec.selector: Invalid value: {"matchLabels":{"batch.kubernetes.io/controller-uid":"other"}}: `selector` not auto-generated',
      'spec.template.metadata.labels: Invalid value: {"app":"web","batch.kubernetes.io/controller-uid":"UID","batch.kubernetes.io/job-name":"web","controller-uid":"UID","job-name":"web"}: `selector` does not match template `labels`',
    ],
  ],
  [
    'podReplacementPolicy',
    { 'spec.podReplacementPolicy': 'Foo' },
    [
      'spec.podReplacementPolicy: Unsupported value: "Foo": supported values: "Failed", "TerminatingOrFailed"',
    ],
  ],
  [
    'podReplacementPolicy with a failure policy',
    {
      'spec.podReplacementPolicy': 'TerminatingOrFailed',
      'spec.podFailurePolicy': {
        rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }],
      },
    },
    ['spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"'],
  ],
  [
    'a failure policy',
    {
      'spec.podFailurePolicy': {
        rules: [
          { action: 'FailJob', onExitCodes: { operator: 'In', values: [1, 2] } },
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
        ],
      },
    },
    [],
  ],
  [
    'a failure policy with OnFailure',
    {
      'spec.template.spec.restartPolicy': 'OnFailure',
      'spec.podFailurePolicy': {
        rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }],
      },
    },
    [
      'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified',
    ],
  ],
  [
    'actions',
    {
      'spec.podFailurePolicy': {
        rules: [
          { onExitCodes: { operator: 'In', values: [1] } },
          { action: 'Foo', onExitCodes: { operator: 'In', values: [1] } },
          { action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } },
        ],
      },
    },
    [
      'spec.podFailurePolicy.rules[0].action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]',
      'spec.podFailurePolicy.rules[1].action: Unsupported value: "Foo": supported values: "Count", "FailIndex", "FailJob", "Ignore"',
      'spec.podFailurePolicy.rules[2].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set',
    ],
  ],
  [
    'exit codes',
    {
      'spec.podFailurePolicy': {
        rules: [
          { action: 'FailJob', onExitCodes: { operator: 'In', values: [0, 3, 2, 2], containerName: 'x' } },
          { action: 'FailJob', onExitCodes: { operator: 'In' } },
          { action: 'FailJob', onExitCodes: { operator: 'Foo', values: [1] } },
          { action: 'FailJob', onExitCodes: { operator: undefined, values: [1] } },
        ],
      },
    },
    [
      'spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template',
      'spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator',
      'spec.podFailurePolicy.rules[0].onExitCodes.values[3]: Duplicate value: 2',
      'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [0,3,2,2]: must be ordered',
      'spec.podFailurePolicy.rules[1].onExitCodes.values: Invalid value: null: at least one value is required',
      'spec.podFailurePolicy.rules[2].onExitCodes.operator: Unsupported value: "Foo": supported values: "In", "NotIn"',
      'spec.podFailurePolicy.rules[3].onExitCodes.operator: Required value: valid values: ["In" "NotIn"]',
    ],
  ],
  [
    'pod conditions',
    {
      'spec.podFailurePolicy': {
        rules: [{ action: 'Count', onPodConditions: [{ type: 'a b', status: 'Foo' }] }],
      },
    },
    [
      `spec.podFailurePolicy.rules[0].onPodConditions[0].type: Invalid value: "a b": ${QUALIFIED}`,
      'spec.podFailurePolicy.rules[0].onPodConditions[0].status: Unsupported value: "Foo": supported values: "False", "True", "Unknown"',
    ],
  ],
  [
    'both or neither',
    {
      'spec.podFailurePolicy': {
        rules: [
          {
            action: 'FailJob',
            onExitCodes: { operator: 'In', values: [1] },
            onPodConditions: [{ type: 'x' }],
          },
          { action: 'Count' },
        ],
      },
    },
    [
      'spec.podFailurePolicy.rules[0]: Invalid value: specifying both OnExitCodes and OnPodConditions is not supported',
      'spec.podFailurePolicy.rules[1]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required',
    ],
  ],
  [
    'a success policy without index',
    { 'spec.successPolicy': { rules: [{ succeededCount: 1 }] } },
    [
      'spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}: requires indexed completion mode',
    ],
  ],
  [
    'an empty success policy',
    { 'spec.completionMode': 'Indexed', 'spec.completions': 3, 'spec.successPolicy': { rules: [] } },
    [
      'spec.successPolicy.rules: Required value: at least one rules must be specified when the successPolicy is specified',
    ],
  ],
  [
    'success rules',
    {
      'spec.completionMode': 'Indexed',
      'spec.completions': 5,
      'spec.successPolicy': {
        rules: [
          {},
          { succeededCount: 6 },
          { succeededIndexes: '1-2', succeededCount: 3 },
          { succeededIndexes: '7' },
          { succeededIndexes: '1-2-3' },
          { succeededIndexes: '3,1' },
          { succeededIndexes: 'x' },
          { succeededIndexes: '2-1' },
          { succeededCount: -1 },
        ],
      },
    },
    [
      'spec.successPolicy.rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified',
      'spec.successPolicy.rules[1].succeededCount: Invalid value: 6: must be less than or equal to 5 (the number of specified completions)',
      'spec.successPolicy.rules[2].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)',
      'spec.successPolicy.rules[3].succeededIndexes: Invalid value: "7": error parsing succeededIndexes: too large index: "7"',
      'spec.successPolicy.rules[4].succeededIndexes: Invalid value: "1-2-3": error parsing succeededIndexes: the fragment "1-2-3" violates the requirement that an index interval can have at most two parts separated by \'-\'',
      'spec.successPolicy.rules[5].succeededIndexes: Invalid value: "3,1": error parsing succeededIndexes: non-increasing order, previous: 3, current: 1',
      'spec.successPolicy.rules[6].succeededIndexes: Invalid value: "x": error parsing succeededIndexes: cannot convert string to integer for index: "x"',
      'spec.successPolicy.rules[7].succeededIndexes: Invalid value: "2-1": error parsing succeededIndexes: non-increasing order, previous: 2, current: 1',
      `spec.successPolicy.rules[8].succeededCount: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'no containers',
    { 'spec.template.spec.containers': [] },
    ['spec.template.spec.containers: Required value'],
  ],
  ['VAL-60 a name', { 'metadata.name': 'A_b' }, [`metadata.name: Invalid value: "A_b": ${SUBDOMAIN}`]],
];

describe('Job', () => {
  test.each(creates)('create: %s', (_title, changes, refused) => {
    expect(writes.create(changes)).toEqual(refused);
  });
});
