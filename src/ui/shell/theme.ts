import { useEffect, useSyncExternalStore } from 'react';
import type { ViewState } from '../../state/types';
import { usePage } from '../page-context';

const LIGHT = '(prefers-color-scheme: light)';

function useMedia(query: string): boolean {
  const matches = (): boolean => typeof window !== 'undefined' && window.matchMedia(query).matches;
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    matches,
    matches,
  );
}

/**
 * The theme in force; `system` follows the browser. No element depends on it, so it is the true one even while the first picture, made
 * without a browser, is taken over: another one for a moment would be seen.
 */
export function useTheme(): 'dark' | 'light' {
  const { view } = usePage().services;
  const chosen = (): ViewState['theme'] => view.getState().theme;
  const theme = useSyncExternalStore(view.subscribe, chosen, chosen);
  const light = useMedia(LIGHT);
  if (theme !== 'system') return theme;
  return light ? 'light' : 'dark';
}

/** Hands the theme to the style sheets, which know it as `data-theme` of the root element. */
export function useThemeAttribute(): void {
  const theme = useTheme();
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}

export const NEXT_THEME: Record<ViewState['theme'], ViewState['theme']> = {
  system: 'dark',
  dark: 'light',
  light: 'system',
};

export function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
