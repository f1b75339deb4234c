/** What the simulation leaves out or does otherwise than a real cluster: shown by the page, so that nobody learns it wrong. */
export const SIMPLIFICATIONS: readonly { id: string; text: string }[] = [
  {
    id: 'instant-control-plane',
    text: 'The work of the control plane takes no virtual time: API server, controllers and scheduler answer at the same instant. Only kubelets, timers and back-offs take time.',
  },
  {
    id: 'no-heartbeats',
    text: 'Kubelets write no heartbeats and no leases. A kubelet that stops is noticed when the last heartbeat it would have sent is older than the grace period.',
  },
  {
    id: 'node-deletion',
    text: 'Deleting a Node object switches its machine off. A real kubelet would go on running its pods for a while.',
  },
  {
    id: 'node-creation',
    text: 'Creating a Node object boots a machine for it, whose kubelet turns Ready some seconds later. In a real cluster the machine comes first and registers itself.',
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
    id: 'invented-images',
    text: 'Sizes of images and the time it takes to pull them are made up from their names.',
  },
  {
    id: 'kinds',
    text: 'These kinds are served: DaemonSet, ControllerRevision, Pod, Node, Namespace, ConfigMap, Secret, ServiceAccount, Service, PriorityClass and Event. Services route nothing.',
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
    text: 'Hashes, such as the controller-revision-hash, are computed in the same way but differ in value from those of a real cluster.',
  },
];
