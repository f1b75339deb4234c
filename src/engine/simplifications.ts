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
    text: 'Kubelets write no heartbeats and no leases, and describe says so of each node. A kubelet that stops is noticed when the last heartbeat it would have sent is older than the grace period.',
  },
  {
    id: 'node-deletion',
    text: 'Deleting a Node object switches its machine off. A real kubelet would go on running its pods for a while.',
  },
  {
    id: 'node-creation',
    text: 'Creating a Node object boots a machine for it, whose kubelet turns Ready some seconds later. In a real cluster the machine comes first and registers itself, and every new node is tainted not-ready, even if it says that it is ready.',
  },
  {
    id: 'image-tags',
    text: 'What an image does is decided by words in its tag (broken, crash, unready, slow). No image is ever fetched.',
  },
  {
    id: 'images-and-probes',
    text: 'All other images start, and their probes pass.',
  },
  {
    id: 'logs',
    text: 'Nothing runs in a container: its log has a line for its start and one for its end.',
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
    text: 'Pods of a ReplicaSet or StatefulSet that die as soon as they come are replaced ever more slowly, up to every 15 minutes, where a real controller would go on at once. Pods do not wait for their volume claims to be bound.',
  },
  {
    id: 'inert-kinds',
    text: 'These kinds are stored, listed and validated, and nothing more: Role, RoleBinding, ClusterRole, ClusterRoleBinding, NetworkPolicy, Ingress, Endpoints, EndpointSlice, Job, CronJob, Lease, StorageClass, CSIDriver, RuntimeClass, PersistentVolume, PersistentVolumeClaim, ResourceQuota, LimitRange, APIService, the webhook configurations, and the objects of CustomResourceDefinitions. No quota or limit range is enforced, no webhook called, no volume bound; volumes carry no protection finalizers, because nothing would take them off again.',
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
    id: 'bare-cluster',
    text: 'A cluster starts without some objects that every real one has: the Service kubernetes, the config maps kube-root-ca.crt, the built-in ClusterRoles, their bindings and the APIServices. A namespace that waits for finalizers does not tell so in its conditions.',
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
    text: 'The scheduler looks at node name, unschedulable, taints, node affinity, host ports and resources, and it preempts. Its other plugins are left out.',
  },
  {
    id: 'hashes',
    text: 'Hashes, such as the controller-revision-hash, are computed in the same way but differ in value from those of a real cluster, but for the revisions of StatefulSets.',
  },
];
