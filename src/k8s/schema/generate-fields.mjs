/**
 * Writes fields.json: the name and wire type of every field of the kinds that the API server serves, for the decoder
 * (VAL-23). Run by hand: `node src/k8s/schema/generate-fields.mjs`. The field lists come from the type declarations of
 * the npm package kubernetes-types (v1.30); what they do not say (Go's number widths, named string types, the fields
 * added until v1.34) is in the tables below.
 *
 * A type is written as: `string`, `bool`, `int32`, `int64`, `bytes`, `quantity`, `intOrString`, `time`, `microTime`,
 * `any`; a named string type as its Go name (`v1.PullPolicy`); a struct as its name (`Container`); a list as `[]T`; a
 * map from strings as `{}T`. A `?` at the end: the server does not tell the zero value (empty text, list or map, 0, false)
 * from an absent field, so that it never stores it.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const KINDS = [
  'ConfigMap',
  'ControllerRevision',
  'DaemonSet',
  'Event',
  'Namespace',
  'Node',
  'Pod',
  'PriorityClass',
  'Secret',
  'Service',
  'ServiceAccount',
];

const SCALARS = {
  string: 'string',
  boolean: 'bool',
  number: 'int32',
  'number | string': 'intOrString',
  Quantity: 'quantity',
  Time: 'time',
  MicroTime: 'microTime',
  RawExtension: 'any',
  FieldsV1: 'any',
};

const INT64 = new Set([
  'activeDeadlineSeconds',
  'terminationGracePeriodSeconds',
  'runAsUser',
  'runAsGroup',
  'fsGroup',
  'supplementalGroups',
  'tolerationSeconds',
  'deletionGracePeriodSeconds',
  'generation',
  'observedGeneration',
  'revision',
  'expirationSeconds',
  'sizeBytes',
  'SleepAction.seconds',
]);

/** Where the declarations differ from the Go types; a type of undefined removes the field. */
const OVERLAY = {
  'ConfigMap.binaryData': '{}bytes',
  'Container.imagePullPolicy': 'v1.PullPolicy',
  'Container.restartPolicy': 'v1.ContainerRestartPolicy',
  'Container.restartPolicyRules': '[]ContainerRestartRule',
  'Container.terminationMessagePolicy': 'v1.TerminationMessagePolicy',
  'ContainerPort.protocol': 'v1.Protocol',
  'ContainerResizePolicy.resourceName': 'v1.ResourceName',
  'ContainerResizePolicy.restartPolicy': 'v1.ResourceResizeRestartPolicy',
  'ContainerStatus.allocatedResourcesStatus': '[]ResourceStatus',
  'ContainerStatus.stopSignal': 'v1.Signal',
  'ContainerStatus.user': 'ContainerUser',
  'DaemonSetCondition.status': 'v1.ConditionStatus',
  'DaemonSetCondition.type': 'v1.DaemonSetConditionType',
  'DaemonSetUpdateStrategy.type': 'v1.DaemonSetUpdateStrategyType',
  'EmptyDirVolumeSource.medium': 'v1.StorageMedium',
  'EnvVarSource.fileKeyRef': 'FileKeySelector',
  'HTTPGetAction.scheme': 'v1.URIScheme',
  'HostPathVolumeSource.type': 'v1.HostPathType',
  'LabelSelectorRequirement.operator': 'v1.LabelSelectorOperator',
  'Lifecycle.stopSignal': 'v1.Signal',
  'NamespaceCondition.status': 'v1.ConditionStatus',
  'NamespaceCondition.type': 'v1.NamespaceConditionType',
  'NamespaceSpec.finalizers': '[]v1.FinalizerName',
  'NamespaceStatus.phase': 'v1.NamespacePhase',
  'NodeAddress.type': 'v1.NodeAddressType',
  'NodeCondition.status': 'v1.ConditionStatus',
  'NodeCondition.type': 'v1.NodeConditionType',
  'NodeRuntimeHandlerFeatures.userNamespaces': 'bool',
  'NodeSelectorRequirement.operator': 'v1.NodeSelectorOperator',
  'NodeStatus.features': 'NodeFeatures',
  'NodeSystemInfo.swap': 'NodeSwapStatus',
  'NodeSpec.configSource': 'NodeConfigSource',
  'ObjectMeta.uid': 'types.UID',
  'ObjectReference.uid': 'types.UID',
  'OwnerReference.uid': 'types.UID',
  'PersistentVolumeClaimSpec.accessModes': '[]v1.PersistentVolumeAccessMode',
  'PersistentVolumeClaimSpec.volumeMode': 'v1.PersistentVolumeMode',
  'PodCondition.observedGeneration': 'int64',
  'PodCondition.status': 'v1.ConditionStatus',
  'PodCondition.type': 'v1.PodConditionType',
  'PodOS.name': 'v1.OSName',
  'PodResourceClaim.resourceClaimName': 'string',
  'PodResourceClaim.resourceClaimTemplateName': 'string',
  'PodResourceClaim.source': undefined,
  'PodReadinessGate.conditionType': 'v1.PodConditionType',
  'PodSecurityContext.fsGroupChangePolicy': 'v1.PodFSGroupChangePolicy',
  'PodSecurityContext.seLinuxChangePolicy': 'v1.PodSELinuxChangePolicy',
  'PodSecurityContext.supplementalGroupsPolicy': 'v1.SupplementalGroupsPolicy',
  'PodSpec.dnsPolicy': 'v1.DNSPolicy',
  'PodSpec.hostnameOverride': 'string',
  'PodSpec.preemptionPolicy': 'v1.PreemptionPolicy',
  'PodSpec.resources': 'ResourceRequirements',
  'PodSpec.restartPolicy': 'v1.RestartPolicy',
  'PodStatus.extendedResourceClaimStatus': 'PodExtendedResourceClaimStatus',
  'PodStatus.observedGeneration': 'int64',
  'PodStatus.phase': 'v1.PodPhase',
  'PodStatus.qosClass': 'v1.PodQOSClass',
  'PodStatus.resize': 'v1.PodResizeStatus',
  'PriorityClass.preemptionPolicy': 'v1.PreemptionPolicy',
  'ResourceClaim.request': 'string',
  'SeccompProfile.type': 'v1.SeccompProfileType',
  'Secret.data': '{}bytes',
  'Secret.type': 'v1.SecretType',
  'SecurityContext.procMount': 'v1.ProcMountType',
  'ServicePort.protocol': 'v1.Protocol',
  'ServiceSpec.externalTrafficPolicy': 'v1.ServiceExternalTrafficPolicy',
  'ServiceSpec.internalTrafficPolicy': 'v1.ServiceInternalTrafficPolicy',
  'ServiceSpec.ipFamilies': '[]v1.IPFamily',
  'ServiceSpec.ipFamilyPolicy': 'v1.IPFamilyPolicy',
  'ServiceSpec.sessionAffinity': 'v1.ServiceAffinity',
  'ServiceSpec.type': 'v1.ServiceType',
  'Taint.effect': 'v1.TaintEffect',
  'Toleration.effect': 'v1.TaintEffect',
  'Toleration.operator': 'v1.TolerationOperator',
  'TopologySpreadConstraint.nodeAffinityPolicy': 'v1.NodeInclusionPolicy',
  'TopologySpreadConstraint.nodeTaintsPolicy': 'v1.NodeInclusionPolicy',
  'TopologySpreadConstraint.whenUnsatisfiable': 'v1.UnsatisfiableConstraintAction',
  'Volume.image': 'ImageVolumeSource',
  'VolumeMount.mountPropagation': 'v1.MountPropagationMode',
  'VolumeMount.recursiveReadOnly': 'v1.RecursiveReadOnlyMode',
  'VolumeProjection.podCertificate': 'PodCertificateProjection',
  'AppArmorProfile.type': 'v1.AppArmorProfileType',
  'Capabilities.add': '[]v1.Capability',
  'Capabilities.drop': '[]v1.Capability',
};

