/**
 * Writes messages.json: which field numbers kubectl's protobuf bodies use, from the struct tags of the Kubernetes API's Go sources.
 * By hand only: node generate.mjs <folder of k8s.io/api> <folder of k8s.io/apimachinery>
 */
import { readFileSync, writeFileSync } from 'node:fs';

const [api, machinery] = process.argv.slice(2);
const PACKAGES = {
  core: `${api}/core/v1/types.go`,
  apps: `${api}/apps/v1/types.go`,
  batch: `${api}/batch/v1/types.go`,
  policy: `${api}/policy/v1/types.go`,
  rbac: `${api}/rbac/v1/types.go`,
  networking: `${api}/networking/v1/types.go`,
  scheduling: `${api}/scheduling/v1/types.go`,
  meta: `${machinery}/pkg/apis/meta/v1/types.go`,
};
/** What kubectl sends through typed clients. */
const ROOTS = [
  ...['Namespace', 'ConfigMap', 'Secret', 'ServiceAccount', 'Service', 'ResourceQuota', 'Pod'].map(
    (k) => `core.${k}`,
  ),
  ...['Deployment', 'DaemonSet', 'StatefulSet'].map((k) => `apps.${k}`),
  ...['batch.Job', 'batch.CronJob', 'policy.PodDisruptionBudget', 'policy.Eviction'],
  ...['rbac.Role', 'rbac.RoleBinding', 'rbac.ClusterRole', 'rbac.ClusterRoleBinding'],
  ...['networking.Ingress', 'scheduling.PriorityClass', 'meta.DeleteOptions'],
];
const ALIASES = { metav1: 'meta', v1: 'core', corev1: 'core', apiv1: 'core', apps: 'apps' };
const SCALARS = { string: 's', bool: 'b', int32: 'i', int64: 'i', int: 'i', uint32: 'i', '[]byte': 'y' };
const SPECIAL = {
  'resource.Quantity': 'Quantity',
  'intstr.IntOrString': 'IntOrString',
  'meta.Time': 'Time',
  'meta.MicroTime': 'Time',
  'runtime.RawExtension': 'Raw',
  'types.UID': 's',
  'types.NodeName': 's',
};

const structs = new Map();
const aliases = new Map();
for (const [pack, file] of Object.entries(PACKAGES)) {
  const text = readFileSync(file, 'utf8');
  for (const [, name, body] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm))
    structs.set(`${pack}.${name}`, { pack, body });
  for (const [, name, type] of text.matchAll(/^type (\w+) ((?:string|int32|map\[|\[\]).*)$/gm))
    aliases.set(`${pack}.${name}`, { pack, type });
}

const messages = {};
const wanted = [...ROOTS];
while (wanted.length > 0) {
  const name = wanted.pop();
  if (name in messages || name === 'meta.ManagedFieldsEntry') continue;
  const struct = structs.get(name);
  if (!struct) throw new Error(`no struct ${name}`);
  const fields = {};
  for (const [, type, json, number] of struct.body.matchAll(
    /^\t(?:\w+ +)?([\w.*[\]]+) +`json:"([^"]*)"[^`]* protobuf:"\w+,(\d+),[^`]*`/gm,
  )) {
    const key = json.split(',')[0];
    if (key !== 'managedFields') fields[number] = `${key} ${encoded(type, struct.pack)}`;
  }
  messages[name] = fields;
}

/** `?` pointer, `*` repeated, `%` map; then a scalar letter or the name of a message. */
function encoded(type, pack) {
  if (type.startsWith('*')) return `?${encoded(type.slice(1), pack)}`;
  if (type in SCALARS) return SCALARS[type];
  if (type.startsWith('[]')) return `*${encoded(type.slice(2), pack)}`;
  const map = /^map\[\w+\](.*)$/.exec(type);
  if (map) return `%${encoded(map[1], pack)}`;
  const [first, second] = type.split('.');
  const name = second === undefined ? `${pack}.${first}` : `${ALIASES[first] ?? first}.${second}`;
  if (name in SPECIAL) return SPECIAL[name];
  const alias = aliases.get(name);
  if (alias) return encoded(alias.type, alias.pack);
  wanted.push(name);
  return name;
}

const sorted = Object.fromEntries(Object.entries(messages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(new URL('./messages.json', import.meta.url), `${JSON.stringify(sorted, null, 2)}\n`);
