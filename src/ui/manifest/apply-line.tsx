import { isApple } from '../shell/platform';

/** The line below the text: how a keyboard leaves the editor. */
export function ApplyLine() {
  return (
    <p className="editor-hint">Tab indents. {isApple() ? 'Ctrl+Shift+M' : 'Ctrl+M'} lets Tab move on.</p>
  );
}
