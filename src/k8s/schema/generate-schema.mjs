/**
 * Writes kubernetes.schema.json, the JSON schema behind the editor's completion, hover and problems.
 *
 * The texts come from the Kubernetes API documentation (Apache-2.0, see NOTICE) by way of two npm packages that this
 * project does not depend on. To run it again:
 *
 *   mkdir scratch && cd scratch && npm init -y
 *   npm install kubernetes-models@4.5.1 @kubernetes/client-node@1.4.0
 *   node <project>/src/k8s/schema/generate-schema.mjs scratch
 *
 * @kubernetes/client-node 1.4 is generated from Kubernetes 1.34: it decides which fields exist, their types and which
 * are required. kubernetes-models knows enums, quantities and the descriptions of fields with a type of their own.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const packages = process.argv[2];
if (packages === undefined) throw new Error('usage: node generate-schema.mjs FOLDER_WITH_NODE_MODULES');
const clientModels = join(packages, 'node_modules/@kubernetes/client-node/dist/gen/models');
const otherModels = [
  'kubernetes-models/v1',
  'kubernetes-models/apps/v1',
  'kubernetes-models/scheduling.k8s.io/v1',
  '@kubernetes-models/apimachinery/apis/meta/v1',
].map((folder) => join(packages, 'node_modules', folder));

/** Kinds of the playground: client class and apiVersion. */
const kinds = [
  ['V1DaemonSet', 'apps/v1'],
  ['V1Pod', 'v1'],
  ['V1Node', 'v1'],
  ['V1Namespace', 'v1'],
  ['V1ConfigMap', 'v1'],
  ['V1Secret', 'v1'],
  ['V1ServiceAccount', 'v1'],
  ['V1Service', 'v1'],
  ['V1PriorityClass', 'scheduling.k8s.io/v1'],
];

/** Parts nobody writes by hand: they stay open objects without a description of their fields. */
const opaque = new Set([
  'V1DaemonSetStatus',
  'V1PodStatus',
  'V1NamespaceStatus',
  'V1ServiceStatus',
  'V1ManagedFieldsEntry',
  'V1NodeSystemInfo',
  'V1NodeConfigStatus',
]);

/** Quantities that kubernetes-models does not mark. Everything else that it calls a Quantity is one. */
const quantities = new Set(['V1NodeStatus.capacity', 'V1NodeStatus.allocatable', 'V1PodSpec.overhead']);

/** Fields whose allowed values the packages leave to the description, or list without the empty text. */
const enums = {
  'V1DaemonSetUpdateStrategy.type': ['RollingUpdate', 'OnDelete'],
  'V1LabelSelectorRequirement.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  'V1NodeSelectorRequirement.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'],
  'V1Toleration.effect': ['NoSchedule', 'PreferNoSchedule', 'NoExecute', ''],
  'V1Toleration.operator': ['Exists', 'Equal', ''],
};

/** Completions that insert several fields at once, by definition. */
const toleration = (label, description, body) => ({ label, description, body });
const snippets = {
  V1Toleration: [
    toleration('control plane', 'Tolerate the taint of control-plane nodes', {
      key: 'node-role.kubernetes.io/control-plane',
      operator: 'Exists',
      effect: 'NoSchedule',
    }),
    toleration('everything', 'Tolerate every taint', { operator: 'Exists' }),
  ],
};

const definitions = {};
const longest = 200;

/** One or two whole sentences of at most 200 characters, else the beginning with an ellipsis. */
function shortened(text) {
  const clean = text
    .replace(/\\'/g, "'")
    .replace(/\s*Possible enum values:[\s\S]*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (clean.length <= longest) return clean;
  const head = clean.slice(0, longest);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('; '));
  return end > 60 ? `${head.slice(0, end)}.` : `${head.slice(0, head.lastIndexOf(' '))} …`;
}

/** Fields of one class or interface body: name → { doc, optional, type }. */
function fieldsOf(source, opening) {
  const start = source.indexOf(opening);
  if (start === -1) return new Map();
  const body = source.slice(start, source.indexOf('\n}', start));
  const fields = new Map();
  const pattern =
    /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {4}["']([^"']+)["'](\?)?: ([\s\S]*?);$(?!\n {4}\})/gm;
  for (const [, doc = '', name, mark, type] of body.matchAll(pattern)) {
    const text = doc.replace(/^\s*\* ?/gm, '').trim();
    fields.set(name, { doc: text, optional: mark === '?', type });
  }
  return fields;
}

