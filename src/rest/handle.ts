/** The REST door: requests as kube-apiserver v1.34 answers them, for one cluster. */
import { KUBERNETES_VERSION, kindRows, type Cluster } from '../engine/index';
import { aggregatedDiscovery, API_VERSIONS, groupInfo, groupList, groupsOf, resourceList } from './discovery';
import { encoded, plainText } from './encode';
import { negotiate, parseAccept } from './negotiate';
import { openApi } from './openapi-paths';
import { Query } from './query';
import { statusAnswer } from './represent';
import { resourceAnswer } from './resource-answer';
import { segmentsOf } from './route';
import { isRefusal, methodNotAllowed, noRepresentation, notFoundPath, type Refusal } from './statuses';
import type { RestAnswer, RestRequest, RestResponse } from './types';

/** Answers any request; never throws, whatever it holds. A watch is answered with a stream to be opened. */
export function handle(cluster: Cluster, request: RestRequest): RestAnswer {
  const query = new Query(request.query);
  const answer = route(cluster, request, query);
  if (!isRefusal(answer)) return answer;
  const form = negotiate(request, query);
  return statusAnswer(answer.refused, isRefusal(form) ? { yaml: false, pretty: true } : form);
}

const NOT_FOUND = (): RestResponse => plainText(404, '404 page not found\n');

function route(cluster: Cluster, request: RestRequest, query: Query): RestAnswer | Refusal {
  const segments = segmentsOf(request.path);
  if (!segments) return plainText(400, '400 Bad Request');
  while (segments.at(-1) === '') segments.pop();
  const [root, ...rest] = segments;
  switch (root) {
    case 'api':
      return api(cluster, request, query, 'v1', rest);
    case 'apis':
      return apis(cluster, request, query, rest);
    case 'version':
      return rest.length > 0 ? notFoundPath() : version(request, query);
    case 'healthz':
    case 'livez':
    case 'readyz':
      return rest.length > 0 ? NOT_FOUND() : health(root, query);
    case 'openapi':
      return openApi(cluster, rest) ?? NOT_FOUND();
    case undefined:
      return discovered({ ...request, method: 'GET' }, query, { paths: paths(cluster) });
    default:
      return NOT_FOUND();
  }
}

const VERSION = {
  major: '1',
  minor: KUBERNETES_VERSION.split('.')[1] ?? '',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: KUBERNETES_VERSION,
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
};

/** Only in JSON. */
function version(request: RestRequest, query: Query): RestAnswer | Refusal {
  const accepted = parseAccept(request.headers['accept'] || '*/*').map(({ type }) => type);
  if (!accepted.includes('application/json') && !accepted.includes('*/*'))
    return noRepresentation('application/json');
  return discovered({ ...request, headers: { ...request.headers, accept: undefined } }, query, VERSION);
}

function health(name: string, query: Query): RestResponse {
  return plainText(200, query.has('verbose') ? `[+]ping ok\n${name} check passed\n` : 'ok');
}

function paths(cluster: Cluster): string[] {
  const groups = groupsOf(kindRows(cluster.read)).flatMap(({ group, versions }) => [
    `/apis/${group}`,
    ...versions.map((version) => `/apis/${group}/${version}`),
  ]);
  const all = [
    '/api',
    '/api/v1',
    '/apis',
    ...groups,
    '/healthz',
    '/livez',
    '/openapi/v3',
    '/readyz',
    '/version',
  ];
  return all.sort();
}

function api(
  cluster: Cluster,
  request: RestRequest,
  query: Query,
  version: string,
  [own, ...rest]: readonly string[],
): RestAnswer | Refusal {
  if (own === undefined) return index(cluster, request, query, true);
  if (own !== version) return notFoundPath();
  return inVersion(cluster, request, query, 'v1', rest);
}

function apis(
  cluster: Cluster,
  request: RestRequest,
  query: Query,
  [group, version, ...rest]: readonly string[],
): RestAnswer | Refusal {
  if (group === undefined) return index(cluster, request, query, false);
  const rows = kindRows(cluster.read);
  const known = groupsOf(rows).find((g) => g.group === group);
  if (!known) return NOT_FOUND();
  if (version === undefined)
    return discovered({ ...request, method: 'GET' }, query, groupInfo(rows, group) ?? {});
  if (known.versions.includes(version)) {
    return inVersion(cluster, request, query, `${group}/${version}`, rest);
  }
  return missing(cluster, group);
}

/** Groups of custom resources are served by another server, which does not explain itself. */
function missing(cluster: Cluster, group: string): RestResponse | Refusal {
  const rows = kindRows(cluster.read).filter((row) => row.group === group);
  return rows.length > 0 && rows.every((row) => row.id !== row.kind) ? NOT_FOUND() : notFoundPath();
}

/** `/api` and `/apis`, each in two forms. */
function index(cluster: Cluster, request: RestRequest, query: Query, core: boolean): RestAnswer | Refusal {
  const rows = kindRows(cluster.read);
  if (request.method === 'GET') {
    for (const { type, params } of parseAccept(request.headers['accept'] ?? '')) {
      if (type !== 'application/json') continue;
      const { g, v = '', as } = params;
      if (g === undefined && as === undefined) break;
      if (g !== 'apidiscovery.k8s.io' || as !== 'APIGroupDiscoveryList') continue;
      if (v !== 'v2' && v !== 'v2beta1') continue;
      const form = `application/json;g=${g};v=${v};as=${as}`;
      const answer = encoded(200, aggregatedDiscovery(rows, core, v), { yaml: false, pretty: false });
      return {
        ...answer,
        headers: [
          ['cache-control', 'public'],
          ['content-type', form],
          ['vary', 'Accept'],
        ],
      };
    }
  }
  return core
    ? discovered(request, query, API_VERSIONS)
    : discovered({ ...request, method: 'GET' }, query, groupList(rows));
}

function discovered(request: RestRequest, query: Query, value: object): RestAnswer | Refusal {
  if (request.method !== 'GET') return methodNotAllowed();
  const form = negotiate(request, query, { forms: false });
  return isRefusal(form) ? form : encoded(200, value, form);
}

function inVersion(
  cluster: Cluster,
  request: RestRequest,
  query: Query,
  apiVersion: string,
  rest: readonly string[],
): RestAnswer | Refusal {
  const [first] = rest;
  if (first === undefined) {
    const list = resourceList(kindRows(cluster.read), apiVersion);
    return list ? discovered(request, query, list) : notFoundPath();
  }
  return resourceAnswer(cluster, request, query, apiVersion, rest) ?? missing(cluster, groupOf(apiVersion));
}

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
