/**
 * Writes openapi.json: the schemas of the kinds served, as the API server publishes them, for `kubectl explain` and for the
 * patches of `kubectl apply`. The texts come from the Kubernetes API documentation (Apache-2.0, see NOTICE). Run by hand, with
 * a folder of the documents of an API server v1.34, one file for each group and version that is served here (the documents in
 * the sources of Kubernetes lack the enums):
 *
 *   kubectl get --raw /openapi/v3/apis/apps/v1 > FOLDER/apps.json
 *   node src/k8s/schema/generate-openapi.mjs FOLDER
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node generate-openapi.mjs FOLDER_OF_DOCUMENTS');

const kinds = new Set(
  `APIService ClusterRole ClusterRoleBinding ConfigMap ControllerRevision CronJob CSIDriver CustomResourceDefinition DaemonSet
  Deployment Endpoints EndpointSlice Event Ingress Job Lease LimitRange MutatingWebhookConfiguration Namespace NetworkPolicy
  Node PersistentVolume PersistentVolumeClaim Pod PodDisruptionBudget PriorityClass ReplicaSet ResourceQuota Role RoleBinding
  RuntimeClass Secret Service ServiceAccount StatefulSet StorageClass ValidatingWebhookConfiguration`.split(
    /\s+/,
  ),
);
/** What no client that we know of reads. */
const left = new Set(['default', 'x-kubernetes-unions']);

const published = {};
const wanted = [];
for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith('.json')) continue;
  const { components } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
    published[name] ??= schema;
    const [gvk] = schema['x-kubernetes-group-version-kind'] ?? [];
    const isRoot =
      /^io\.k8s\.(api|apiextensions-apiserver|kube-aggregator)\./.test(name) && gvk?.version === 'v1';
    if (isRoot && kinds.has(gvk.kind) && gvk.group !== 'events.k8s.io') wanted.push(name);
  }
}

function trimmed(value, isProperties = false) {
  if (Array.isArray(value)) return value.map((item) => trimmed(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => isProperties || !left.has(key));
  for (const [key, inner] of entries) {
    if (key === '$ref' && !isProperties) wanted.push(inner.split('/').at(-1));
  }
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, trimmed(inner, key === 'properties' && !isProperties)]),
  );
}

const schemas = {};
for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
  schemas[name] ??= trimmed(published[name]);
}
const lines = Object.keys(schemas)
  .sort()
  .map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(schemas[name])}`);
writeFileSync(new URL('./openapi.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
console.log(`${lines.length} schemas`);
