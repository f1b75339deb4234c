import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LaneSegment } from '../scene/timeline-types';
import { LaneLog } from './lanes';
import { Page } from './testing/page';

const NGINX = { namespace: 'default', name: 'nginx' };

/** `worker-1 ready:1 10-20` of each segment, seconds since the origin. */
function told(page: Page, set = NGINX, most = 8): string[] {
  const { lanes, end, origin } = page.session.getState();
  const second = (time: number): string => String(Math.round((time - origin) / 100) / 10);
  const words = ({ state, revision, from, to }: LaneSegment): string =>
    `${state}:${revision ?? '?'} ${second(from)}-${second(to)}`;
  return lanes.lanes(set, end, most).lanes.map((l) => `${l.node} ${l.segments.map(words).join(', ')}`);
}
const seek = (page: Page, seconds: number): void =>
  page.session.getState().seek(page.session.getState().origin + seconds * 1000);
/** States of a node's lane in order. */
const states = (page: Page, node: string, set = NGINX): string[] => {
  const { lanes, end } = page.session.getState();
  const lane = lanes.lanes(set, end, 100).lanes.find((l) => l.node === node);
  return (lane?.segments ?? []).map((s) => `${s.state}:${s.revision ?? '?'}`);
};
const ROLL = 'kubectl set image ds/nginx nginx=nginx:1.29';

test('the lanes begin with what there is at the origin', () => {
  const page = new Page();
  page.wait(10);
  expect(told(page)).toEqual(['worker-1 ready:1 0-10', 'worker-2 ready:1 0-10']);
});

test('every stage of a rolling update is there, however far the clock jumps at once', () => {
  const page = new Page();
  page.wait(5);
  page.run(ROLL);
  page.wait(120);
  expect(states(page, 'worker-1').filter((s, i, all) => s !== all[i - 1])).toEqual([
    'ready:1',
    'terminating:1',
    'starting:2',
    'pulling:2',
    'starting:2',
    'ready:2',
  ]);
  const fine = new Page();
  fine.wait(5);
  fine.run(ROLL);
  for (let i = 0; i < 1200; i++) fine.wait(0.1);
  expect(told(fine)).toEqual(told(page));
});

test('segments of a lane follow each other without overlap, and cover the time a pod is there', () => {
  const page = new Page();
  page.run(ROLL);
  page.wait(60);
  const { lanes, end } = page.session.getState();
  for (const { segments } of lanes.lanes(NGINX, end, 8).lanes)
    segments.forEach((segment, i) => {
      expect(segment.to).toBeGreaterThanOrEqual(segment.open ? segment.from : segment.from + 1);
      const next = segments[i + 1];
      if (next?.uid === segment.uid) expect(next.from).toBe(segment.to);
      else if (next) expect(next.from).toBeGreaterThanOrEqual(segment.to);
    });
});

describe('seek', () => {
  test('back keeps what lies after the playhead, and playing it again adds nothing', () => {
    const page = new Page();
    page.wait(5);
    page.run(ROLL);
    page.wait(120);
    const whole = told(page);
    for (const place of [60, 0, 7, 12, 6.3, 119]) {
      seek(page, place);
      expect(told(page)).toEqual(whole);
    }
    seek(page, 3);
    page.wait(50);
    expect(told(page)).toEqual(whole);
    page.wait(72);
    expect(told(page)).toEqual(whole);
    page.wait(10);
    expect(told(page)).toEqual(whole.map((lane) => lane.replace(/-125$/, '-135')));
  });

  test('after a seek back the future that comes is recorded as if played straight on', () => {
    const straight = new Page();
    straight.run(ROLL);
    straight.wait(200);
    const page = new Page();
    page.run(ROLL);
    page.wait(9);
    seek(page, 4);
    page.wait(2);
    seek(page, 1);
    page.wait(199);
    expect(told(page)).toEqual(told(straight));
  });
});