/** Optional scalars that Go holds by pointer: their zero value differs from absence. */
const POINTERS = new Set(
  `AppArmorProfile.localhostProfile AzureDiskVolumeSource.cachingMode AzureDiskVolumeSource.fsType
  AzureDiskVolumeSource.kind AzureDiskVolumeSource.readOnly CSIVolumeSource.fsType CSIVolumeSource.readOnly
  ClientIPConfig.timeoutSeconds ClusterTrustBundleProjection.name ClusterTrustBundleProjection.optional
  ClusterTrustBundleProjection.signerName ConfigMap.immutable ConfigMapEnvSource.optional ConfigMapKeySelector.optional
  ConfigMapProjection.optional ConfigMapVolumeSource.defaultMode ConfigMapVolumeSource.optional Container.restartPolicy
  ContainerStatus.started ContainerStatus.stopSignal DaemonSetSpec.revisionHistoryLimit DaemonSetStatus.collisionCount
  DownwardAPIVolumeFile.mode DownwardAPIVolumeSource.defaultMode EmptyDirVolumeSource.sizeLimit FCVolumeSource.lun
  FileKeySelector.optional GRPCAction.service HostPathVolumeSource.type ISCSIVolumeSource.initiatorName KeyToPath.mode
  Lifecycle.stopSignal LoadBalancerIngress.ipMode NodeFeatures.supplementalGroupsPolicy
  NodeRuntimeHandlerFeatures.recursiveReadOnlyMounts NodeRuntimeHandlerFeatures.userNamespaces NodeSwapStatus.capacity
  ObjectMeta.deletionGracePeriodSeconds OwnerReference.blockOwnerDeletion OwnerReference.controller
  PersistentVolumeClaimSpec.storageClassName PersistentVolumeClaimSpec.volumeAttributesClassName
  PersistentVolumeClaimSpec.volumeMode PodCertificateProjection.maxExpirationSeconds PodDNSConfigOption.value
  PodResourceClaim.resourceClaimName PodResourceClaim.resourceClaimTemplateName PodSecurityContext.fsGroup
  PodSecurityContext.fsGroupChangePolicy PodSecurityContext.runAsGroup PodSecurityContext.runAsNonRoot
  PodSecurityContext.runAsUser PodSecurityContext.seLinuxChangePolicy PodSecurityContext.supplementalGroupsPolicy
  PodSpec.activeDeadlineSeconds PodSpec.automountServiceAccountToken PodSpec.enableServiceLinks PodSpec.hostUsers
  PodSpec.hostnameOverride PodSpec.preemptionPolicy PodSpec.priority PodSpec.runtimeClassName PodSpec.setHostnameAsFQDN
  PodSpec.shareProcessNamespace PodSpec.terminationGracePeriodSeconds PortStatus.error PriorityClass.preemptionPolicy
  Probe.terminationGracePeriodSeconds ProjectedVolumeSource.defaultMode SeccompProfile.localhostProfile Secret.immutable
  SecretEnvSource.optional SecretKeySelector.optional SecretProjection.optional SecretVolumeSource.defaultMode
  SecretVolumeSource.optional SecurityContext.allowPrivilegeEscalation SecurityContext.privileged
  SecurityContext.procMount SecurityContext.readOnlyRootFilesystem SecurityContext.runAsGroup
  SecurityContext.runAsNonRoot SecurityContext.runAsUser ServiceAccount.automountServiceAccountToken
  ServiceAccountTokenProjection.expirationSeconds ServicePort.appProtocol ServiceSpec.allocateLoadBalancerNodePorts
  ServiceSpec.internalTrafficPolicy ServiceSpec.ipFamilyPolicy ServiceSpec.loadBalancerClass
  ServiceSpec.trafficDistribution Toleration.tolerationSeconds TopologySpreadConstraint.minDomains
  TopologySpreadConstraint.nodeAffinityPolicy TopologySpreadConstraint.nodeTaintsPolicy
  TypedLocalObjectReference.apiGroup TypedObjectReference.apiGroup TypedObjectReference.namespace
  VolumeMount.mountPropagation VolumeMount.recursiveReadOnly WindowsSecurityContextOptions.gmsaCredentialSpec
  WindowsSecurityContextOptions.gmsaCredentialSpecName WindowsSecurityContextOptions.hostProcess
  WindowsSecurityContextOptions.runAsUserName`.split(/\s+/),
);

