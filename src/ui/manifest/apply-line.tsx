import { Keys } from '../widgets/keys';

/** The line below the text: how a keyboard leaves the editor. */
export function ApplyLine() {
  return (
    <p className="editor-hint">
      Tab indents. <Keys keys="Ctrl+M" apple="Ctrl+Shift+M" /> lets Tab move on.
    </p>
  );
}
