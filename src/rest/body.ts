/** The body of a create or an update: text to object, refused as the server's decoders refuse it (VAL-23, API-30). */
import { byteLength, utf8Bytes } from '../lib/utf8';
import { kindRows, type Cluster, type KindRow, type Manifest } from '../engine/index';
import type { Json } from '../k8s/types';
import { readGoJson, wellFormedText, type ReadJson } from './go-json';
import { bodyFormat } from './negotiate';
import { badRequest, MAX_BODY, tooLarge, unknownFormat, type Refusal } from './statuses';
import type { RestRequest } from './types';
import { readYamlBody } from './yaml-body';

export interface Body {
  object: Manifest;
  /** `duplicate field "spec.template"`, in their order. */
  duplicates: readonly string[];
  /** The one complaint of strict reading about all of them, where there is one (YAML). */
  fatal?: string;
}

/** The text, or the refusal of one that is too long. */
export function bodyText({ body }: RestRequest): string | Refusal {
  return body.length > MAX_BODY || (body.length * 3 > MAX_BODY && byteLength(body) > MAX_BODY)
    ? tooLarge()
    : body;
}

/** What a path wants in its body. */
export type Wanted = Pick<KindRow, 'id' | 'kind' | 'group' | 'version' | 'apiVersion'>;

/** Bodies that are no objects of a kind: they are sent to subresources. */
export const SCALE = wanted('autoscaling', 'v1', 'Scale');
export const EVICTION = wanted('policy', 'v1', 'Eviction');
export const BINDING = wanted('', 'v1', 'Binding');

function wanted(group: string, version: string, kind: string): Wanted {
  return {
    id: kind as Wanted['id'],
    kind,
    group,
    version,
    apiVersion: group === '' ? version : `${group}/${version}`,
  };
}

export function readBody(cluster: Cluster, row: Wanted, request: RestRequest): Body | Refusal {
  const format = bodyFormat(request);
  if (!format) return unknownFormat();
  const text = bodyText(request);
  if (typeof text !== 'string') return text;
  const read = format === 'json' ? readGoJson(text) : readYamlBody(text);
  const problem = read.ok ? topLevelProblem(read.value) : jsonProblem(read, format);
  if (!read.ok || problem !== undefined) return unrecognized(row.kind, problem ?? '', text);
  const object = (read.value ?? {}) as Manifest;
  const wrong = checkKind(cluster, row, object, text);
  if (wrong) return wrong;
  if (read.overflow !== undefined) {
    return cannotHandle(row.kind, row.apiVersion, row.kind, overflowText(read.overflow));
  }
  const { yamlDuplicates = [] } = read;
  if (yamlDuplicates.length > 0) {
    const fatal = ['yaml: unmarshal errors:', ...yamlDuplicates].join('\n  ');
    return { object, duplicates: yamlDuplicates, fatal };
  }
  return { object, duplicates: read.duplicates.map((path) => `duplicate field ${JSON.stringify(path)}`) };
}

export function overflowText(number: string): string {
  return `json: cannot unmarshal number ${number} into Go value of type float64`;
}

const VERSION_KIND = "couldn't get version/kind; json parse error: ";
const TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

function jsonProblem(read: ReadJson & { ok: false }, format: 'json' | 'yaml'): string {
  return format === 'json' ? VERSION_KIND + read.message : read.message;
}

/** Why a value cannot say of which kind it is. */
export function topLevelProblem(value: Json): string | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    return `${VERSION_KIND}json: cannot unmarshal ${goWord(value)} into Go value of type ${TYPE_META}`;
  }
  for (const field of ['kind', 'apiVersion']) {
    const own = value[field];
    if (own === null || own === undefined || typeof own === 'string') continue;
    return `${VERSION_KIND}json: cannot unmarshal ${goWord(own)} into Go struct field .${field} of type string`;
  }
  const apiVersion = textOf(value, 'apiVersion');
  return apiVersion.split('/').length > 2 ? `unexpected GroupVersion string: ${apiVersion}` : undefined;
}

