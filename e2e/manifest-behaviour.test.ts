/** Every manifest, pasted into the page's cluster of one control plane and two workers, does what it does in a real one. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Page } from '../src/state/testing/page';

const MANIFESTS = new URL('./manifests/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(`${name}.yaml`, MANIFESTS), 'utf8');

const WORKERS = ['worker-1', 'worker-2'];
const ALL = ['cp-1', ...WORKERS];

interface Expected {
  /** Default: `default`. */
  namespace?: string;
  /** What kubectl says. Default: created. */
  says?: RegExp;
  /** What is missing, in the order in which it is offered. */
  missing?: string[];
  /** Nodes whose pods are ready in the end. Default: the workers, because of the control plane's taint. */
  on?: string[];
  /** Word of each pod two minutes after the apply, before any stand-in. Default: Running. */
  word?: string | null;
}

const cases: Record<string, Expected> = {
  'dev-monitor': {},
  'dns-cache': {},
  'fluent-bit': {
    namespace: 'logging',
    says: /^Error from server \(NotFound\): error when creating "STDIN": namespaces "logging" not found$/,
    missing: ['Namespace logging', 'ServiceAccount fluent-bit', 'ConfigMap fluent-bit-config'],
    word: null,
  },
  'fluentd-agent': {},
  'kube-proxy': {
    namespace: 'kube-system',
    says: /^Warning: resource daemonsets\/kube-proxy is missing the kubectl.kubernetes.io\/last-applied-configuration annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\ndaemonset.apps\/kube-proxy configured$/,
    // The manifest has no toleration; without a last-applied annotation that removes none of the old ones.
    on: ALL,
  },
  'log-collector': {},
  'metrics-exporter': {},
  'my-daemon': {},
  'network-plugin': {},
  'nginx-2': { says: /^daemonset.apps\/nginx configured$/, on: ALL },
  nginx: { says: /^daemonset.apps\/nginx configured$/ },
  'node-exporter': {
    namespace: 'monitoring',
    says: /^Error from server \(NotFound\): error when creating "STDIN": namespaces "monitoring" not found$/,
    missing: ['Namespace monitoring'],
    word: null,
  },
  'node-monitor-2': { namespace: 'kube-system' },
  'node-monitor': {},
  'production-agent': {},
  'security-agent': {
    namespace: 'security',
    says: /^Error from server \(NotFound\): error when creating "STDIN": namespaces "security" not found$/,
    missing: ['Namespace security'],
    on: ALL,
    word: null,
  },
  'storage-daemon': { missing: ['ConfigMap ceph-config'], word: 'ContainerCreating' },
};

/** `node-monitor-2` and `nginx-2` are further versions of a set. */
const setName = (file: string): string => file.replace(/-2$/, '');

function applied(file: string): Page {
  const page = new Page();
  page.apply(read(file));
  return page;
}

/** Presses every button that offers a stand-in, with time between for the next thing to show. */
function createStandIns(page: Page): string[] {
  const offered: string[] = [];
  for (
    let missing = page.draft.getState().missing;
    missing.length > 0;
    missing = page.draft.getState().missing
  ) {
    const first = missing[0]!;
    offered.push(`${first.kind} ${first.name}`);
    page.draft.getState().createStandIn(first);
    page.wait(20);
  }
  return offered;
}

test('there is a case for each', () => {
  expect(Object.keys(cases).sort()).toEqual(
    readdirSync(MANIFESTS)
      .map((f) => f.replace('.yaml', ''))
      .sort(),
  );
});

