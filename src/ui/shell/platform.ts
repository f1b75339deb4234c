/** Whether the platform's command key is ⌘. */
export function isApple(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}

/** Where the layout shows one pane at a time (styles/narrow.css has the same width). */
export function isNarrow(): boolean {
  return window.matchMedia('(max-width: 900px)').matches;
}
