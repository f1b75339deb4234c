import { describe, expect, test } from 'vitest';
import { KubeletBench } from './testing/bench';

function bench(image: string, more: object = {}): KubeletBench {
  const b = new KubeletBench();
  b.node();
  b.pod('p', { containers: [{ name: 'app', image, ...more }] });
  return b;
}

const messages = (b: KubeletBench, reason: string) =>
  b.events.filter((e) => e.reason === reason).map((e) => e.message);

describe('POD-29 POD-30 the registry is down', () => {
  const refused =
    /^failed to pull and unpack image "docker\.io\/library\/a:1": failed to resolve image: failed to do request: Head "https:\/\/registry-1\.docker\.io\/v2\/library\/a\/manifests\/1": dial tcp [\d.]+:443: connect: connection refused$/;

  test('what is not on the machine waits, and comes soon after the registry', () => {
    const b = new KubeletBench();
    b.node();
    b.break('registry-down', '');
    b.pod('p', 'a:1');
    b.run(40);
    expect(b.words('p').slice(1, 4)).toEqual([
      '0/1 ContainerCreating 0',
      '0/1 ErrImagePull 0',
      '0/1 ImagePullBackOff 0',
    ]);
    expect(messages(b, 'Failed')[0]?.replace('Failed to pull image "a:1": ', '')).toMatch(refused);
    expect(messages(b, 'Failed')[1]).toBe('Error: ErrImagePull');
    b.mend('registry-down', '');
    b.run(60);
    expect(b.words('p').at(-1)).toBe('1/1 Running 0');
  });

  test.each([
    ['IfNotPresent', '1/1 Running 1'],
    ['Always', '0/1 ImagePullBackOff 0'],
  ])('POD-30 an image on the machine, policy %s, after a restart: %s', (imagePullPolicy, word) => {
    const b = bench('a:1', { imagePullPolicy });
    b.run(20);
    b.break('registry-down', '');
    b.break('container-crash', 'default/p');
    b.run(60);
    expect(b.words('p')).toContain(word);
  });

  test('POD-30 an image that another pod has brought meanwhile ends the back-off at the next look', () => {
    const b = bench('a:1');
    b.break('registry-down', '');
    b.pod('q', 'b:1');
    b.run(100);
    expect(b.words('q').at(-1)).toMatch(/ImagePull/);
    const machine = b.state.machines.get('worker-1');
    if (machine) machine.images = new Set(['docker.io/library/b:1']);
    b.run(16);
    expect(b.words('q').at(-1)).toBe('1/1 Running 0');
    expect(b.events.filter((e) => e.about === 'Pod/q').at(-3)?.message).toBe(
      'Container image "b:1" already present on machine',
    );
  });
});

test('POD-16 slow pulls take ten times as long', () => {
  const took = (b: KubeletBench) => Number(/ in ([\d.]+)s /.exec(messages(b, 'Pulled')[0] ?? '')?.[1]);
  const usual = bench('a:1');
  usual.run(60);
  const slow = new KubeletBench();
  slow.node();
  slow.break('slow-pull', '');
  slow.pod('p', { containers: [{ name: 'app', image: 'a:1' }] });
  slow.run(60);
  expect(took(slow)).toBeCloseTo(took(usual) * 10, 5);
});

test('POD-29 a pull under way does not survive that the network is cut', () => {
  const b = new KubeletBench();
  b.node();
  b.break('slow-pull', '');
  b.pod('p', { containers: [{ name: 'app', image: 'a:1' }] });
  b.run(3);
  b.break('network-partition');
  b.run(60);
  b.mend('network-partition');
  expect(b.words('p').at(-1)).toMatch(/^0\/1 (ErrImagePull|ImagePullBackOff) 0$/);
  b.run(200);
  expect(b.words('p').at(-1)).toBe('1/1 Running 0');
  expect(messages(b, 'Pulled')).toHaveLength(1);
});

test('POD-29 the back-off doubles, and is looked at every 10 to 15 s', () => {
  const b = bench('a:broken');
  b.run(1200);
  const at = b.events.filter((e) => e.reason === 'Pulling').map((e) => e.at);
  const gaps = at.slice(1).map((time, i) => time - (at[i] ?? 0));
  for (const [i, gap] of gaps.entries()) {
    const delay = Math.min(10 * 2 ** i, 300);
    expect(gap).toBeGreaterThan(delay);
    expect(gap).toBeLessThan(delay + 17);
  }
  expect(gaps.length).toBeGreaterThanOrEqual(6);
});

test('POD-30 Always asks the registry at each start', () => {
  const b = bench('a:1', { imagePullPolicy: 'Always' });
  b.run(20);
  b.break('container-crash', 'default/p');
  b.run(20);
  expect(messages(b, 'Pulling')).toHaveLength(2);
  const took = messages(b, 'Pulled').map((text) => / in (\S+) \(/.exec(text)?.[1]);
  expect(took[1]).toMatch(/^\d+ms$/);
});
