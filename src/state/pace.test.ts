import { describe, expect, test } from 'vitest';
import { Pace } from './pace';

/** Frames of 20 ms at a speed, each with a part of the time that was asked for; what is told after each. */
function frames(pace: Pace, count: number, speed: number, share: number): (number | undefined)[] {
  return Array.from({ length: count }, () => {
    pace.note(speed, 20, 20 * speed * share);
    return pace.value;
  });
}

describe('pace', () => {
  test('nothing is told while the clock keeps its speed', () => {
    const pace = new Pace();
    expect(frames(pace, 200, 60, 0.97).every((value) => value === undefined)).toBe(true);
  });

  test('what is reached is told after a second', () => {
    const pace = new Pace();
    const told = frames(pace, 60, 60, 0.2);
    expect(told.indexOf(12)).toBe(49);
    expect(told.slice(49)).toEqual(Array(11).fill(12));
  });

  test.each([
    [60, 0.2, 12],
    [60, 0.123, 7.4],
    [1, 0.5, 0.5],
    [60, 0.0001, 0.1],
  ])('%d× × %d reads %d', (speed, share, value) => {
    expect(frames(new Pace(), 50, speed, share).at(-1)).toBe(value);
  });

  test('between slow and full what was said stays: it does not flicker', () => {
    const pace = new Pace();
    expect(frames(pace, 50, 10, 0.9).at(-1)).toBeUndefined();
    expect(frames(pace, 50, 10, 0.5).at(-1)).toBe(5);
    expect(frames(pace, 50, 10, 0.9).at(-1)).toBe(9);
    expect(frames(pace, 50, 10, 0.97).at(-1)).toBeUndefined();
    expect(frames(pace, 50, 10, 0.9).at(-1)).toBeUndefined();
  });

  test('it changes once a second at most', () => {
    const pace = new Pace();
    const told = Array.from({ length: 500 }, (_, i) => frames(pace, 1, 60, (i % 7) / 10)[0]);
    const changes = told.filter((value, i) => i > 0 && value !== told[i - 1]).length;
    expect(changes).toBeLessThanOrEqual(10);
  });

  test('another speed is measured anew, and a clock that stands says nothing', () => {
    const pace = new Pace();
    frames(pace, 50, 60, 0.2);
    expect(frames(pace, 1, 10, 1)).toEqual([undefined]);
    frames(pace, 50, 60, 0.2);
    pace.reset();
    expect(pace.value).toBeUndefined();
  });
});