/** Structs that v1.31 to v1.34 added. */
const ADDED = {
  ContainerRestartRule: {
    action: 'v1.ContainerRestartRuleAction',
    exitCodes: 'ContainerRestartRuleOnExitCodes',
  },
  ContainerRestartRuleOnExitCodes: {
    operator: 'v1.ContainerRestartRuleOnExitCodesOperator',
    values: '[]int32',
  },
  ContainerUser: { linux: 'LinuxContainerUser' },
  LinuxContainerUser: { gid: 'int64', supplementalGroups: '[]int64', uid: 'int64' },
  ResourceStatus: { name: 'v1.ResourceName', resources: '[]ResourceHealth' },
  ResourceHealth: { health: 'v1.ResourceHealthStatus', resourceID: 'v1.ResourceID' },
  FileKeySelector: { key: 'string', optional: 'bool', path: 'string', volumeName: 'string' },
  ImageVolumeSource: { pullPolicy: 'v1.PullPolicy', reference: 'string' },
  NodeFeatures: { supplementalGroupsPolicy: 'bool' },
  NodeSwapStatus: { capacity: 'int64' },
  PodCertificateProjection: {
    certificateChainPath: 'string',
    credentialBundlePath: 'string',
    keyPath: 'string',
    keyType: 'string',
    maxExpirationSeconds: 'int32',
    signerName: 'string',
  },
  PodExtendedResourceClaimStatus: {
    requestMappings: '[]ContainerExtendedResourceRequest',
    resourceClaimName: 'string',
  },
  ContainerExtendedResourceRequest: {
    containerName: 'string',
    requestName: 'string',
    resourceName: 'string',
  },
};