describe.each(Object.entries(cases))('%s', (file, expected) => {
  const { namespace = 'default', missing = [], on = WORKERS, word = 'Running' } = expected;
  const name = setName(file);

  test('applied', () => {
    const page = new Page();
    const before = page.digest;
    const said = page.apply(read(file));
    expect(said).toMatch(expected.says ?? new RegExp(`^daemonset.apps/${name} created$`));
    if (word === null) {
      expect(page.digest).toBe(before);
      expect(page.marks).toHaveLength(1);
      expect(page.set(name, namespace)).toBeUndefined();
      return;
    }
    expect(page.marks).toEqual([]);
    page.wait(120);
    expect(page.where(name, namespace)).toEqual(on.map((node) => `${node} ${word}`));
  });

  test('and with stand-ins for what it misses: ready where it should be', () => {
    const page = applied(file);
    expect(createStandIns(page)).toEqual(missing);
    expect(page.marks).toEqual([]);
    page.wait(400);
    expect(page.where(name, namespace)).toEqual(on.map((node) => `${node} Running`));
    const n = on.length;
    expect(page.counts(name, namespace)).toBe(`${n}/${n}/${n}/${n}/${n}`);
    expect(page.draft.getState().missing).toEqual([]);
    expect(page.apply()).toBe(`daemonset.apps/${name} unchanged`);
  });
});

