/** Lists as clients over the network ask for them: selected, in pages, of a certain version. */
import type { Kind, KubeObject } from '../../k8s/types';
import { continueAfter, continueAnyway, readContinue, type ContinueToken } from './continue-token';
import {
  badRequest,
  expiredContinue,
  expiredList,
  invalidOptions,
  tooLargeVersion,
  versionSyntax,
} from './errors';
import { forbidden, notSupported, type FieldError } from './field-error';
import { isRefused, parseSelectors, selectionOf, type Selection } from './selection';
import type { ApiServerDeps, Row } from './server-context';
import { atVersion } from './kinds/custom';
import type { Store } from './store';
import type { ListOptions, ListResult, Status } from './types';

type PageSource = Pick<ApiServerDeps, 'store' | 'journal'>;

export function listPage(
  source: PageSource,
  row: Row,
  namespace: string | undefined,
  options: ListOptions,
): ListResult {
  const selectors = parseSelectors(options);
  if (isRefused(selectors)) return fail(selectors);
  const causes = optionErrors(options);
  if (causes.length > 0) return fail(invalidOptions('ListOptions', causes));
  const selection = selectionOf(row, selectors);
  if (isRefused(selection)) return fail(selection);
  const from = startOf(source, options);
  if (isRefused(from)) return fail(from);
  const { version, token } = from;
  const current = source.store.resourceVersion;
  const all =
    version === undefined
      ? candidates(source.store, row.id, namespace, selection)
      : pastList(source, row.id, version)?.filter(inNamespace(namespace));
  if (all === undefined) return fail(token ? expiredContinue(continueAnyway(token)) : expiredList());
  const paged = { ...options, ...(ignoresLimit(options) && { limit: 0 }) };
  const shown = row.fit ? all.map((object) => atVersion(object, row)) : all;
  return { ok: true, page: cut(shown, selection, paged, namespace, version ?? current, token) };
}

function fail(status: Status): { ok: false; status: Status } {
  return { ok: false, status };
}

/** What the server keeps in memory it hands out as a whole. */
function ignoresLimit({ resourceVersion, resourceVersionMatch, continue: more }: ListOptions): boolean {
  return !more && resourceVersion === '0' && !resourceVersionMatch;
}

interface Start {
  /** Undefined: the present. */
  version?: number;
  token?: ContinueToken;
}

/** Where in which list the page starts. */
function startOf({ store }: PageSource, options: ListOptions): Start | Status {
  const { resourceVersion = '', resourceVersionMatch, limit = 0 } = options;
  const current = store.resourceVersion;
  if (resourceVersion !== '' && !/^\d+$/.test(resourceVersion)) {
    const cause = `Invalid value: ${JSON.stringify(resourceVersion)}: ${versionSyntax(resourceVersion)}`;
    return badRequest(`invalid resource version: resourceVersion: ${cause}`);
  }
  const wanted = Number(resourceVersion);
  if (options.continue) {
    const token = readContinue(options.continue);
    if ('problem' in token) return badRequest(`invalid continue token: ${token.problem}`);
    if (wanted > 0) return badRequest('specifying resource version is not allowed when using continue');
    if (token.version < 0) return { token };
    return token.version > current
      ? tooLargeVersion(token.version, current)
      : { version: token.version, token };
  }
  if (wanted > current) return tooLargeVersion(wanted, current);
  const exact = resourceVersionMatch === 'Exact' || (wanted > 0 && limit > 0 && !resourceVersionMatch);
  return exact ? { version: wanted } : {};
}

function optionErrors({ resourceVersion, resourceVersionMatch, continue: more }: ListOptions): FieldError[] {
  if (!resourceVersionMatch) return [];
  const errors: FieldError[] = [];
  const refuse = (why: string) => void errors.push(forbidden(MATCH, `${MATCH} ${why}`));
  if (!resourceVersion) refuse('is forbidden unless resourceVersion is provided');
  if (more) refuse('is forbidden when continue is provided');
  if (resourceVersionMatch !== 'Exact' && resourceVersionMatch !== 'NotOlderThan')
    errors.push(notSupported(MATCH, resourceVersionMatch, ['Exact', 'NotOlderThan', '']));
  if (resourceVersionMatch === 'Exact' && resourceVersion === '0')
    refuse('"exact" is forbidden for resourceVersion "0"');
  return errors;
}

const MATCH = 'resourceVersionMatch';

function pastList(
  { store, journal }: PageSource,
  kind: Kind,
  version: number,
): readonly KubeObject[] | undefined {
  if (version === store.resourceVersion) return store.list(kind);
  return journal?.listAt(kind, version, store.list(kind));
}

function inNamespace(namespace: string | undefined): (object: KubeObject) => boolean {
  return (object) => namespace === undefined || object.metadata.namespace === namespace;
}

/** The objects that may match, by an index where there is one. */
function candidates(
  store: Store,
  kind: Kind,
  namespace: string | undefined,
  selection: Selection,
): readonly KubeObject[] {
  const name = namespace === undefined ? undefined : selection.wanted('metadata.name');
  if (name !== undefined) {
    const object = store.get(kind, namespace, name);
    return object ? [object] : [];
  }
  const node = kind === 'Pod' ? selection.wanted('spec.nodeName') : undefined;
  if (node) return store.podsOnNode(node).filter(inNamespace(namespace));
  return store.list(kind, namespace);
}

function cut(
  all: readonly KubeObject[],
  selection: Selection,
  { limit = 0 }: ListOptions,
  namespace: string | undefined,
  version: number,
  token: ContinueToken | undefined,
): Extract<ListResult, { ok: true }>['page'] {
  const items: KubeObject[] = [];
  const resourceVersion = String(version);
  let left = all.length;
  for (const object of all) {
    left--;
    // The order of keys is that of namespaces and names: `/` sorts before all that names may hold but `-` and `.`.
    if (token && !startsAt(pathOf(object, namespace), token.start)) continue;
    if (!selection.matches(object)) continue;
    items.push(object);
    if (limit <= 0 || items.length < limit || left === 0) continue;
    return {
      items,
      resourceVersion,
      continue: continueAfter(pathOf(object, namespace), version),
      ...(selection.everything && { remainingItemCount: left }),
    };
  }
  return { items, resourceVersion };
}

/** Where an object stands in a list of one namespace or of all. */
function pathOf({ metadata: { namespace, name } }: KubeObject, within: string | undefined): string {
  return within === undefined && namespace !== undefined ? `/${namespace}/${name}` : `/${name}`;
}

/** Whether the path is not before the start. Parts are compared one by one, as lists are ordered. */
function startsAt(path: string, start: string): boolean {
  const a = path.split('/');
  const b = start.split('/');
  for (let i = 1; i < Math.max(a.length, b.length); i++) {
    const one = a[i] ?? '';
    const other = b[i] ?? '';
    if (one !== other) return one > other;
  }
  return true;
}
