import type { FramePorts } from './state/frame-driver';

/**
 * The browser's frames. What is called back comes as a task of its own after the frame was drawn: so it knows what the picture has
 * left of the frame, and neither holds up the other. A hidden tab has no frames.
 */
export function pageFrames(): FramePorts {
  const tasks = new MessageChannel();
  let callback: ((time: number) => void) | undefined;
  let began: number | undefined;
  tasks.port1.onmessage = () => {
    const call = callback;
    callback = undefined;
    call?.(began ?? performance.now());
  };
  const post = (time: number | undefined): void => {
    began = time;
    tasks.port2.postMessage(undefined);
  };
  return {
    clock: () => performance.now(),
    nextFrame(next) {
      callback = next;
      const id = requestAnimationFrame(post);
      return () => {
        callback = undefined;
        cancelAnimationFrame(id);
      };
    },
    soon(next) {
      callback = next;
      post(undefined);
      return () => (callback = undefined);
    },
  };
}
