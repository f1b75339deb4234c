/** A file for kubectl's environment variable KUBECONFIG: `kubectl` then needs no flag for the server. */
export function kubeconfigOf(server: string): string {
  return `apiVersion: v1
kind: Config
clusters: [{name: witness, cluster: {server: "${server}"}}]
contexts: [{name: witness, context: {cluster: witness, user: ""}}]
current-context: witness
`;
}
