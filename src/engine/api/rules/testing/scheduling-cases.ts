import type { JsonObject } from '../../../../k8s/types';
import { set, pod, both, other, NODE_AFFINITY, EXPRESSION, SPREAD, type Case } from './case';

const toleration = (title: string, value: JsonObject): Case[] =>
  both(`VAL-67 ${title}`, { 'P.tolerations': [value] });
const term = (title: string, value: JsonObject): Case[] => both(`VAL-69 ${title}`, { [EXPRESSION]: value });

export const scheduling: Case[] = [
  ...toleration('an unknown operator', { key: 'a', operator: 'X' }),
  ...toleration('Equal without key', { operator: 'Equal', value: 'b' }),
  ...toleration('nothing at all', {}),
  ...toleration('Exists with a value', { key: 'a', operator: 'Exists', value: 'b' }),
  ...toleration('seconds without NoExecute', {
    key: 'a',
    operator: 'Exists',
    effect: 'NoSchedule',
    tolerationSeconds: 5,
  }),
  ...toleration('an unknown effect', { key: 'a', operator: 'Exists', effect: 'X' }),
  ...toleration('a bad key and value', { key: 'a b', value: 'c d' }),
  ...toleration('all', { operator: 'Exists' }),
  other('VAL-68 no effect', 'Node', { 'spec.taints': [{ key: 'a' }] }),
  other('VAL-68 an unknown effect', 'Node', { 'spec.taints': [{ key: 'a', effect: 'X' }] }),
  other('VAL-68 twice', 'Node', {
    'spec.taints': [
      { key: 'a', value: 'b', effect: 'NoSchedule' },
      { key: 'a', effect: 'NoSchedule' },
    ],
  }),
  other('VAL-68 a bad key and value', 'Node', {
    'spec.taints': [{ key: 'a b', value: 'c d', effect: 'NoSchedule' }],
  }),
  other('VAL-68 one key, two effects', 'Node', {
    'spec.taints': [
      { key: 'a', effect: 'NoSchedule' },
      { key: 'a', effect: 'NoExecute' },
    ],
  }),
  ...both('VAL-69 no terms', { [NODE_AFFINITY]: { nodeSelectorTerms: [] } }),
  ...term('In without values', { key: 'a', operator: 'In' }),
  ...term('Exists with values', { key: 'a', operator: 'Exists', values: ['b'] }),
  ...term('Gt with two values', { key: 'a', operator: 'Gt', values: ['1', '2'] }),
  ...term('an unknown operator', { key: 'a', operator: 'Like', values: ['b'] }),
  ...term('a bad key', { key: 'a b', operator: 'Exists' }),
  ...both('VAL-69 matchFields of another key', {
    [`${NODE_AFFINITY}.nodeSelectorTerms`]: [{ matchFields: [{ key: 'x', operator: 'In', values: ['a'] }] }],
  }),
  ...both('VAL-69 matchFields with two values', {
    [`${NODE_AFFINITY}.nodeSelectorTerms`]: [
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a', 'b'] }] },
    ],
  }),
  ...both('VAL-69 matchFields with another operator', {
    [`${NODE_AFFINITY}.nodeSelectorTerms`]: [{ matchFields: [{ key: 'metadata.name', operator: 'Exists' }] }],
  }),
  ...both('VAL-69 weight', {
    'P.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution': [
      { weight: 0, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
      { weight: 101, preference: {} },
    ],
  }),
  ...both('VAL-69 topologyKey', {
    'P.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution': [
      { topologyKey: '', labelSelector: {} },
    ],
    'P.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution': [
      { weight: 200, podAffinityTerm: { topologyKey: '', labelSelector: {} } },
    ],
  }),
  ...both('VAL-70 faults', {
    'P.topologySpreadConstraints': [
      { maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'X', labelSelector: {} },
    ],
  }),
  ...both('VAL-70 twice', { 'P.topologySpreadConstraints': [SPREAD, SPREAD] }),
  ...both('VAL-71 dnsPolicy, preemptionPolicy', { 'P.dnsPolicy': 'X', 'P.preemptionPolicy': 'Y' }),
  ...both('VAL-71 dnsPolicy None', { 'P.dnsPolicy': 'None' }),
  ...both('VAL-71 hostname', { 'P.hostname': 'a.b', 'P.subdomain': 'A' }),
  ...both('VAL-71 names', { 'P.serviceAccountName': 'A_', 'P.nodeName': 'B_', 'P.priorityClassName': 'C_' }),
  ...both('VAL-71 gates', { 'P.schedulingGates': [{ name: 'a b' }, { name: 'x' }, { name: 'x' }] }),
  ...both('VAL-71 a negative grace period', { 'P.terminationGracePeriodSeconds': -1 }),
  pod('VAL-71 an unknown service account', { 'P.serviceAccountName': 'nope' }),
  pod('VAL-71 an unknown priority class', { 'P.priorityClassName': 'nope' }),
  pod('VAL-9 restartPolicy unknown', { 'P.restartPolicy': 'Sometimes' }),
  pod('VAL-20 ephemeral containers', { 'P.ephemeralContainers': [{ name: 'd', image: 'b' }] }),
  pod('VAL-3 VAL-4 defaults', {}),
  pod('VAL-4 the account of older clients', {
    'P.serviceAccount': 'default',
    'P.automountServiceAccountToken': false,
  }),
  pod('VAL-5 guaranteed', { 'P.containers[0].resources': { limits: { cpu: '1', memory: '1Gi' } } }),
  pod('VAL-5 burstable', { 'P.containers[0].resources': { requests: { cpu: '1' } } }),
  set('VAL-23 unknown fields', {
    'spec.foo': 1,
    'P.containers[0].imagePullpolicy': 'Always',
    'metadata.bar': {},
  }),
  set('VAL-23 a text for a number', { 'spec.minReadySeconds': 'soon' }),
  set('VAL-23 a map for a list', { 'P.containers': {} }),
  set('VAL-23 a number for a text', { 'P.containers[0].image': 5 }),
  set('VAL-23 API-30 a fraction', { 'spec.revisionHistoryLimit': 1.5 }),
  pod('VAL-23 a number in a list of texts', { 'P.containers[0].args': ['a', 5] }),
  other('VAL-23 a number in a map of texts', 'ConfigMap', { data: { a: 5 } }),
];
