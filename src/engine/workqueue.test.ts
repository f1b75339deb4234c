import { expect, test } from 'vitest';
import { Workqueue } from './workqueue';

const item = (key: string, component = 0) => ({ component, key, cause: 0 });
const drain = (queue: Workqueue): string[] => {
  const keys: string[] = [];
  for (let i = queue.take(); i; i = queue.take()) keys.push(`${i.component}/${i.key}`);
  return keys;
};

test('DS-1 first in, first out; a key that waits is not added again, one that was taken is', () => {
  const queue = new Workqueue();
  expect(queue.empty).toBe(true);
  for (const i of [item('a'), item('b'), item('a'), item('a', 1)]) queue.add(i);
  expect(queue.take()?.key).toBe('a');
  queue.add(item('a'));
  expect(drain(queue)).toEqual(['0/b', '1/a', '0/a']);
  expect(queue.empty).toBe(true);
  expect(queue.take()).toBeUndefined();
});

test('the first cause stays with the key', () => {
  const queue = new Workqueue();
  queue.add({ component: 0, key: 'a', cause: 7 });
  queue.add({ component: 0, key: 'a', cause: 8 });
  expect(queue.take()?.cause).toBe(7);
});

test('DS-1 5 ms · 2^n, at most 1000 s, for each key, until it succeeds', () => {
  const queue = new Workqueue();
  const delays = Array.from({ length: 20 }, () => queue.failed(0, 'a'));
  expect(delays.slice(0, 5)).toEqual([5, 10, 20, 40, 80]);
  expect(delays.slice(17)).toEqual([655_360, 1_000_000, 1_000_000]);
  expect(queue.failed(1, 'a')).toBe(5);
  expect(queue.failed(0, 'b')).toBe(5);
  queue.succeeded(0, 'a');
  expect(queue.failed(0, 'a')).toBe(5);
  expect(queue.failed(1, 'a')).toBe(10);
});

test('a snapshot holds what waits and what failed', () => {
  const queue = new Workqueue();
  // Far enough for the taken part to be cut off.
  for (let i = 0; i < 5000; i++) queue.add(item(`k${i}`));
  for (let i = 0; i < 4998; i++) queue.take();
  queue.failed(0, 'x');
  const snapshot = queue.snapshot();
  expect(drain(queue)).toEqual(['0/k4998', '0/k4999']);
  const other = new Workqueue();
  other.restore(snapshot);
  other.add(item('k4999'));
  other.add(item('k0'));
  expect(other.failed(0, 'x')).toBe(10);
  expect(drain(other)).toEqual(['0/k4998', '0/k4999', '0/k0']);
  queue.restore(snapshot);
  expect(drain(queue)).toEqual(['0/k4998', '0/k4999']);
});