describe('fork', () => {
  test('an action in the past drops what was recorded after it', () => {
    const page = new Page();
    page.wait(5);
    page.run(ROLL);
    page.wait(60);
    seek(page, 3);
    page.run('kubectl cordon worker-1');
    expect(told(page)).toEqual(['worker-1 ready:1 0-3', 'worker-2 ready:1 0-3']);
    page.wait(20);
    expect(told(page)).toEqual(['worker-1 ready:1 0-23', 'worker-2 ready:1 0-23']);
  });

  test.each([6, 7.5, 9, 20])('at %d s it equals the same actions played straight', (at) => {
    const straight = new Page();
    straight.wait(5);
    straight.run(ROLL);
    straight.wait(at - 5);
    straight.run('sim add-node worker-3 --ready');
    straight.wait(100);
    const page = new Page();
    page.wait(5);
    page.run(ROLL);
    page.wait(60);
    page.run('kubectl delete node worker-2');
    page.wait(60);
    seek(page, at);
    page.run('sim add-node worker-3 --ready');
    page.wait(100);
    expect(told(page)).toEqual(told(straight));
    expect(told(page)).toHaveLength(3);
  });

  test('a command that changes nothing drops nothing', () => {
    const page = new Page();
    page.run(ROLL);
    page.wait(60);
    const whole = told(page);
    seek(page, 3);
    page.run('kubectl get pods');
    page.run('kubectl cordon no-such-node');
    expect(told(page)).toEqual(whole);
  });
});

describe('load', () => {
  test('a scenario that is opened has the lanes of the one that was shared', () => {
    const page = new Page();
    page.wait(5);
    page.run(ROLL);
    page.wait(90);
    const opened = new Page(page.session.getState().toScenario(''));
    expect(told(opened)).toEqual(told(page));
  });

  test('reset begins anew', () => {
    const page = new Page();
    page.run(ROLL);
    page.wait(90);
    page.session.getState().reset();
    page.wait(2);
    expect(told(page)).toEqual(['worker-1 ready:1 0-2', 'worker-2 ready:1 0-2']);
  });
});

describe('states', () => {
  test('the pods of a node that is lost become unknown, then ready again', () => {
    const page = new Page();
    page.run('sim stop-kubelet worker-1');
    page.wait(120);
    expect(states(page, 'worker-1')).toEqual(['ready:1', 'unknown:1']);
    page.run('sim start-kubelet worker-1');
    page.wait(60);
    expect(states(page, 'worker-1').at(-1)).toBe('ready:1');
    expect(states(page, 'worker-2')).toEqual(['ready:1']);
  });

  test('a broken image stays in back-off', () => {
    const page = new Page();
    page.run('kubectl set image ds/nginx nginx=nginx:broken');
    page.wait(300);
    const seen = ['worker-1', 'worker-2'].map((node) => states(page, node).at(-1));
    expect(seen).toContain('backoff:2');
    expect(seen).toContain('ready:1');
  });

  test('the lane of a deleted node ends and stays', () => {
    const page = new Page();
    page.wait(5);
    page.run('kubectl delete node worker-1');
    page.wait(100);
    const lane = told(page).find((l) => l.startsWith('worker-1'));
    expect(lane).toMatch(/^worker-1 ready:1 0-\S+/);
    expect(lane).not.toMatch(/-105$/);
  });

  test('a set that is deleted keeps its lanes and colours', () => {
    const page = new Page();
    page.wait(5);
    page.run('kubectl delete ds nginx');
    page.wait(60);
    expect(page.set('nginx')).toBeUndefined();
    expect(states(page, 'worker-1')).toEqual(['ready:1', 'terminating:1']);
    const { lanes } = page.session.getState();
    expect(lanes.focus(undefined)).toEqual(NGINX);
  });
});

