/** PodDisruptionBudgets in a whole cluster; statuses and texts are those of a real v1.34 control plane in the same situation. */
import { describe, expect, test } from 'vitest';
import type { JsonObject, PodDisruptionBudget } from '../../k8s/types';
import { rfc3339 } from '../../k8s/time';
import { Cluster } from '../cluster';
import type { Component } from '../component';
import { disruptionController } from '../controllers/disruption/index';
import { statefulSetController } from '../controllers/statefulset/index';
import { COMPONENTS } from '../registry';

const START = 1_767_225_600_000;
/** The controllers of Deployments and ReplicaSets are kept out: their pods are made by hand here. */
const own = COMPONENTS.filter(({ name }) => !/^(deployment|replicaset)-controller$/.test(name));
const components = [
  ...new Set([...own, statefulSetController as Component, disruptionController as Component]),
];

interface Owner {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
}

class Life {
  readonly cluster = new Cluster({ seed: 3, startTime: START, components });

  constructor() {
    for (const name of ['worker-1', 'worker-2'])
      this.cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
  }

  wait(seconds: number): this {
    this.cluster.advanceTo(this.cluster.now + seconds * 1000);
    return this;
  }

  create(object: JsonObject): Owner {
    const { kind, apiVersion } = object as unknown as Owner;
    const created = this.cluster.api.create(kind as 'Pod', 'default', object);
    if (!created.ok) throw new Error(created.status.message);
    this.cluster.settle();
    const { name, uid } = created.object.metadata;
    return { apiVersion, kind, name, uid };
  }

  workload(kind: string, name: string, replicas: number | undefined, owner?: Owner): Owner {
    return this.create({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name, ...(owner && { ownerReferences: [{ ...owner, controller: true }] }) },
      spec: {
        ...(replicas !== undefined && { replicas }),
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { terminationGracePeriodSeconds: 2, containers: [{ name: 'c', image: 'nginx' }] },
        },
      },
    });
  }

  pods(app: string, count: number, owner?: Owner, finalizers?: string[]): this {
    for (let i = 0; i < count; i++)
      this.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: `${app}-${i}`,
          labels: { app },
          ...(finalizers && { finalizers }),
          ...(owner && { ownerReferences: [{ ...owner, controller: true }] }),
        },
        spec: { terminationGracePeriodSeconds: 2, containers: [{ name: 'c', image: 'nginx' }] },
      });
    return this;
  }

  budget(app: string, spec: JsonObject, name = 'budget'): this {
    this.create({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: { ...spec, selector: { matchLabels: { app } } },
    });
    return this;
  }

  get status(): PodDisruptionBudget['status'] {
    const budget = this.cluster.read.get('PodDisruptionBudget', 'default', 'budget');
    return (budget as PodDisruptionBudget).status;
  }

  /** allowed/healthy/desired/expected, reason, message. */
  get text(): string {
    const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods, conditions } = this.status;
    const [condition] = conditions ?? [];
    const numbers = [disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods].join('/');
    return `${numbers} ${condition?.status} ${condition?.reason} ${condition?.message}`.trim();
  }

  events(kind = 'PodDisruptionBudget'): string[] {
    const events = this.cluster.read
      .list('Event', 'default')
      .filter((e) => e.involvedObject.kind === kind && e.source?.component === 'controllermanager');
    return [...new Set(events.map((e) => `${e.type} ${e.reason} ${e.message}`))];
  }

  evict(name: string): string {
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } };
    const result = this.cluster.api.evict('default', name, eviction);
    this.cluster.settle();
    return result.ok ? 'ok' : result.status.message;
  }
}

