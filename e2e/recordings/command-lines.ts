/**
 * Command lines of the situations for the page's kubectl. What its shell lacks (substitution, commands that make an object from
 * flags) is written out here; what only shows an object in another way is left out.
 */
import { pinnedNodeName } from '../../src/k8s/node-affinity';
import type { Cluster } from '../../src/engine/index';
import { runBlocking } from '../../src/kubectl/shell';
import type { Manifest } from '../../src/engine/api/types';

/** Lines without a counterpart: pattern → reason. */
export const LEFT_OUT: readonly [RegExp, string][] = [
  [/^kubectl describe /, 'the page has no describe; events and counters are compared without it'],
  [/^kubectl rollout history \S+ --revision/, 'the page does not print the template of a revision'],
];

/** What was printed; undefined when the line is left out. */
export function runLine(cluster: Cluster, line: string, stdin: string | undefined): string | undefined {
  if (LEFT_OUT.some(([pattern]) => pattern.test(line))) return undefined;
  for (const [pattern, run] of WRITTEN_OUT) {
    const match = pattern.exec(line);
    if (match) return run(cluster, match, stdin);
  }
  return shell(cluster, substituted(cluster, line), stdin);
}

function shell(cluster: Cluster, line: string, stdin?: string): string {
  const { output, status } = runBlocking(cluster, line, stdin);
  return status === 0 ? output : `${output.trimEnd()}\n[${status}]`;
}

/** `$(kubectl …)` */
function substituted(cluster: Cluster, line: string): string {
  return line.replace(/\$\((kubectl [^)]*)\)/g, (_, inner: string) =>
    shell(cluster, inner).trim().split('\n').join(' '),
  );
}

type WrittenOut = (cluster: Cluster, match: RegExpExecArray, stdin?: string) => string;

const WRITTEN_OUT: readonly [RegExp, WrittenOut][] = [
  [/^kubectl create deployment (\S+) --image=(\S+)(?: --replicas=(\d+))?$/, createDeployment],
  [/^kubectl create pdb (\S+) --selector=app=(\S+) --min-available=(\S+)$/, createBudget],
  [/^kubectl run (\S+) --image=(\S+)(?: --overrides='(.*)')?$/, runPod],
  [/^kubectl set resources ds\/(\S+) --requests=cpu=(\S+)$/, setResources],
  [
    /^(kubectl .*) \| wc -l$/,
    (cluster, [, line = '']) => `${shell(cluster, line).trim().split('\n').length}\n`,
  ],
  [
    /^(kubectl get controllerrevisions -o name) \| cut -d\/ -f2 \| tee name$/,
    (cluster, [, line = '']) => {
      const name = shell(cluster, line).split('/')[1]?.trim() ?? '';
      teed.set(cluster, name);
      return name;
    },
  ],
  [/^kubectl create -f -$/, createFromFile],
  [/\| python3 -c /, deletePodsInTheWay],
  [/^for set in (.*); do pod=/, evictFirstOfEach],
];

function create(cluster: Cluster, line: string, manifest: Manifest): string {
  return shell(cluster, line, JSON.stringify(manifest));
}

function createDeployment(
  cluster: Cluster,
  [, name = '', image = '', replicas = '1']: RegExpExecArray,
): string {
  const labels = { app: name };
  const containers = [{ name: image.split(':')[0] ?? '', image, resources: {} }];
  return create(cluster, 'kubectl create -f -', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: Number(replicas),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  });
}

function createBudget(cluster: Cluster, [, name = '', app = '', min = '']: RegExpExecArray): string {
  return create(cluster, 'kubectl create -f -', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { selector: { matchLabels: { app } }, minAvailable: /^\d+$/.test(min) ? Number(min) : min },
  });
}

function runPod(cluster: Cluster, [, name = '', image = '', overrides = '{}']: RegExpExecArray): string {
  const { spec } = JSON.parse(overrides) as { spec?: Manifest };
  const own = {
    containers: [{ name, image, resources: {} }],
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
  };
  return create(cluster, 'kubectl create -f -', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { run: name } },
    spec: { ...own, ...spec },
  });
}

function setResources(cluster: Cluster, [, name = '', cpu = '']: RegExpExecArray): string {
  const containers = [{ name, resources: { requests: { cpu } } }];
  const patch = JSON.stringify({ spec: { template: { spec: { containers } } } });
  return shell(cluster, `kubectl patch ds ${name} -p '${patch}'`).replace(
    ' patched',
    ' resource requirements updated',
  );
}

/** What `tee name` wrote. */
const teed = new WeakMap<Cluster, string>();

function createFromFile(cluster: Cluster, _: RegExpExecArray, stdin = ''): string {
  return shell(cluster, 'kubectl create -f -', stdin.replace('$(cat name)', teed.get(cluster) ?? ''));
}

/** Pods on the nodes for which a Pending pod of the set waits. */
function deletePodsInTheWay(cluster: Cluster): string {
  const pods = cluster.read.list('Pod', 'default');
  const nodes = pods.filter((pod) => pod.spec.nodeName === undefined).map((pod) => pinnedNodeName(pod));
  const names = pods
    .filter(({ spec }) => spec.nodeName !== undefined && nodes.includes(spec.nodeName))
    .map(({ metadata }) => `pod/${metadata.name}`);
  return shell(cluster, `kubectl delete ${names.join(' ')}`);
}

function evictFirstOfEach(cluster: Cluster, [, sets = '']: RegExpExecArray): string {
  return sets
    .split(' ')
    .map((app) => {
      const pod = cluster.read.list('Pod', 'default').find((p) => p.metadata.labels?.['app'] === app);
      const name = pod?.metadata.name ?? '';
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
      const answer = cluster.api.evict('default', name, eviction);
      return answer.ok ? '' : `Error from server (${answer.status.reason}): ${answer.status.message}\n`;
    })
    .join('');
}