describe('which set and nodes', () => {
  const slot = (name: string, namespace = 'default') =>
    ({ type: 'slot', node: 'worker-1', set: { namespace, name } }) as const;

  test("the selected set, else the user's first", () => {
    const { lanes } = new Page().session.getState();
    expect(lanes.focus(undefined)).toEqual(NGINX);
    expect(lanes.focus({ type: 'node', name: 'worker-1' })).toEqual(NGINX);
    expect(lanes.focus(slot('kube-proxy', 'kube-system'))).toEqual({
      namespace: 'kube-system',
      name: 'kube-proxy',
    });
    expect(lanes.focus(slot('no-such-set'))).toEqual(NGINX);
    const pod = new Page().pods('nginx')[0]!;
    expect(
      lanes.focus({ type: 'pod', uid: pod.metadata.uid, namespace: 'default', name: pod.metadata.name }),
    ).toEqual(NGINX);
  });

  test('nodes in the order of the picture, the rest counted, a wanted one among them', () => {
    const page = new Page();
    page.run(`sim add-node ${Array.from({ length: 10 }, (_, i) => `worker-${i + 3}`).join(' ')} --ready`);
    page.wait(60);
    const { lanes, end } = page.session.getState();
    const proxy = { namespace: 'kube-system', name: 'kube-proxy' };
    const nodes = (node?: string) => lanes.lanes(proxy, end, 4, node).lanes.map((l) => l.node);
    expect(nodes()).toEqual(['cp-1', 'worker-1', 'worker-2', 'worker-3']);
    expect(nodes('worker-10')).toEqual(['cp-1', 'worker-1', 'worker-2', 'worker-10']);
    expect(lanes.lanes(proxy, end, 4).more).toBe(9);
    expect(lanes.lanes(undefined, end, 4)).toEqual({ lanes: [], more: 0 });
  });
});

test('whatever the way, the lanes are those of the scenario that it leaves behind', () => {
  const lines = [
    'kubectl set image ds/nginx nginx=nginx:1.29',
    'kubectl set image ds/nginx nginx=nginx:broken',
    'sim add-node worker-3',
    'sim stop-kubelet worker-1',
    'sim start-kubelet worker-1',
    'kubectl delete node worker-2',
    'kubectl delete pod -l app=nginx',
    'kubectl get pods',
  ];
  const step = fc.oneof(
    fc.record({ wait: fc.integer({ min: 1, max: 90 }) }),
    fc.record({ run: fc.constantFrom(...lines) }),
    fc.record({ seek: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ step: fc.constant(true) }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 9 }), (steps) => {
      const page = new Page();
      for (const one of steps) {
        if ('wait' in one) page.wait(one.wait);
        else if ('run' in one) page.run(one.run);
        else if ('step' in one) page.session.getState().step();
        else {
          const { origin, end } = page.session.getState();
          seek(page, (one.seek * (end - origin)) / 1000);
        }
      }
      const { origin, end } = page.session.getState();
      seek(page, (end - origin) / 1000);
      while (page.session.getState().heading !== undefined) page.wait(0);
      const opened = new Page(page.session.getState().toScenario(''));
      expect(told(page)).toEqual(told(opened));
    }),
    { numRuns: 60 },
  );
});

test('of too many pods the lives of those long gone are forgotten, and it says until when', () => {
  const page = new Page();
  const { cluster } = page.session.getState();
  const [short, whole] = [new LaneLog(cluster, 40), new LaneLog(cluster)];
  const segments = (log: LaneLog) => log.lanes(NGINX, cluster.now, 8).lanes.flatMap((l) => l.segments);
  for (let i = 0; i < 12; i++) {
    page.run(`kubectl set image ds/nginx nginx=nginx:1.${29 + (i % 2)}`);
    page.wait(120);
    short.sync();
    whole.sync();
  }
  const until = short.forgottenUntil ?? 0;
  expect(whole.forgottenUntil).toBeUndefined();
  expect(until).toBeGreaterThan(page.session.getState().origin);
  expect(until).toBeLessThan(cluster.now);
  // What is left is right, and all that has ended since is there.
  const left = segments(short);
  expect(left.length).toBeLessThan(segments(whole).length / 2);
  expect(segments(whole)).toEqual(expect.arrayContaining(left));
  expect(left).toEqual(expect.arrayContaining(segments(whole).filter((s) => s.from > until)));
});
