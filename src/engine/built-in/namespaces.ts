/** Namespaces of every cluster. Their default service accounts come from the service account controller. */
export const NAMESPACES: readonly string[] = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
