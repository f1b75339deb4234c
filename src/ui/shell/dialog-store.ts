import { createStore } from 'zustand/vanilla';

export type DialogName = 'about' | 'help' | 'share';

/** Which dialog is open. */
export const dialogs = createStore<{ open: DialogName | undefined }>()(() => ({ open: undefined }));

export function openDialog(name: DialogName): void {
  dialogs.setState({ open: name });
}

export function closeDialog(): void {
  dialogs.setState({ open: undefined });
}
