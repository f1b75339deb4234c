/** What the client wants to get (Accept) and what it sends (Content-Type). */
import type { Query } from './query';
import { formNotAcceptable, notAcceptable, type Refusal } from './statuses';
import type { RestRequest } from './types';

export type Form = 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';

export interface Representation {
  yaml: boolean;
  /** Instead of the object itself. */
  as?: Form;
  /** Of the meta group: `v1` or `v1beta1`. */
  version: string;
  /** Two-space indent, for people. */
  pretty: boolean;
}

export interface Clause {
  type: string;
  q: number;
  params: Readonly<Record<string, string>>;
}

/** The clauses of an Accept header, the preferred first. */
export function parseAccept(header: string): Clause[] {
  const clauses: Clause[] = [];
  for (const part of header.split(',')) {
    const [type = '', ...rest] = part.split(';').map((word) => word.trim());
    if (type === '') continue;
    const params: Record<string, string> = {};
    let q = 1;
    for (const word of rest) {
      const at = word.indexOf('=');
      if (at < 0) continue;
      const name = word.slice(0, at).trim();
      const value = word.slice(at + 1).trim();
      if (name === 'q') q = Number.isFinite(Number(value)) ? Number(value) : 0;
      else params[name] = value;
    }
    clauses.push({ type, q, params });
  }
  return clauses.sort((a, b) => b.q - a.q);
}

const MADE = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const ANY_JSON = ['application/json', 'application/*', '*/*'];
const FORMS: readonly string[] = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'];
/** Clients that people read with. */
const HUMAN = /^(curl|Wget|Mozilla\/5\.0)/;

export interface Offer {
  /** Whether this endpoint turns its objects into tables and the like. */
  forms?: boolean;
  /** Whether it is one that can be watched, which shows in refusals. */
  watchable?: boolean;
}

export function negotiate(
  request: RestRequest,
  query: Query,
  { forms = true, watchable = false }: Offer = {},
): Representation | Refusal {
  const asked = query.text('pretty');
  const pretty =
    asked === undefined || asked === ''
      ? HUMAN.test(request.headers['user-agent'] ?? '')
      : ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(asked);
  const plain: Representation = { yaml: false, version: 'v1', pretty };
  const header = request.headers['accept'] ?? '';
  if (header === '') return plain;
  const clauses = parseAccept(header);
  if (!clauses.some(({ type }) => type === '*/*' || MADE.includes(type))) return notAcceptable(watchable);
  for (const { type, params } of clauses) {
    const yaml = type === 'application/yaml';
    if (!yaml && !ANY_JSON.includes(type)) continue;
    if ((params['stream'] ?? 'watch') !== 'watch' || (params['sv'] ?? '') !== '') continue;
    const own = { ...plain, yaml, pretty: pretty || params['pretty'] === '1' };
    const { as, g, v } = params;
    if (as === undefined && g === undefined && v === undefined) return own;
    if (!forms || as === undefined || !FORMS.includes(as) || g !== 'meta.k8s.io') continue;
    if (v === 'v1' || v === 'v1beta1') return { ...own, as: as as Form, version: v };
  }
  return formNotAcceptable();
}

/** How the body is written; undefined when nobody here reads it. */
export function bodyFormat(request: RestRequest): 'json' | 'yaml' | undefined {
  const type = mediaType(request);
  if (type === '' || type === 'application/json') return 'json';
  return type === 'application/yaml' ? 'yaml' : undefined;
}

/** Without parameters, in lower case; no known type when the parameters are none. */
export function mediaType(request: RestRequest): string {
  const [type = '', ...params] = (request.headers['content-type'] ?? '').split(';');
  if (params.at(-1)?.trim() === '') params.pop();
  return params.every((param) => PARAMETER.test(param)) ? type.trim().toLowerCase() : 'unknown';
}

const PARAMETER = /^\s*[\w!#$%&'*+.^`|~-]+=("[^"]*"|[\w!#$%&'*+.^`|~-]+)\s*$/;