function classDoc(source, name) {
  const match = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export declare class ${name} `).exec(
    source,
  );
  return match === null ? '' : match[1].replace(/^\s*\* ?/gm, '').trim();
}

function otherFields(name) {
  const plain = name.replace(/^(?:Core)?V1/, '');
  for (const folder of otherModels) {
    const file = join(folder, `${plain}.d.ts`);
    if (existsSync(file)) return fieldsOf(readFileSync(file, 'utf8'), `export interface I${plain} {`);
  }
  return new Map();
}

function attributeTypes(name) {
  const source = readFileSync(join(clientModels, `${name}.js`), 'utf8');
  const list = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(source);
  return list === null ? [] : JSON.parse(list[1]);
}

const quantity = { $ref: '#/definitions/Quantity' };

function typeSchema(type, format, isQuantity) {
  const array = /^Array<(.*)>$/.exec(type);
  if (array !== null) return { type: 'array', items: typeSchema(array[1], format, isQuantity) };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map !== null) return { type: 'object', additionalProperties: typeSchema(map[1], format, isQuantity) };
  switch (type) {
    case 'string':
      return isQuantity ? quantity : { type: 'string', ...(format === 'byte' ? { format } : {}) };
    case 'number':
      return { type: format.startsWith('int') ? 'integer' : 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'Date':
    case 'V1MicroTime':
      return { type: 'string', format: 'date-time' };
    case 'IntOrString':
      return { $ref: '#/definitions/IntOrString' };
    case 'any':
    case 'object':
      return {};
    default:
      define(type);
      return { $ref: `#/definitions/${nameOf(type)}` };
  }
}

function nameOf(className) {
  return className.replace(/^(?:Core)?V1/, '');
}

function define(className) {
  const name = nameOf(className);
  if (definitions[name] !== undefined) return;
  const source = readFileSync(join(clientModels, `${className}.d.ts`), 'utf8');
  const schema = { type: 'object', description: shortened(classDoc(source, className)) };
  definitions[name] = schema;
  if (opaque.has(className)) return;
  const fields = fieldsOf(source, `export declare class ${className} {`);
  const others = otherFields(className);
  schema.properties = {};
  schema.additionalProperties = false;
  const required = [];
  for (const { name: field, baseName, type, format } of attributeTypes(className)) {
    const own = fields.get(field);
    const other = others.get(baseName);
    const path = `${className}.${baseName}`;
    const property = typeSchema(
      type,
      format,
      quantities.has(path) || (other?.type ?? '').includes('Quantity'),
    );
    const hasOwnDoc = own !== undefined && own.doc !== '' && !own.doc.startsWith('IntOrString is a type');
    const description = shortened(hasOwnDoc ? own.doc : (other?.doc ?? own?.doc ?? ''));
    const values = enums[path] ?? [...(other?.type ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1]);
    const target = property.type === 'array' ? property.items : property;
    if (values.length > 0 && target.type === 'string') target.enum = values;
    schema.properties[baseName] = description === '' ? property : { ...property, description };
    if (own !== undefined && !own.optional) required.push(baseName);
  }
  if (required.length > 0) schema.required = required;
  if (snippets[className] !== undefined) schema.defaultSnippets = snippets[className];
}

definitions.IntOrString = {
  anyOf: [
    {
      type: 'string',
      pattern: '^(?:[0-9]+%|[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)$',
      patternErrorMessage: 'a whole number, a percentage such as 10%, or (for ports) a name',
    },
    { type: 'integer' },
  ],
};
definitions.Quantity = {
  anyOf: [
    {
      type: 'string',
      pattern: '^[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[KMGTPE]i|[munkMGTPE]|[eE][+-]?[0-9]+)?$',
      patternErrorMessage: 'not a quantity such as 100m, 0.5, 2 or 128Mi',
    },
    { type: 'number' },
  ],
};

const oneOf = kinds.map(([className, apiVersion]) => {
  define(className);
  const name = nameOf(className);
  const schema = definitions[name];
  schema.properties.apiVersion = { ...schema.properties.apiVersion, type: 'string', enum: [apiVersion] };
  schema.properties.kind = { ...schema.properties.kind, type: 'string', enum: [name] };
  schema.required = [...new Set(['apiVersion', 'kind', 'metadata', ...(schema.required ?? [])])];
  schema['x-kubernetes-group-version-kind'] = [
    {
      group: apiVersion.includes('/') ? apiVersion.split('/')[0] : '',
      kind: name,
      version: apiVersion.split('/').at(-1),
    },
  ];
  return { $ref: `#/definitions/${name}` };
});

const result = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Kubernetes 1.34',
  oneOf,
  definitions,
};
const text = `${JSON.stringify(result)}\n`;
writeFileSync(new URL('./kubernetes.schema.json', import.meta.url), text);
console.log(`${Object.keys(definitions).length} definitions, ${(text.length / 1024).toFixed(0)} KiB`);
