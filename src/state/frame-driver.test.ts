import { describe, expect, test } from 'vitest';
import { startFrameDriver } from './frame-driver';
import { createSession, defaultScenario } from './session';

/** A screen whose frames and clock are turned by hand; each look at the clock may cost real time. */
class Screen {
  time = 1000;
  cost = 0;
  looks = 0;
  private waiting: ((time: number) => void) | undefined;
  readonly ports = {
    clock: () => {
      this.looks++;
      return (this.time += this.cost);
    },
    nextFrame: (callback: (time: number) => void) => {
      this.waiting = callback;
      return () => (this.waiting = undefined);
    },
  };

  get stopped(): boolean {
    return this.waiting === undefined;
  }

  frame(milliseconds: number): void {
    this.time += milliseconds;
    this.waiting?.(this.time);
  }
}

function start(scenario = defaultScenario()) {
  const session = createSession(scenario);
  const screen = new Screen();
  const driver = startFrameDriver(session, screen.ports);
  const elapsed = (): number => session.getState().now - session.getState().origin;
  return { session, screen, driver, elapsed };
}

describe('frame driver', () => {
  test.each([
    [1, 16, 16],
    [2, 16, 32],
    [60, 16, 960],
    [0.25, 16, 4],
  ])('at %d× a frame of %d ms moves the playhead %d ms', (speed, frame, moved) => {
    const { session, screen, elapsed } = start();
    session.getState().setSpeed(speed);
    screen.frame(frame);
    expect(elapsed()).toBe(moved);
  });

  test('parts of a millisecond add up', () => {
    const { session, screen, elapsed } = start();
    session.getState().setSpeed(0.25);
    for (let i = 0; i < 40; i++) screen.frame(1);
    expect(elapsed()).toBe(10);
  });

  test('a long pause of the page is not made up for, nor does time run backwards', () => {
    const { screen, elapsed } = start();
    screen.frame(60_000);
    expect(elapsed()).toBe(100);
    screen.frame(-500);
    expect(elapsed()).toBe(100);
  });

  test('nothing moves while paused, and the pause is not made up for', () => {
    const { session, screen, elapsed } = start();
    session.getState().pause();
    for (let i = 0; i < 10; i++) screen.frame(50);
    expect(elapsed()).toBe(0);
    session.getState().play();
    screen.frame(16);
    expect(elapsed()).toBe(16);
  });

  test('work that does not fit into a frame slows the clock down, and gives the same cluster', () => {
    const { session, screen, elapsed } = start();
    session.getState().run(`sim add-node ${Array.from({ length: 150 }, (_, i) => `n-${i}`).join(' ')}`);
    session.getState().setSpeed(60);
    screen.cost = 9;
    let due = 0;
    let last = screen.time;
    for (let i = 0; i < 30; i++) {
      screen.frame(16);
      const frame = screen.time - last;
      due += Math.min(frame, 100) * 60;
      last = screen.time;
    }
    expect(elapsed()).toBeLessThan(due);
    session.getState().pause();
    const again = createSession(session.getState().toScenario(''));
    while (again.getState().heading !== undefined) again.getState().advanceTo(again.getState().end, 1000);
    expect(again.getState().cluster.digest()).toBe(session.getState().cluster.digest());
  });

  test('a playhead on its way goes there at once, playing or not, and frames stay short', () => {
    const actions = [
      { at: 0, line: `sim add-node ${Array.from({ length: 60 }, (_, i) => `n-${i}`).join(' ')}` },
      { at: 1000, line: 'kubectl set image ds/nginx nginx=nginx:crash' },
      { at: 1000, line: 'kubectl set image ds/kindnet kindnet-cni=kindnet:crash -n kube-system' },
    ];
    const { session, screen, elapsed } = start({ ...defaultScenario(), actions, playhead: 3_600_000 });
    session.getState().pause();
    screen.cost = 1;
    let frames = 0;
    while (session.getState().heading !== undefined && frames < 1000) {
      screen.looks = 0;
      screen.frame(16);
      expect(screen.looks).toBeLessThanOrEqual(11);
      frames++;
    }
    expect(elapsed()).toBe(3_600_000);
    expect(frames).toBeGreaterThan(1);
    screen.frame(16);
    expect(elapsed()).toBe(3_600_000);
  });

  test('stop', () => {
    const { screen, driver } = start();
    driver.stop();
    expect(screen.stopped).toBe(true);
  });
});