/** What Go's decoder calls the type of a JSON value. */
export function goWord(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Where a server's types are registered, in the words of messages; the groups without an own place are in the first. */
const SCHEMES: Readonly<Record<string, string>> = {
  '': 'pkg/api/legacyscheme/scheme.go:30',
  'apiextensions.k8s.io': 'pkg/apiserver/apiserver.go:55',
  'apiregistration.k8s.io': 'pkg/apiserver/scheme/scheme.go:28',
};
const schemeOf = (group: string): string => SCHEMES[group] ?? (SCHEMES[''] as string);

function checkKind(cluster: Cluster, row: Wanted, object: Manifest, text: string): Refusal | undefined {
  const sent = textOf(object, 'apiVersion');
  if (row.id !== row.kind) return checkCustomKind(row, object, sent, text);
  const apiVersion = sent === '' || sent === '/' ? row.apiVersion : sent.replace(/^\//, '');
  const kind = textOf(object, 'kind') || row.kind;
  if (kind === row.kind && apiVersion === row.apiVersion) return undefined;
  if (kind === 'Event' && row.kind === 'Event' && apiVersion === 'events.k8s.io/v1') {
    return otherVersion(apiVersion, row);
  }
  // Older versions that are still read, though not served.
  if (row === EVICTION && kind === row.kind && apiVersion === 'policy/v1beta1') return undefined;
  const why = kindProblem(cluster, row, apiVersion, kind);
  return why === undefined ? undefined : cannotHandle(kind, apiVersion, row.kind, why);
}

/** Why a decoder of one kind does not take another. */
export function kindProblem(
  cluster: Cluster,
  row: Wanted,
  apiVersion: string,
  kind: string,
): string | undefined {
  if (kind === row.kind && apiVersion === row.apiVersion) return undefined;
  return isRegistered(cluster, row, apiVersion, kind)
    ? `converting (${versionOf(apiVersion)}.${kind}) to (${internalGroup(row.group)}.${row.kind}): unknown conversion`
    : `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme ${JSON.stringify(schemeOf(row.group))}`;
}

const BODY_KINDS: readonly Wanted[] = [SCALE, EVICTION, BINDING];

/** Whether the decoder of a kind knows another one. */
function isRegistered(cluster: Cluster, row: Wanted, apiVersion: string, kind: string): boolean {
  const rows: readonly Wanted[] = [...kindRows(cluster.read), ...BODY_KINDS];
  return rows.some(
    (r) =>
      (r.id === kind || `${r.id}List` === kind || (kind === 'List' && r.group === '')) &&
      r.apiVersion === apiVersion &&
      schemeOf(r.group) === schemeOf(row.group),
  );
}

/** Custom resources say themselves what they are. */
function checkCustomKind(
  row: Wanted,
  object: Manifest,
  apiVersion: string,
  text: string,
): Refusal | undefined {
  if (textOf(object, 'kind') === '') {
    return unrecognized(row.kind, `Object 'Kind' is missing in '${text}'`, text);
  }
  return apiVersion === row.apiVersion ? undefined : otherVersion(apiVersion, row);
}

function otherVersion(sent: string, row: Wanted): Refusal {
  return badRequest(
    `the API version in the data (${sent}) does not match the expected API version (${row.apiVersion})`,
  );
}

/** The package of a group's internal types. */
function internalGroup(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] ?? group);
}

const versionOf = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1);

function cannotHandle(sent: string, apiVersion: string, wanted: string, why: string): Refusal {
  return badRequest(
    `${sent} in version ${JSON.stringify(versionOf(apiVersion) || 'v1')} cannot be handled as a ${wanted}: ${why}`,
  );
}

function unrecognized(kind: string, why: string, text: string): Refusal {
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): ${why} (${summary(text)})`,
  );
}

const SHOWN = 30;

/** The start of a body, in hexadecimal when it does not look like JSON. */
function summary(text: string): string {
  if (text === '') return '<empty>';
  const bytes = utf8Bytes(text.slice(0, SHOWN));
  const more = byteLength(text.slice(0, SHOWN + 1)) > SHOWN ? ' ...' : '';
  if (!text.startsWith('{')) {
    return (
      bytes
        .slice(0, SHOWN)
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('') + more
    );
  }
  let shown = text.slice(0, SHOWN);
  // A letter cut in two is not shown.
  while (byteLength(shown) > SHOWN) shown = shown.slice(0, -1);
  return wellFormedText(shown) + more;
}

/** A field of a value that may be anything. */
export function textOf(value: Json | undefined, field: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const own = value[field];
  return typeof own === 'string' ? own : '';
}
