import type { Page } from '@playwright/test';

/** Milliseconds between the frames of so many real milliseconds. */
export function framesDuring(page: Page, milliseconds: number): Promise<number[]> {
  return page.evaluate(
    (length) =>
      new Promise<number[]>((resolve) => {
        const gaps: number[] = [];
        let first: number | undefined;
        let last = 0;
        const frame = (time: number): void => {
          first ??= time;
          if (last > 0) gaps.push(time - last);
          last = time;
          if (time - first < length) requestAnimationFrame(frame);
          else resolve(gaps);
        };
        requestAnimationFrame(frame);
      }),
    milliseconds,
  );
}