function parse(text, structs) {
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const head = /^export interface (\w+) \{$/.exec(lines[i]);
    if (!head) continue;
    const fields = {};
    for (i++; i < lines.length && lines[i] !== '}'; i++) {
      const map = /^ {4}(?:readonly )?"?([\w$-]+)"?(\??): \{$/.exec(lines[i]);
      if (map) {
        const value = /\[name: string\]: (.+);$/.exec(lines[++i].trim());
        if (value) fields[map[1]] = { type: `{}${value[1]}`, optional: map[2] === '?' };
        i++;
        continue;
      }
      const field = /^ {4}(?:readonly )?"?([\w$-]+)"?(\??): (.+);$/.exec(lines[i]);
      if (field) fields[field[1]] = { type: field[3], optional: field[2] === '?' };
    }
    structs[head[1]] = fields;
  }
}

function wireType(text, struct, field) {
  if (text.startsWith('{}')) return `{}${wireType(text.slice(2), struct, field)}`;
  const list = /^Array<(.+)>$/.exec(text);
  if (list) return `[]${wireType(list[1], struct, field)}`;
  if (text.startsWith('"')) return 'string';
  if (text === 'number' && (INT64.has(field) || INT64.has(`${struct}.${field}`))) return 'int64';
  return SCALARS[text] ?? text;
}

const declared = {};
for (const file of ['meta/v1', 'core/v1', 'apps/v1', 'scheduling/v1']) {
  parse(
    readFileSync(new URL(`../../../node_modules/kubernetes-types/${file}.d.ts`, import.meta.url), 'utf8'),
    declared,
  );
}

const structs = { ...ADDED };
for (const [name, fields] of Object.entries(declared)) {
  structs[name] = Object.fromEntries(
    Object.entries(fields).map(([f, { type }]) => [f, wireType(type, name, f)]),
  );
}
for (const [key, type] of Object.entries(OVERLAY)) {
  const [struct, field] = key.split('.');
  if (!structs[struct]) throw new Error(`no struct ${struct}`);
  if (type === undefined) delete structs[struct][field];
  else structs[struct][field] = type;
}
const builtIn = new Set([...Object.values(SCALARS), 'int64', 'bytes']);
const isScalar = (type) => builtIn.has(type) || type.includes('.');
for (const [name, fields] of Object.entries(declared)) {
  for (const [field, { optional }] of Object.entries(fields)) {
    const type = structs[name][field];
    if (!optional || type === undefined || POINTERS.has(`${name}.${field}`)) continue;
    if (['any', 'time', 'microTime', 'quantity', 'intOrString', 'bytes'].includes(type)) continue;
    if (/^(\[\]|\{\})/.test(type) || isScalar(type)) structs[name][field] = `${type}?`;
  }
}
// An ephemeral container has every field of a container.
structs.EphemeralContainer = { ...structs.Container, targetContainerName: 'string' };

const types = {};
const queue = [...KINDS];
for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
  if (types[name]) continue;
  if (!structs[name]) throw new Error(`unknown type ${name}`);
  types[name] = Object.fromEntries(Object.entries(structs[name]).sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const type of Object.values(types[name])) {
    const inner = type.replace(/^(\[\]|\{\})+|\?$/g, '');
    if (!isScalar(inner)) queue.push(inner);
  }
}
const sorted = Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1)));
const lines = Object.entries(sorted).map(
  ([name, fields]) => `    ${JSON.stringify(name)}: ${JSON.stringify(fields)}`,
);
const out = new URL('./fields.json', import.meta.url);
writeFileSync(out, `{\n  "types": {\n${lines.join(',\n')}\n  }\n}\n`);