describe('WL-29 what is counted', () => {
  test('WL-29 no pods: nothing is expected, the number wanted stays', () => {
    const life = new Life().budget('nothing', { minAvailable: 1 });
    expect(life.text).toBe('0/0/1/0 False InsufficientPods');
    expect(life.events()).toEqual(['Normal NoPods No matching pods found']);
    expect(life.status).toEqual({
      conditions: [
        {
          lastTransitionTime: rfc3339(START),
          message: '',
          observedGeneration: 1,
          reason: 'InsufficientPods',
          status: 'False',
          type: 'DisruptionAllowed',
        },
      ],
      currentHealthy: 0,
      desiredHealthy: 1,
      disruptionsAllowed: 0,
      expectedPods: 0,
      observedGeneration: 1,
    });
  });

  test.each<[string, JsonObject, string]>([
    ['WL-29 50 % of 3, rounded up', { minAvailable: '50%' }, '1/3/2/3 True SufficientPods'],
    ['WL-29 all but 1', { maxUnavailable: 1 }, '1/3/2/3 True SufficientPods'],
    ['WL-29 34 % of 3 may go: 2, rounded up', { maxUnavailable: '34%' }, '2/3/1/3 True SufficientPods'],
    ['WL-29 a number needs no controller', { minAvailable: 3 }, '0/3/3/3 False InsufficientPods'],
    ['WL-29 more than there are may go', { maxUnavailable: 9 }, '3/3/0/3 True SufficientPods'],
    ['WL-29 none may go', { maxUnavailable: 0 }, '0/3/3/3 False InsufficientPods'],
  ])('%s', (_title, spec, expected) => {
    const life = new Life();
    life.workload('StatefulSet', 'web', 3);
    expect(life.budget('web', spec).wait(60).text).toBe(expected);
  });

  test('WL-29 of a ReplicaSet under a Deployment it is the Deployment that counts, once', () => {
    const life = new Life();
    const deployment = life.workload('Deployment', 'dep', 4);
    life.pods('a', 2, life.workload('ReplicaSet', 'a', 2, deployment));
    life.create({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'budget' },
      spec: { minAvailable: '50%', selector: {} },
    });
    life.pods('b', 2, life.workload('ReplicaSet', 'b', 2, deployment)).wait(30);
    expect(life.text).toBe('2/4/2/4 True SufficientPods');
  });

  test('WL-29 a ReplicaSet of its own; a change of its scale is noticed with the next change of a pod', () => {
    const life = new Life();
    const owner = life.workload('ReplicaSet', 'rs', 3);
    life.budget('rs', { maxUnavailable: 1 }).pods('rs', 3, owner).wait(30);
    expect(life.text).toBe('1/3/2/3 True SufficientPods');
    life.cluster.api.patch('ReplicaSet', 'default', 'rs', 'merge', { spec: { replicas: 9 } });
    expect(life.wait(30).text).toBe('1/3/2/3 True SufficientPods');
    life.cluster.api.patch('Pod', 'default', 'rs-0', 'merge', { metadata: { labels: { x: 'y' } } });
    expect(life.wait(1).text).toBe('0/3/8/9 False InsufficientPods');
  });

  test.each<[string, string, string, string]>([
    ['WL-29 a DaemonSet', 'apps/v1', 'DaemonSet', 'daemonsets.apps does not implement the scale subresource'],
    ['WL-29 a Job', 'batch/v1', 'Job', 'jobs.batch does not implement the scale subresource'],
    ['WL-29 a Node', 'v1', 'Node', 'nodes does not implement the scale subresource'],
    ['WL-29 an unknown kind', 'a.io/v1', 'Foo', 'no matches for kind "Foo" in version "a.io/v1"'],
    ['WL-29 a ReplicaSet that is gone', 'apps/v1', 'ReplicaSet', 'found no controllers for pod "p-0"'],
  ])('%s cannot be counted: SyncFailed', (_title, apiVersion, kind, message) => {
    const life = new Life().budget('p', { maxUnavailable: 1 });
    // The owner does not exist; the finalizer keeps the garbage collector's work from being done.
    life.pods('p', 1, { apiVersion, kind, name: 'x', uid: 'u' }, ['example.com/stay']);
    const failed = `Warning CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: ${message}`;
    expect(life.events()).toContain(failed);
    expect(life.text).toBe(`0/0/0/0 False SyncFailed ${message}`);
    expect(life.status.conditions?.[0]?.observedGeneration).toBe(life.status.observedGeneration);
  });

  test('WL-29 an integer minAvailable works for daemon pods', () => {
    const life = new Life();
    life.workload('DaemonSet', 'agent', undefined);
    expect(life.budget('agent', { minAvailable: 1 }).wait(60).text).toBe('1/2/1/2 True SufficientPods');
  });

  test('WL-29 pods without a controller: nothing is expected, with an event in the real words', () => {
    const life = new Life().pods('bare', 2).budget('bare', { maxUnavailable: 1 }).wait(30);
    expect(life.text).toBe('0/2/0/0 False InsufficientPods');
    expect(life.events()).toEqual([
      'Warning UnmanagedPods Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: bare,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.',
    ]);
  });

  test('WL-28 two budgets for one pod: the first is looked at, with an event about the pod', () => {
    const life = new Life().budget('bare', { minAvailable: 1 }).budget('bare', { minAvailable: 1 }, 'other');
    life.pods('bare', 1).wait(30);
    expect(life.events('Pod')).toEqual([
      'Warning MultiplePodDisruptionBudgets Pod "default"/"bare-0" matches multiple PodDisruptionBudgets.  Chose "budget" arbitrarily.',
    ]);
    expect(life.text).toBe('0/1/1/1 False InsufficientPods');
  });
});

