/** Whether Tab moves the focus in all editors of the page: what Ctrl+M toggles. Monaco ships no types for it. */
declare module 'monaco-editor/editor/browser/config/tabFocus' {
  export const TabFocus: {
    getTabFocusMode(): boolean;
    onDidChangeTabFocus(listener: (on: boolean) => void): { dispose(): void };
  };
}
