import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';
import { usePage } from '../page-context';
import { step } from '../time/step';
import { openDialog } from './dialog-store';

/** Keys without Ctrl can be switched off (WCAG 2.1.4): speech input may type them by accident. */
export const singleKeys = createStore<{ on: boolean }>()(() => ({ on: true }));

/** What takes the keys for itself. */
const FIELDS = 'input, textarea, select, [contenteditable], .manifest-editor, dialog';
const PRESSABLE = 'button, summary, a, [role="treeitem"], [role="tab"]';

export function useShortcuts(): void {
  const { services } = usePage();
  useEffect(() => {
    const { session, draft } = services;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
        // Inside Monaco its own binding answers.
        if (target.closest('.monaco-editor, dialog')) return;
        event.preventDefault();
        draft.getState().apply();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || !singleKeys.getState().on) return;
      if (target.closest(FIELDS)) return;
      const time = session.getState();
      if (event.key === ' ' && !target.closest(PRESSABLE)) {
        event.preventDefault();
        if (time.playing) time.pause();
        else time.play();
      } else if (event.key === '.') {
        event.preventDefault();
        step(session);
      } else if (event.key === '?') {
        event.preventDefault();
        openDialog('help');
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [services]);
}