describe('WL-28 evictions', () => {
  test('WL-28 one is allowed, the next is not until a new pod is ready', () => {
    const life = new Life();
    life.workload('StatefulSet', 'web', 3);
    life.budget('web', { minAvailable: '50%' }).wait(60);
    expect(life.evict('web-2')).toBe('ok');
    expect(life.text).toBe('0/2/2/3 False InsufficientPods');
    expect(life.evict('web-1')).toBe("Cannot evict pod as it would violate the pod's disruption budget.");
    expect(life.wait(60).text).toBe('1/3/2/3 True SufficientPods');
    expect(life.status.disruptedPods).toBeUndefined();
    expect(life.evict('web-1')).toBe('ok');
  });

  test('WL-28 a pod on the list that does not go counts again after two minutes, with an event', () => {
    const life = new Life();
    life.workload('StatefulSet', 'web', 3);
    life.budget('web', { minAvailable: 2 }).wait(60);
    const disruptedPods = { 'web-0': rfc3339(life.cluster.now), gone: rfc3339(life.cluster.now) };
    life.cluster.api.patch(
      'PodDisruptionBudget',
      'default',
      'budget',
      'merge',
      { status: { disruptedPods } },
      {
        subresource: 'status',
      },
    );
    life.wait(0);
    expect(life.status.disruptedPods).toEqual({ 'web-0': disruptedPods['web-0'] });
    expect(life.text).toBe('0/2/2/3 False InsufficientPods');
    expect(life.wait(120).text).toBe('0/2/2/3 False InsufficientPods');
    expect(life.wait(1).text).toBe('1/3/2/3 True SufficientPods');
    expect(life.status.disruptedPods).toBeUndefined();
    // The namespace comes twice, as in the real text.
    expect(life.events('Pod')).toEqual([
      "Warning NotDeleted Pod was expected by PDB default/default to be deleted but it wasn't",
    ]);
  });

  test('WL-28 a pod that was to be disrupted but stays takes that back after two minutes', () => {
    const life = new Life().pods('bare', 1).wait(30);
    const { now } = life.cluster;
    const pod = life.cluster.read.get('Pod', 'default', 'bare-0');
    const target = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      lastTransitionTime: rfc3339(now),
    };
    const conditions = [...(pod?.status.conditions ?? []), target] as unknown as JsonObject[];
    life.cluster.api.patch(
      'Pod',
      'default',
      'bare-0',
      'merge',
      { status: { conditions } },
      {
        subresource: 'status',
      },
    );
    const condition = () =>
      life.cluster.read
        .get('Pod', 'default', 'bare-0')
        ?.status.conditions?.find((c) => c.type === 'DisruptionTarget');
    expect(life.wait(119).cluster.now).toBe(now + 119_000);
    expect(condition()).toMatchObject({ status: 'True', reason: 'PreemptionByScheduler' });
    life.wait(2);
    expect(condition()).toMatchObject({ status: 'False', lastTransitionTime: rfc3339(now + 120_000) });
    expect(condition()?.reason).toBeUndefined();
  });
});
