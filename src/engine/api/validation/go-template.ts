/**
 * A pod template as Go prints its internal structs: a changed template of a Job is refused with all of it (API-39). Field names are Go's,
 * what is absent is there with its zero value. Types of volumes that only old clusters have are printed as they came.
 */
import type { Json, JsonObject } from '../../../k8s/types';
import { selectorValue } from './label-selector';
import { objectAt, objectsAt, own, sortedMap } from './untyped';

/**
 * A struct a line, its fields in Go's order. After a field's name: `'` text, `#` number, `!` boolean, `~` quantity, `%` label selector,
 * `:X` a struct X, `*X` a pointer to one, `[X` a list of them; nothing = any JSON, null when absent.
 */
const SHAPES = `
PodSpec Volumes[Volume InitContainers[Container Containers[Container EphemeralContainers RestartPolicy' TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy' NodeSelector ServiceAccountName' AutomountServiceAccountToken NodeName' SecurityContext*PodSecurityContext ImagePullSecrets[Reference Hostname' Subdomain' SetHostnameAsFQDN Affinity*Affinity SchedulerName' Tolerations[Toleration HostAliases[HostAlias PriorityClassName' Priority PreemptionPolicy DNSConfig*DNSConfig ReadinessGates[ReadinessGate RuntimeClassName Overhead EnableServiceLinks TopologySpreadConstraints[Spread OS*Reference SchedulingGates[Reference ResourceClaims[PodClaim Resources*Resources HostnameOverride
Volume Name' HostPath*HostPath EmptyDir*EmptyDir GCEPersistentDisk AWSElasticBlockStore GitRepo*GitRepo Secret*SecretVolume NFS*NFS ISCSI Glusterfs PersistentVolumeClaim*Claim RBD Quobyte FlexVolume Cinder CephFS Flocker DownwardAPI*DownwardVolume FC AzureFile ConfigMap*ConfigMapVolume VsphereVolume AzureDisk PhotonPersistentDisk Projected*Projected PortworxVolume ScaleIO StorageOS CSI*CSI Ephemeral Image*Image
Container Name' Image' Command Args WorkingDir' Ports[Port EnvFrom[EnvFrom Env[Env Resources:Resources ResizePolicy[Resize RestartPolicy RestartPolicyRules[Rule VolumeMounts[Mount VolumeDevices[Device LivenessProbe*Probe ReadinessProbe*Probe StartupProbe*Probe Lifecycle*Lifecycle TerminationMessagePath' TerminationMessagePolicy' ImagePullPolicy' SecurityContext*SecurityContext Stdin! StdinOnce! TTY!
PodSecurityContext HostNetwork! HostPID! HostIPC! ShareProcessNamespace HostUsers SELinuxOptions*SELinux WindowsOptions*Windows RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup FSGroupChangePolicy Sysctls[Pair SeccompProfile*Profile AppArmorProfile*Profile SELinuxChangePolicy
Reference Name'
Affinity NodeAffinity*NodeAffinity PodAffinity*PodAffinity PodAntiAffinity*PodAffinity
Toleration Key' Operator' Value' Effect' TolerationSeconds
HostAlias IP' Hostnames
DNSConfig Nameservers Searches Options[DNSOption
DNSOption Name' Value
ReadinessGate ConditionType'
Spread MaxSkew# TopologyKey' WhenUnsatisfiable' LabelSelector% MinDomains NodeAffinityPolicy NodeTaintsPolicy MatchLabelKeys
PodClaim Name' ResourceClaimName ResourceClaimTemplateName
Resources Limits Requests Claims[ResourceClaim
ResourceClaim Name' Request'
HostPath Path' Type
EmptyDir Medium' SizeLimit
GitRepo Repository' Revision' Directory'
SecretVolume SecretName' Items[KeyToPath DefaultMode Optional
NFS Server' Path' ReadOnly!
Claim ClaimName' ReadOnly!
DownwardVolume Items[DownwardFile DefaultMode
ConfigMapVolume Name' Items[KeyToPath DefaultMode Optional
Projected Sources[Projection DefaultMode
CSI Driver' ReadOnly FSType VolumeAttributes NodePublishSecretRef*Reference
Image Reference' PullPolicy'
Port Name' HostPort# ContainerPort# Protocol' HostIP'
EnvFrom Prefix' ConfigMapRef*OptionalReference SecretRef*OptionalReference
OptionalReference Name' Optional
Env Name' Value' ValueFrom*EnvSource
EnvSource FieldRef*FieldRef ResourceFieldRef*ResourceRef ConfigMapKeyRef*KeyRef SecretKeyRef*KeyRef FileKeyRef*FileKeyRef
FieldRef APIVersion' FieldPath'
ResourceRef ContainerName' Resource' Divisor~
KeyRef Name' Key' Optional
FileKeyRef VolumeName' Path' Key' Optional
Resize ResourceName' RestartPolicy'
Rule Action' ExitCodes*ExitCodes
ExitCodes Operator' Values
Mount Name' ReadOnly! RecursiveReadOnly MountPath' SubPath' MountPropagation SubPathExpr'
Device Name' DevicePath'
Probe Exec*Exec HTTPGet*HTTPGet TCPSocket*TCPSocket GRPC*GRPC InitialDelaySeconds# TimeoutSeconds# PeriodSeconds# SuccessThreshold# FailureThreshold# TerminationGracePeriodSeconds
Lifecycle PostStart*Handler PreStop*Handler StopSignal
Handler Exec*Exec HTTPGet*HTTPGet TCPSocket*TCPSocket Sleep*Sleep
Exec Command
HTTPGet Path' Port# Host' Scheme' HTTPHeaders[Pair
TCPSocket Port# Host'
GRPC Port# Service
Sleep Seconds#
Pair Name' Value'
SecurityContext Capabilities*Capabilities Privileged SELinuxOptions*SELinux WindowsOptions*Windows RunAsUser RunAsGroup RunAsNonRoot ReadOnlyRootFilesystem AllowPrivilegeEscalation ProcMount SeccompProfile*Profile AppArmorProfile*Profile
Capabilities Add Drop
SELinux User' Role' Type' Level'
Windows GMSACredentialSpecName GMSACredentialSpec RunAsUserName HostProcess
Profile Type' LocalhostProfile
NodeAffinity RequiredDuringSchedulingIgnoredDuringExecution*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution[PreferredNode
NodeSelector NodeSelectorTerms[NodeTerm
NodeTerm MatchExpressions[Requirement MatchFields[Requirement
Requirement Key' Operator' Values
PreferredNode Weight# Preference:NodeTerm
PodAffinity RequiredDuringSchedulingIgnoredDuringExecution[PodTerm PreferredDuringSchedulingIgnoredDuringExecution[WeightedTerm
PodTerm LabelSelector% Namespaces TopologyKey' NamespaceSelector% MatchLabelKeys MismatchLabelKeys
WeightedTerm Weight# PodAffinityTerm:PodTerm
KeyToPath Key' Path' Mode
DownwardFile Path' FieldRef*FieldRef ResourceFieldRef*ResourceRef Mode
Projection Secret*ProjectedKeys DownwardAPI*ProjectedDownward ConfigMap*ProjectedKeys ServiceAccountToken*Token ClusterTrustBundle*Bundle PodCertificate*Certificate
ProjectedKeys Name' Items[KeyToPath Optional
ProjectedDownward Items[DownwardFile
Token Audience' ExpirationSeconds# Path'
Bundle Name SignerName LabelSelector% Optional Path'
Certificate SignerName' KeyType' MaxExpirationSeconds CredentialBundlePath' KeyPath' CertificateChainPath'
`;

