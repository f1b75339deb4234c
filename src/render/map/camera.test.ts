import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  between,
  centredOn,
  fitted,
  leastZoom,
  panned,
  revealing,
  toPicture,
  zoomed,
  type Bounds,
} from './camera';

const bounds: Bounds = { view: { width: 600, height: 400 }, picture: { width: 600, height: 380 }, most: 30 };

describe('the camera', () => {
  test('at rest the whole picture is seen', () => {
    expect(fitted(bounds)).toEqual({ k: 1, x: 0, y: 0 });
    const high = { ...bounds, picture: { width: 600, height: 800 } };
    expect(fitted(high)).toEqual({ k: 0.5, x: 0, y: 0 });
  });

  test('what is under the pointer stays under it', () => {
    const camera = zoomed(fitted(bounds), 4, 300, 200, bounds);
    expect(camera.k).toBe(4);
    expect(toPicture(camera, { x: 300, y: 200 })).toEqual({ x: 300, y: 200 });
    const further = zoomed(camera, 2, 100, 50, bounds);
    expect(toPicture(further, { x: 100, y: 50 })).toEqual(toPicture(camera, { x: 100, y: 50 }));
  });

  test('however it is moved, the picture covers the window, or stands in its corner', () => {
    const move = fc.oneof(
      fc.tuple(
        fc.constant('zoom'),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        fc.integer({ min: 0, max: 600 }),
      ),
      fc.tuple(
        fc.constant('pan'),
        fc.double({ min: -900, max: 900, noNaN: true }),
        fc.integer({ min: -900, max: 900 }),
      ),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        let camera = fitted(bounds);
        for (const [type, a, b] of moves)
          camera = type === 'zoom' ? zoomed(camera, a, b, b / 2, bounds) : panned(camera, a, b, bounds);
        const { k, x, y } = camera;
        expect(k).toBeGreaterThanOrEqual(leastZoom(bounds));
        expect(k).toBeLessThanOrEqual(bounds.most);
        expect(x).toBeLessThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(0);
        expect(x + k * 600).toBeGreaterThanOrEqual(600 - 1e-6);
        expect(y + k * 380).toBeGreaterThanOrEqual(Math.min(400, k * 380) - 1e-6);
      }),
    );
  });

  test('a box that is seen moves nothing, one beyond the edge comes in with some room', () => {
    const camera = zoomed(fitted(bounds), 10, 0, 0, bounds);
    expect(revealing(camera, { x: 10, y: 10, w: 5, h: 5 }, bounds)).toBe(camera);
    const moved = revealing(camera, { x: 100, y: 100, w: 5, h: 5 }, bounds);
    expect(moved).toEqual({ k: 10, x: 600 - 24 - 1050, y: 400 - 24 - 1050 });
  });

  test('a box is brought to the middle, as large as asked', () => {
    const camera = centredOn({ x: 295, y: 195, w: 10, h: 10 }, 200, bounds);
    expect(camera.k).toBe(20);
    expect(toPicture(camera, { x: 300, y: 200 })).toEqual({ x: 300, y: 200 });
  });

  test('on the way from one to another, the same point stays under the pointer', () => {
    const a = fitted(bounds);
    const b = zoomed(a, 8, 150, 100, bounds);
    const half = between(a, b, 0.5);
    expect(half.k).toBeCloseTo(Math.sqrt(8));
    expect(toPicture(half, { x: 150, y: 100 }).x).toBeCloseTo(150);
    expect(between(a, b, 1)).toBe(b);
  });
});
