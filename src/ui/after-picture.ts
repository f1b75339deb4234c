let shown: Promise<void> | undefined;

/**
 * Resolves when the picture is painted, or cannot be had. What is large is fetched then: compiling it on another thread holds up the
 * picture where there are only two.
 */
export function afterPicture(): Promise<void> {
  shown ??= drawings().then(nextPaint, nextPaint);
  return shown;
}

async function drawings(): Promise<unknown> {
  // Effects ask for it; what they have made answers first.
  await Promise.resolve();
  return import('./drawings');
}

function nextPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