describe('in particular', () => {
  test('DS-46 fluent-bit without its service account: FailedCreate, no pods; then ContainerCreating without its config map', () => {
    const page = applied('fluent-bit');
    page.draft.getState().createStandIn(page.draft.getState().missing[0]!);
    page.wait(30);
    expect(page.pods('fluent-bit', 'logging')).toEqual([]);
    expect(page.counts('fluent-bit', 'logging')).toBe('2/0/0/0/0');
    expect(page.events('FailedCreate')).toContain(
      'Error creating: pods "fluent-bit-" is forbidden: error looking up service account logging/fluent-bit: serviceaccount "fluent-bit" not found',
    );
    page.draft.getState().createStandIn(page.draft.getState().missing[0]!);
    page.wait(60);
    expect(page.where('fluent-bit', 'logging')).toEqual([
      'worker-1 ContainerCreating',
      'worker-2 ContainerCreating',
    ]);
    expect(page.events('FailedMount')).toContain(
      'MountVolume.SetUp failed for volume "fluent-bit-config" : configmap "fluent-bit-config" not found',
    );
  });

  test('SCH-9 node-monitor and node-exporter both want port 9100 of the node', () => {
    const page = applied('node-monitor');
    page.wait(30);
    page.run('kubectl create namespace monitoring');
    page.run('kubectl apply -f -', read('node-exporter'));
    page.wait(30);
    expect(page.where('node-exporter', 'monitoring')).toEqual(['- Pending', '- Pending']);
    expect(page.counts('node-exporter', 'monitoring')).toBe('2/2/0/2/0');
    expect(page.events('FailedScheduling')[0]).toMatch(
      /^0\/3 nodes are available: 1 node\(s\) didn't have free ports for the requested pod ports, 2 node\(s\) didn't satisfy plugin\(s\) \[NodeAffinity\]\. /,
    );
    page.run('kubectl delete ds node-monitor');
    page.wait(120);
    expect(page.counts('node-exporter', 'monitoring')).toBe('2/2/2/2/2');
  });

  test('node-monitor in the default and the kube-system namespace do not conflict: only one has a hostPort', () => {
    const page = applied('node-monitor');
    page.run('kubectl apply -f -', read('node-monitor-2'));
    page.wait(60);
    expect(page.counts('node-monitor')).toBe('2/2/2/2/2');
    expect(page.counts('node-monitor', 'kube-system')).toBe('2/2/2/2/2');
  });

  test('in the host network: the address of the node, and its ports', () => {
    const page = applied('dns-cache');
    page.wait(60);
    for (const pod of page.pods('dns-cache')) {
      expect(pod.status.podIP).toBe(pod.status.hostIP);
      expect(pod.spec.containers[0]?.ports).toEqual([{ containerPort: 53, hostPort: 53, protocol: 'UDP' }]);
    }
  });

  /** Seconds from now at which the counter first reaches 2, looked at each second. */
  function reaches(page: Page, set: string, counter: 'numberReady' | 'numberAvailable'): number {
    for (let second = 0; second <= 400; second++) {
      if (page.set(set)?.status[counter] === 2) return second;
      page.wait(1);
    }
    throw new Error(`${set} never has two of ${counter}`);
  }

  test.each([
    ['metrics-exporter', 15, 5],
    ['storage-daemon', 120, 30],
  ])(
    'DS-50 %s is available %d s after it is ready, and not ready in its first %d s',
    (file, minReady, delay) => {
      const page = applied(file);
      for (const object of page.draft.getState().missing) page.draft.getState().createStandIn(object);
      while (page.where(file).join() !== 'worker-1 Running,worker-2 Running') page.wait(1);
      expect(page.set(file)?.status.numberReady).toBe(0);
      expect(reaches(page, file, 'numberReady')).toBeGreaterThanOrEqual(delay - 2);
      expect(page.set(file)?.status.numberAvailable ?? 0).toBeLessThan(2);
      const wait = reaches(page, file, 'numberAvailable');
      expect(Math.abs(wait - minReady)).toBeLessThanOrEqual(1);
    },
  );

  test('DS-60 network-plugin (OnDelete) keeps its old pods until somebody deletes them', () => {
    const page = applied('network-plugin');
    page.wait(60);
    const old = page.pods('network-plugin').map((p) => p.metadata.uid);
    page.apply(read('network-plugin').replace('v1.2.3', 'v1.2.4'));
    page.wait(120);
    expect(page.pods('network-plugin').map((p) => p.metadata.uid)).toEqual(old);
    expect(page.counts('network-plugin')).toBe('2/2/2/0/2');
    page.run(`kubectl delete pod ${page.pods('network-plugin')[0]?.metadata.name}`);
    page.wait(120);
    expect(page.counts('network-plugin')).toBe('2/2/2/1/2');
  });

  test('kube-proxy rolls node by node, keeps its tolerations, and refuses another selector', () => {
    const page = applied('kube-proxy');
    let least = 3;
    for (let i = 0; i < 200; i++) {
      page.wait(1);
      least = Math.min(least, page.set('kube-proxy', 'kube-system')?.status.numberAvailable ?? 0);
    }
    expect(least).toBe(2);
    const pods = page.pods('kube-proxy', 'kube-system');
    expect(new Set(pods.map((p) => p.spec.containers[0]?.image))).toEqual(
      new Set(['k8s.gcr.io/kube-proxy:v1.24.0']),
    );
    expect(page.set('kube-proxy', 'kube-system')?.spec.template.spec?.tolerations).toEqual([
      { operator: 'Exists' },
    ]);
    expect(page.apply(read('kube-proxy').replaceAll('k8s-app: kube-proxy', 'k8s-app: mine'))).toMatch(
      /^The DaemonSet "kube-proxy" is invalid: spec\.selector: Invalid value: .*: field is immutable$/,
    );
  });

  test('log-collector may update half of the nodes, security-agent reserves what it asks for', () => {
    const page = applied('log-collector');
    page.wait(60);
    expect(page.set('log-collector')?.spec.updateStrategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: '50%', maxSurge: 0 },
    });
    page.run('kubectl create namespace security');
    page.run('kubectl apply -f -', read('security-agent'));
    page.wait(60);
    for (const pod of page.pods('security-agent', 'security')) expect(pod.status.qosClass).toBe('Burstable');
  });

  test.each([
    ['production-agent', 2],
    ['dev-monitor', 8],
  ])('DS-63 %s keeps %d old revisions', (file, limit) => {
    const page = applied(file);
    for (let i = 0; i < limit + 3; i++) {
      page.run(`kubectl set image ds/${file} *=new:v${i}`);
      page.wait(120);
    }
    const uid = page.set(file)?.metadata.uid ?? '';
    expect(page.cluster.read.ownedBy('ControllerRevision', uid)).toHaveLength(limit + 1);
  });
});