const FIELD = /^(\w+)(?:(['#!~%])|([:*[])(\w+))?$/;

/** Fields by name of the struct; filled at the first use. */
const shapes = new Map<string, string[]>();

function fieldsOf(struct: string): string[] {
  if (shapes.size === 0) {
    for (const line of SHAPES.trim().split('\n')) {
      const [name = '', ...fields] = line.split(' ');
      shapes.set(name, fields);
    }
  }
  return shapes.get(struct) ?? [];
}

const ZERO: Readonly<Record<string, Json>> = { "'": '', '#': 0, '!': false, '~': '0' };

function goStruct(object: JsonObject | undefined, struct: string): JsonObject {
  // Letter case is all that tells Go's names from those in JSON.
  const keys = new Map(Object.keys(object ?? {}).map((key) => [key.toLowerCase(), key]));
  const value: JsonObject = {};
  for (const field of fieldsOf(struct)) {
    const [, name = '', scalar = '', form, of = ''] = FIELD.exec(field) ?? [];
    const key = keys.get(name.toLowerCase()) ?? '';
    const inner = objectAt(object, key);
    if (form === '[') {
      const list = objectsAt(object, key);
      value[name] = list.length > 0 ? list.map((item) => goStruct(item, of)) : null;
    } else if (form !== undefined) value[name] = inner || form === ':' ? goStruct(inner, of) : null;
    else if (scalar === '%') value[name] = inner ? selectorValue(inner) : null;
    else value[name] = inner ? sortedMap(inner) : (own(object, key) ?? ZERO[scalar] ?? null);
  }
  return value;
}

const META = ['name', 'generateName', 'namespace', 'labels', 'annotations', 'finalizers'];
/** Fields of a pod that upstream keeps with its security. */
const POD_SECURITY = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

export function templateValue(template: JsonObject | undefined): JsonObject {
  const meta = objectAt(template, 'metadata');
  const spec = objectAt(template, 'spec');
  const value: JsonObject = {};
  for (const key of META) {
    const part = own(meta, key);
    if (part !== undefined) value[key] = objectAt(meta, key) ? sortedMap(objectAt(meta, key)) : part;
  }
  const securityContext = { ...objectAt(spec, 'securityContext') };
  for (const key of POD_SECURITY) securityContext[key] = own(spec, key);
  value.Spec = goStruct({ ...spec, securityContext }, 'PodSpec');
  return value;
}
