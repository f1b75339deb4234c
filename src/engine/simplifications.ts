/** `rules`: ids of the rule document that are left out on purpose, with `text` as the reason. */
export interface Simplification {
  id: string;
  text: string;
  rules?: readonly string[];
}

/** What the simulation leaves out or does otherwise than a real cluster: shown by the page, so that nobody learns it wrong. */
export const SIMPLIFICATIONS: readonly Simplification[] = [
  {
    id: 'instant-control-plane',
    text: 'The work of the control plane takes no virtual time: API server, controllers and scheduler answer at the same instant. Only kubelets, timers and back-offs take time.',
  },
  {
    id: 'no-heartbeats',
    text: 'Heartbeats are computed, not written: leases and heartbeat times are right whenever you read them, but no watch tells of a renewal, and the resourceVersion stays. A kubelet that falls silent is noticed when its last heartbeat is older than the grace period. One whose network is back reports at once, not within some ten seconds.',
  },
  {
    id: 'node-deletion',
    text: 'Deleting a Node object switches its machine off and ends what was the matter with it. A real kubelet would go on running its pods for a while.',
  },
  {
    id: 'control-plane-node',
    text: 'API server, controllers and scheduler do not live in the static pods that stand for them: they go on when the node of the control plane crashes, and stop by faults of their own.',
  },
  {
    id: 'node-pressure',
    text: 'What containers use of memory, disk and process ids is made up from their names and images. A node is short of something for as long as the fault lasts, whoever is evicted: pods go one after another until none is left that may go. Its kubelet notices just before it posts its status; in a real cluster some seconds may lie between, in which pods that come back are turned away by the dozen. No process ids are reserved by default: a threshold of 10% is assumed.',
  },
  {
    id: 'local-storage',
    text: 'No pod is evicted because it exceeds the size limit of an emptyDir or its limit of ephemeral storage. A critical pod that finds its node full is refused; a real kubelet would evict others for it.',
    rules: ['POD-42'],
  },
  {
    id: 'node-creation',
    text: 'Creating a Node object boots a machine for it, whose kubelet turns Ready some seconds later, or once the agent of a DaemonSet that mounts /etc/cni/net.d runs there. In a real cluster the machine comes first and registers itself, and every new node is tainted not-ready, even if it says that it is ready.',
  },
  {
    id: 'image-tags',
    text: 'What an image does is decided by words in its tag (broken, crash, unready, slow, oom, once, nostart, stubborn). No image is ever fetched.',
  },
  {
    id: 'images-and-probes',
    text: 'All other images start, whatever command they are given, and their probes pass unless a fault makes them fail. Hooks take a second, or as long as they say that they sleep.',
  },
  {
    id: 'logs',
    text: 'Nothing runs in a container: its log is made up from the name of its image, from its start and from its end.',
  },
  {
    id: 'kubelet-memory',
    text: 'Events of a kubelet that cannot reach the API server are lost; a real one tries for two minutes to send them. Readiness that changes meanwhile counts from when it is reported.',
  },
  {
    id: 'invented-images',
    text: 'Sizes of images and the time it takes to pull them are made up from their names.',
  },
  {
    id: 'kinds',
    text: 'Controllers act on DaemonSets, Deployments, ReplicaSets, StatefulSets, PodDisruptionBudgets, Pods, Nodes, Namespaces and ServiceAccounts. ConfigMaps, Secrets and PriorityClasses are used by pods. Services route nothing.',
  },
  {
    id: 'pods-that-die-at-once',
    text: 'Pods of a ReplicaSet that die as soon as they come are replaced twenty a second, as a real controller does it, but from the hundredth on ever more slowly.',
  },
  {
    id: 'inert-kinds',
    text: 'These kinds are stored, listed and validated, and nothing more: Role, RoleBinding, ClusterRole, ClusterRoleBinding, NetworkPolicy, Ingress, Endpoints, EndpointSlice, Job, CronJob, StorageClass, CSIDriver, RuntimeClass, PersistentVolume, PersistentVolumeClaim, ResourceQuota, LimitRange, APIService, the webhook configurations, and the objects of CustomResourceDefinitions. No quota or limit range is enforced, no webhook called, no volume bound; volumes carry no protection finalizers, because nothing would take them off again.',
  },
  {
    id: 'custom-resources',
    text: 'Objects of CustomResourceDefinitions are judged by their schema. Rules in CEL (x-kubernetes-validations) are kept but not evaluated, and conversion webhooks are not called.',
  },
  {
    id: 'other-kinds',
    text: 'Other kinds and API groups are not served (ReplicationController, HorizontalPodAutoscaler, events.k8s.io, …), and neither are exec, attach, port-forward and service account tokens.',
  },
  {
    id: 'system-objects',
    text: 'Endpoints and EndpointSlices are kept for the Service kubernetes alone. APIServices stand for the groups that are served. The leases of API server, scheduler and controller manager are taken but not renewed, and there are no bootstrap tokens. Clusters of older links start without the objects that a control plane makes for itself, and without CoreDNS.',
  },
  {
    id: 'own-clock',
    text: 'The clock of a served cluster is its own. kubectl computes the ages in describe and events itself, by the clock of your machine: they are wrong (<invalid>) once the two have parted.',
  },
  {
    id: 'managed-fields',
    text: 'metadata.managedFields is left out, and there is no server-side apply.',
  },
  {
    id: 'no-authorisation',
    text: 'There is no authentication and no RBAC: everybody may do everything.',
  },
  {
    id: 'scheduler-plugins',
    text: 'The scheduler does not count attached volumes (NodeVolumeLimits), claims of devices (DynamicResources) and disks of clouds that two pods share. Claims whose class waits for the first pod are told the node, and the pod goes there at once, without a volume; pods with other claims that are not bound stay Pending. Pods that are pinned to full nodes are not tried again for what happens on other nodes, once that has been said three times.',
  },
  {
    id: 'before-1-12',
    text: 'Daemon pods placed by the controller: placement alone is then as in Kubernetes 1.11 (pods bound at their creation, host ports and resources looked at, FailedPlacement events). Default tolerations, rolling updates with surge, history and the back-off of failed pods stay those of today.',
  },
  {
    id: 'hashes',
    text: 'Hashes, such as the controller-revision-hash, are computed in the same way but differ in value from those of a real cluster, but for the revisions of StatefulSets.',
  },
];
