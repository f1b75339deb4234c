// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import { stopTweens, tween } from './tween';

const element = (): Element => document.createElement('div');

/** Lets a motion of its own run to its end, begun after all others. */
function pass(milliseconds: number): Promise<void> {
  return new Promise((done) => tween(element(), 'pass', milliseconds, () => undefined, done));
}

test('a motion goes from 0 to 1, is done once, and then rests', async () => {
  const seen: number[] = [];
  const done = vi.fn();
  tween(element(), 'place', 40, (t) => seen.push(t), done);
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
  const frames = seen.length;
  await pass(60);
  expect(seen).toHaveLength(frames);
  expect(done).toHaveBeenCalledOnce();
});

test('a motion takes the place of one with its name, and leaves the others alone', async () => {
  const at = element();
  const frames: string[] = [];
  const done = vi.fn();
  tween(at, 'fade', 20, () => frames.push('old'), done);
  tween(at, 'place', 20, () => frames.push('other'));
  tween(at, 'fade', 20, () => frames.push('new'));
  await pass(40);
  expect(frames).not.toContain('old');
  expect(frames).toEqual(expect.arrayContaining(['other', 'new']));
  expect(done).not.toHaveBeenCalled();
});

test('what is taken away no longer moves', async () => {
  const root = element();
  const inside = root.appendChild(element());
  const frame = vi.fn();
  tween(root, 'place', 20, frame);
  tween(inside, 'place', 20, frame);
  stopTweens(root);
  await pass(40);
  expect(frame).not.toHaveBeenCalled();
});
