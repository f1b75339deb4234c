import { useEffect, useSyncExternalStore } from 'react';
import type { ViewState } from '../../state/types';
import { useView } from '../page-context';

const LIGHT = '(prefers-color-scheme: light)';

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** The theme in force; `system` follows the browser. */
export function useTheme(): 'dark' | 'light' {
  const theme = useView((v) => v.theme);
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
