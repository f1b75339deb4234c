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
    soon: (callback: (time: number) => void) => this.ports.nextFrame(callback),
  };

  get stopped(): boolean {
    return this.waiting === undefined;
  }

  /** `picture`: what drawing took before the callback. */
  frame(milliseconds: number, picture = 0): void {
    this.time += milliseconds;
    const began = this.time;
    this.time += picture;
    this.waiting?.(began);
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
    while (!session.getState().work(1000));
    const again = createSession(session.getState().toScenario(''));
    while (!again.getState().work(1000));
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
    screen.cost = 0.05;
    let frames = 0;
    while (session.getState().heading !== undefined && frames < 1000) {
      const before = screen.time;
      screen.frame(0);
      expect(screen.time - before).toBeLessThan(12.5);
      frames++;
    }
    expect(elapsed()).toBe(3_600_000);
    expect(frames).toBeGreaterThan(1);
    screen.frame(16);
    expect(elapsed()).toBe(3_600_000);
  });

  test('the engine gets what the picture leaves of a frame, and never nothing', () => {
    const work = [1, 4, 8, 14, 60].map((picture) => {
      const { session, screen } = start();
      session.getState().run('sim add-node n-{1..2000}');
      screen.cost = 0.05;
      const before = screen.time;
      screen.frame(16, picture);
      return screen.time - before - 16 - picture;
    });
    expect(work.map(Math.round)).toEqual([12, 11, 7, 6, 6]);
  });

  test('beside a picture that leaves little the engine gets less, and more in the frame that has none', () => {
    const { session, screen } = start();
    session.getState().run('sim add-node n-{1..150}');
    while (!session.getState().work(1000));
    session.getState().setSpeed(60);
    screen.cost = 0.25;
    const work = [0, 14, 1].map((picture) => {
      const before = screen.time;
      screen.frame(16, picture);
      return screen.time - before - 16 - picture;
    });
    expect(work.map(Math.round)).toEqual([12, 3, 12]);
  });

  test('pictures that cost more than a frame become fewer, and the last one is always shown', () => {
    const pictures = [1, 40].map((cost) => {
      const { session, screen } = start();
      let shown = 0;
      session.subscribe((now, before) => {
        if (now.now !== before.now) shown++;
      });
      for (let i = 0; i < 60; i++) screen.frame(20, cost);
      session.getState().pause();
      screen.frame(1000);
      expect(session.getState().now).toBe(session.getState().cluster.now);
      return shown;
    });
    expect(pictures[0]).toBe(60);
    expect(pictures[1]).toBeGreaterThan(20);
    expect(pictures[1]).toBeLessThan(50);
  });

  test('the session says how slow the clock is, and stops saying so when it stands', () => {
    const { session, screen } = start();
    session.getState().run('sim add-node n-{1..150}');
    while (!session.getState().work(1000));
    session.getState().setSpeed(60);
    screen.cost = 1;
    for (let i = 0; i < 100; i++) screen.frame(16);
    const { pace } = session.getState();
    expect(pace).toBeGreaterThan(0);
    expect(pace).toBeLessThan(48);
    session.getState().pause();
    screen.cost = 0;
    screen.frame(16);
    screen.frame(16);
    expect(session.getState().pace).toBeUndefined();
  });

  test('a long command goes on between frames, with a picture now and then', () => {
    const { session, screen, elapsed } = start();
    let told = 0;
    let hasEnded = false;
    session.getState().run('sim add-node n-{1..400}', undefined, () => (hasEnded = true));
    session.subscribe(() => told++);
    screen.cost = 0.05;
    let slices = 0;
    while (!hasEnded && slices < 1000) {
      screen.frame(0);
      slices++;
    }
    expect(slices).toBeGreaterThan(5);
    expect(told).toBeLessThan(slices);
    expect(elapsed()).toBeLessThan(1000);
    expect(session.getState().cluster.read.list('Node')).toHaveLength(403);
  });

  test('stop', () => {
    const { screen, driver } = start();
    driver.stop();
    expect(screen.stopped).toBe(true);
  });
});
