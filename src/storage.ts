/** The browser's storage, which may be forbidden or full: the page works without it. */
export const STORAGE_KEYS = {
  /** index.html asks whether it is there, before the first paint: of saved work another picture must not be shown. */
  work: 'daemonset-playground:work',
  /** index.html reads it, too, before the first paint: a chosen theme must not flash the other one. */
  theme: 'daemonset-playground:theme',
} as const;

type Key = (typeof STORAGE_KEYS)[keyof typeof STORAGE_KEYS];

export function readStorage(key: Key): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** `undefined` forgets what is there. */
export function writeStorage(key: Key, value: string | undefined): void {
  try {
    if (value === undefined) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, value);
  } catch {
    // Nothing to do: the link still carries the work.
  }
}

export function readTheme(): 'dark' | 'light' | 'system' {
  const theme = readStorage(STORAGE_KEYS.theme);
  return theme === 'dark' || theme === 'light' ? theme : 'system';
}
